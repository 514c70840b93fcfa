#include "title_history.h"

#include <algorithm>
#include <utility>

#include "folded.h"
#include "rulemap/ids/uuid.h"
#include "rulemap/paths/find_files.h"

extern "C" const char rulemap_sigma_title_history[];
extern "C" const char rulemap_sigma_title_history_end[];

namespace rulemap::sigma_map {
namespace {

constexpr std::size_t kMaxBytes = std::size_t{64} << 20;  // SigmaHQ's whole history has 0.7 MB

// What stands before the next `separator`, which is taken off `text` along with it.
std::string_view take(std::string_view& text, char separator) {
  const std::size_t end = std::min(text.find(separator), text.size());
  const std::string_view taken = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return taken;
}

void keep_each_once(std::vector<std::string>& ids) {
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
}

}  // namespace

bool TitleHistory::add(std::string_view line) {
  const std::string_view title = take(line, '\t');
  if (title.empty() || line.empty()) return false;
  std::vector<Entry>& entries = by_folded_title_[folded(title)];
  const auto same = [&](const Entry& each) { return each.title == title; };
  auto entry = std::find_if(entries.begin(), entries.end(), same);
  if (entry == entries.end()) {
    entry = entries.insert(entries.end(), Entry{std::string(title), {}});
    ++titles_;
  }
  while (!line.empty()) {
    const auto id = ids::Uuid::parse(take(line, ','));
    if (!id) return false;
    entry->ids.push_back(id->text());
  }
  keep_each_once(entry->ids);
  return true;
}

Result<TitleHistory> TitleHistory::from_tsv(std::string_view text) {
  TitleHistory out;
  for (std::size_t number = 1; !text.empty(); ++number) {
    std::string_view line = take(text, '\n');
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty() || line.starts_with('#') || out.add(line)) continue;
    return Error{"a line is a title, a tab, and the UUIDs of its rules with commas between them",
                 std::to_string(number)};
  }
  return out;
}

Result<TitleHistory> TitleHistory::from_file(const std::string& path) {
  const auto text = paths::read_text_file(path, kMaxBytes);
  if (!text.ok()) return text.error();
  auto history = from_tsv(*text);
  if (!history.ok()) return Error{history.error().message, path + ":" + history.error().where};
  return history;
}

Result<TitleHistory> TitleHistory::compiled_in() {
  return from_tsv({rulemap_sigma_title_history, rulemap_sigma_title_history_end});
}

std::vector<std::string> TitleHistory::ids(std::string_view title) const {
  const auto found = by_folded_title_.find(folded(title));
  if (found == by_folded_title_.end()) return {};
  std::vector<std::string> all;
  for (const Entry& entry : found->second) {
    if (entry.title == title) return entry.ids;
    all.insert(all.end(), entry.ids.begin(), entry.ids.end());
  }
  keep_each_once(all);
  return all;
}

}  // namespace rulemap::sigma_map
