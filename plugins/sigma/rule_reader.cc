#include "rule_reader.h"

#include <optional>
#include <set>
#include <utility>

#include "rulemap/ids/attack.h"
#include "rulemap/ids/uuid.h"
#include "rulemap/yaml/parse.h"

namespace rulemap::sigma_map {
namespace {

// A rule's document, and the global one before it, if any.
struct Document {
  const yaml::Node* own;
  const yaml::Node* global;

  const yaml::Node* find(std::string_view key) const {
    const yaml::Node* found = own->find(key);
    return found || !global ? found : global->find(key);
  }
  std::string_view text(std::string_view key) const {
    const yaml::Node* found = find(key);
    return found && found->is_scalar() ? std::string_view(found->text) : std::string_view{};
  }
};

template <std::size_t N>
std::string known(const std::array<std::string_view, N>& words, std::string_view said) {
  const bool found = std::find(words.begin(), words.end(), said) != words.end();
  return found ? std::string(said) : std::string();
}

std::vector<std::string> techniques_of(const yaml::Node* tags) {
  std::vector<std::string> out;
  std::set<std::string> seen;
  if (!tags) return out;
  for (const yaml::Node& tag : tags->items) {
    auto id = ids::technique_in_tag(tag.text);
    if (id && seen.insert(*id).second) out.push_back(std::move(*id));
  }
  return out;
}

class Reader {
 public:
  explicit Reader(const std::string& path) : path_(path) {}

  void read(const yaml::Node& node) {
    if (node.is_null()) return;
    if (!node.is_map()) return report(node, "a Sigma rule is a map of keys such as `title`");
    const Document document{&node, global_};
    const bool is_global = document.own->find("action") && document.text("action") == "global";
    if (is_global) global_ = &node;
    if (document.find("filter")) return;
    const yaml::Node* id = document.find("id");
    // The ids of a collection stand in its parts.
    if (is_global && !id) return;
    const auto uuid = id ? ids::Uuid::parse(id->text) : std::nullopt;
    if (document.text("title").empty()) return report(node, "the rule has no `title`");
    if (!id) return report(node, "the rule has no `id`, which a UUID is wanted for");
    if (!uuid) return report(*id, "the `id` of a rule is a UUID");
    add(document, uuid->text());
  }

  ReadRules take() { return std::move(out_); }

 private:
  void add(const Document& document, std::string id) {
    // The parts of a collection are one rule where they have one id.
    if (!ids_.insert(id).second && document.global) return;
    out_.rules.push_back(
        {std::move(id), std::string(document.text("title")), known(kLevels, document.text("level")),
         known(kStatuses, document.text("status")), std::string(document.text("author")),
         std::string(document.text("license")), std::string(document.text("description")),
         techniques_of(document.find("tags")), path_});
  }
  void report(const yaml::Node& node, std::string message) {
    out_.problems.push_back(yaml::to_error({node.place, std::move(message)}, path_));
  }

  const std::string& path_;
  const yaml::Node* global_ = nullptr;
  std::set<std::string> ids_;
  ReadRules out_;
};

}  // namespace

ReadRules read_rules(std::string_view text, const std::string& path) {
  const yaml::Parsed parsed = yaml::parse_with_libyaml(text);
  if (!parsed.ok()) return {{}, {yaml::to_error(parsed.problems[0], path)}};
  Reader reader(path);
  for (const yaml::Node& document : parsed.documents) reader.read(document);
  return reader.take();
}

}  // namespace rulemap::sigma_map
