#include "push/journal.h"

#include <charconv>
#include <filesystem>
#include <fstream>
#include <vector>

#include "push/durable_file.h"

namespace rulemap::misp {
namespace {

constexpr std::string_view kHeader = "rulemap push journal 1";
constexpr std::size_t kLongestLine = 200;

std::vector<std::string_view> words_of(std::string_view line) {
  std::vector<std::string_view> out;
  while (!line.empty()) {
    const std::size_t end = std::min(line.find(' '), line.size());
    out.push_back(line.substr(0, end));
    line.remove_prefix(std::min(end + 1, line.size()));
  }
  return out;
}

std::optional<std::size_t> count_of(std::string_view word) {
  std::size_t out = 0;
  const auto [end, failed] = std::from_chars(word.data(), word.data() + word.size(), out);
  if (failed != std::errc() || end != word.data() + word.size()) return std::nullopt;
  return out;
}

}  // namespace

Result<Journal> Journal::open(std::string path) {
  Journal out(std::move(path));
  std::error_code failed;
  if (!std::filesystem::exists(out.path_, failed) && !failed) return out;
  std::ifstream file(out.path_, std::ios::binary);
  std::string line;
  std::getline(file, line);
  std::size_t number = 1;
  bool fine = file && line == kHeader;
  while (fine && std::getline(file, line)) {
    ++number;
    fine = line.size() <= kLongestLine && out.read_line(line);
  }
  if (fine) return out;
  return Error{
      "this is no push journal; it says what was seen on the server, so nothing is sent without "
      "it. Put it back from a copy, or remove it: then what analysts deleted for good comes back "
      "once",
      out.path_ + ":" + std::to_string(number)};
}

bool Journal::read_line(std::string_view line) {
  const auto words = words_of(line);
  if (words.empty()) return false;
  if (words[0] == "owed") return words.size() == 1 && (publication_owed = true);
  if (words.size() < 2) return false;
  if (words[0] == "in-flight") {
    const auto count = count_of(words[1]);
    in_flight = count.value_or(0);
    return count && words.size() == 2;
  }
  if (words[0] == "part") {
    const auto element = Uuid::parse(words[1]);
    const auto part = count_of(words.back());
    if (!element || !part || words.size() != 3) return false;
    set_part(*element, static_cast<std::uint32_t>(*part));
    return true;
  }
  std::vector<Uuid> uuids;
  for (std::size_t i = 1; i < words.size(); ++i) {
    const auto uuid = Uuid::parse(words[i]);
    if (!uuid) return false;
    uuids.push_back(*uuid);
  }
  if (words[0] == "seen" && uuids.size() == 1) return (see(uuids[0]), true);
  if (words[0] == "refused" && uuids.size() == 1) return (refuse(uuids[0]), true);
  if (words[0] == "first" && uuids.size() == 2) return (set_first(uuids[0], uuids[1]), true);
  if (words[0] != "wrote" || uuids.size() != 3) return false;
  write(uuids[0], {uuids[1], uuids[2]});
  return true;
}

std::string Journal::text() const {
  std::string out(kHeader);
  out += "\n";
  if (in_flight > 0) out += "in-flight " + std::to_string(in_flight) + "\n";
  if (publication_owed) out += "owed\n";
  for (const auto& [uuid, entry] : entries_) {
    const std::string name = uuid.text();
    if (entry.state == State::seen) out += "seen " + name + "\n";
    if (entry.state == State::refused) out += "refused " + name + "\n";
    if (!entry.written) continue;
    out += "wrote " + name + " " + entry.written->ours.text() + " " + entry.written->there.text() +
           "\n";
  }
  for (const auto& [indicator, object] : firsts_) {
    out += "first " + indicator.text() + " " + object.text() + "\n";
  }
  for (const auto& [element, part] : parts_) {
    out += "part " + element.text() + " " + std::to_string(part) + "\n";
  }
  return out;
}

Result<void> Journal::save() const { return write_durably(path_, text()); }

std::optional<Journal::Written> Journal::written(const Uuid& what) const {
  const auto found = entries_.find(what);
  return found == entries_.end() ? std::nullopt : found->second.written;
}

std::uint32_t Journal::part_of(const Uuid& element) const {
  const auto found = parts_.find(element);
  return found == parts_.end() ? 0 : found->second;
}

std::optional<Uuid> Journal::first_of(const Uuid& indicator) const {
  const auto found = firsts_.find(indicator);
  if (found == firsts_.end()) return std::nullopt;
  return found->second;
}

}  // namespace rulemap::misp
