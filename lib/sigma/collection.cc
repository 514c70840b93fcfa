#include "collection.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "documents.h"

namespace rulemap::sigma {
namespace {

// As deep as lib/yaml reads.
void join(yaml::Node& base, const yaml::Node& over) {
  if (!base.is_map() || !over.is_map()) {
    base = over;
    return;
  }
  std::unordered_map<std::string_view, std::size_t> index;
  for (std::size_t i = 0; i < base.members.size(); ++i) index.emplace(base.members[i].key, i);
  std::vector<yaml::Member> more;
  for (const yaml::Member& member : over.members) {
    const auto found = index.find(member.key);
    if (found == index.end()) {
      more.push_back(member);
    } else {
      base.members[found->second].place = member.place;
      join(base.members[found->second].value, member.value);
    }
  }
  base.place = over.place;
  std::move(more.begin(), more.end(), std::back_inserter(base.members));
}

class Collection {
 public:
  explicit Collection(Problems& problems) : problems_(problems) {}

  void take(yaml::Node document) {
    if (document.is_null()) return;
    if (!document.is_map()) {
      return problems_.error(document.place,
                             "a document of Sigma is a map of keys such as `title`, not a " +
                                 std::string(yaml::kind_name(document.kind)));
    }
    const std::string action = take_action(document);
    if (action == "global") return add_global(std::move(document));
    if (action == "repeat") return repeat(document);
    if (action == "reset") global_.reset();
    if (action == "reset" && document.members.empty()) return;
    if (action == "?") return;
    // Only a collection needs to remember.
    if (uses_actions_) last_ = document;
    finish(std::move(document));
  }

  void expect_actions() { uses_actions_ = true; }
  std::vector<yaml::Node> result() { return std::move(out_); }

 private:
  // "?" where it is none, with a problem.
  std::string take_action(yaml::Node& document) {
    const auto at = std::find_if(document.members.begin(), document.members.end(),
                                 [](const yaml::Member& member) { return member.key == "action"; });
    if (at == document.members.end()) return {};
    std::string action = at->value.text;
    constexpr std::array<std::string_view, 3> kActions = {"global", "reset", "repeat"};
    if (std::find(kActions.begin(), kActions.end(), action) == kActions.end()) {
      problems_.error(at->value.place,
                      "`action` is one of " + one_of(kActions) + did_you_mean(action, kActions),
                      action);
      return "?";
    }
    document.members.erase(at);
    return action;
  }

  void add_global(yaml::Node document) {
    if (global_) {
      join(*global_, document);
    } else {
      global_ = std::move(document);
    }
  }

  void repeat(const yaml::Node& document) {
    if (!last_) {
      return problems_.error(document.place,
                             "`action: repeat` repeats the document before it, and there is none");
    }
    join(*last_, document);
    finish(*last_);
  }

  void finish(yaml::Node document) {
    if (!global_) return out_.push_back(std::move(document));
    yaml::Node whole = *global_;
    join(whole, document);
    out_.push_back(std::move(whole));
  }

  Problems& problems_;
  bool uses_actions_ = false;
  std::optional<yaml::Node> global_;
  std::optional<yaml::Node> last_;
  std::vector<yaml::Node> out_;
};

// A part is copied into each document behind it: what a small file may grow to.
constexpr std::size_t kMostCopies = 2'000'000;

bool is_too_large(const std::vector<yaml::Node>& documents, Problems& problems) {
  std::size_t nodes = 0;
  for (const yaml::Node& document : documents) nodes += nodes_in(document);
  if (nodes * documents.size() <= kMostCopies) return false;
  problems.error(documents[0].place, "a collection of " + std::to_string(documents.size()) +
                                         " documents with `action` is too large; split the file");
  return true;
}

}  // namespace

std::vector<yaml::Node> join_collection(std::vector<yaml::Node> documents, Problems& problems) {
  Collection collection(problems);
  const bool uses_actions =
      std::any_of(documents.begin(), documents.end(),
                  [](const yaml::Node& each) { return each.find("action") != nullptr; });
  if (uses_actions) {
    if (is_too_large(documents, problems)) return {};
    collection.expect_actions();
  }
  for (yaml::Node& document : documents) collection.take(std::move(document));
  return collection.result();
}

}  // namespace rulemap::sigma
