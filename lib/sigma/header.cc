#include <chrono>
#include <utility>

#include "reader.h"
#include "rulemap/ids/uuid.h"
#include "rulemap/utf8/decode.h"

namespace rulemap::sigma {
namespace {

constexpr std::size_t kLongestTitle = 256;  // of the specification

// The number at the start of `text`, of `least` to `most` digits, with `end` behind it, if any.
std::optional<unsigned> take_number(std::string_view& text, std::size_t least, std::size_t most) {
  unsigned value = 0;
  std::size_t n = 0;
  for (; n < text.size() && n < most && text[n] >= '0' && text[n] <= '9'; ++n) {
    value = value * 10 + static_cast<unsigned>(text[n] - '0');
  }
  text.remove_prefix(n);
  if (n < least) return std::nullopt;
  return value;
}

// 2024-01-31, or as rules of Sigma 1 write it 2024/01/31.
bool is_date(std::string_view text) {
  const auto year = take_number(text, 4, 4);
  const char mark = text.empty() ? '\0' : text[0];
  if (!year || (mark != '-' && mark != '/')) return false;
  text.remove_prefix(1);
  const auto month = take_number(text, 1, 2);
  if (!month || !text.starts_with(mark)) return false;
  text.remove_prefix(1);
  const auto day = take_number(text, 1, 2);
  if (!day || !text.empty()) return false;
  return std::chrono::year_month_day(std::chrono::year(static_cast<int>(*year)),
                                     std::chrono::month(*month), std::chrono::day(*day))
      .ok();
}

bool is_tag_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

bool is_tag(std::string_view tag) {
  const std::size_t dot = tag.find('.');
  if (dot == 0 || dot == std::string_view::npos || dot + 1 == tag.size()) return false;
  for (std::size_t i = 0; i < tag.size(); ++i) {
    if (!is_tag_character(tag[i]) && (tag[i] != '.' || i < dot)) return false;
  }
  return true;
}

class HeaderReader {
 public:
  HeaderReader(yaml::Node& node, std::string_view what, Problems& problems)
      : node_(node), what_(what), problems_(problems), reader_(node, what, problems) {}

  Header run() {
    out_.path = problems_.path();
    out_.place = node_.place;
    title();
    id();
    reader_.text("name", out_.name);
    reader_.word("status", kStatuses, out_.status);
    reader_.word("level", kLevels, out_.level);
    reader_.text("description", out_.description);
    reader_.text("author", out_.author);
    reader_.text("license", out_.licence);
    std::string taxonomy;
    reader_.text("taxonomy", taxonomy);
    date("date", out_.date);
    date("modified", out_.modified);
    reader_.texts("references", out_.references);
    reader_.texts("falsepositives", out_.false_positives);
    reader_.texts("fields", out_.fields);
    tags();
    related();
    return std::move(out_);
  }

 private:
  void title() {
    reader_.text("title", out_.title);
    const std::size_t length = utf8::count_characters(out_.title);
    const yaml::Node* const node = reader_.find("title");
    if (!node || (node->is_scalar() && length == 0)) {
      reader_.error(reader_.place_of("title"),
                    std::string(what_) + " has a `title`; this one has none");
    } else if (length > kLongestTitle) {
      reader_.error(node->place, "the title has " + std::to_string(length) +
                                     " characters, and at most " + std::to_string(kLongestTitle) +
                                     " are allowed");
    }
  }

  void id() {
    std::string text;
    reader_.text("id", text);
    const yaml::Node* const node = reader_.find("id");
    if (!node || !node->is_scalar()) return;
    const auto uuid = ids::Uuid::parse(text);
    if (uuid) {
      out_.id = uuid->text();
    } else {
      reader_.error(node->place, "`id` is a UUID such as 929a690e-bef0-4204-a928-ef5e620d6fcc",
                    text);
    }
  }

  void date(std::string_view key, std::string& out) {
    reader_.text(key, out);
    if (out.empty() || is_date(out)) return;
    reader_.error(reader_.find(key)->place,
                  "`" + std::string(key) + "` is a day such as 2024-01-31", out);
  }

  void tags() {
    reader_.texts("tags", out_.tags);
    for (std::size_t i = 0; i < out_.tags.size(); ++i) {
      if (is_tag(out_.tags[i])) continue;
      problems_.warning(reader_.find("tags")->items[i].place,
                        "a tag is a namespace, a dot and a name in lower case: attack.t1059",
                        out_.tags[i]);
    }
  }

  void related() {
    yaml::Node* const list = reader_.find("related");
    if (!list) return;
    if (!list->is_list()) {
      return reader_.error(list->place, "`related` is a list of maps with `id` and `type`");
    }
    for (yaml::Node& item : list->items) {
      if (!item.is_map()) {
        reader_.error(item.place, "`related` is a list of maps with `id` and `type`");
        continue;
      }
      Reader reader(item, "an entry of `related`", problems_);
      Related related;
      reader.text("id", related.id);
      reader.word("type", kRelations, related.type);
      const auto uuid = ids::Uuid::parse(related.id);
      if (!uuid)
        reader.error(reader.place_of("id"), "the `id` of a related rule is a UUID", related.id);
      if (!reader.find("type")) {
        reader.error(item.place,
                     "an entry of `related` has a `type`, one of " + one_of(kRelations));
      }
      if (uuid) related.id = uuid->text();
      out_.related.push_back(std::move(related));
    }
  }

  yaml::Node& node_;
  std::string_view what_;
  Problems& problems_;
  Reader reader_;
  Header out_;
};

}  // namespace

Header read_header(yaml::Node& node, std::string_view what, Problems& problems) {
  return HeaderReader(node, what, problems).run();
}

LogSource read_log_source(yaml::Node& node, std::string_view what, Problems& problems) {
  LogSource source;
  yaml::Node* const map = Reader(node, what, problems).required_map("logsource");
  if (!map) return source;
  if (map->members.empty()) {
    problems.error(map->place, "`logsource` names a category, a product or a service");
  }
  Reader reader(*map, "a log source", problems);
  reader.text("category", source.category);
  reader.text("product", source.product);
  reader.text("service", source.service);
  return source;
}

}  // namespace rulemap::sigma
