#include "rule_tree.h"

#include <utility>

#include "folded.h"

namespace rulemap::sigma_map {
namespace {

// Why the rule is left out; empty: it is not.
std::string trouble_of(const sigma::Header& rule, const RuleTree& tree) {
  if (rule.id.empty()) return "the rule has no `id`, a UUID by which records name it";
  const sigma::Header* const first = tree.by_id(rule.id);
  if (!first) return {};
  return "the rule has the same `id` as one in " + first->path + ":" +
         std::to_string(first->place.line);
}

// The parts of a collection are one rule where they have one id.
bool is_part_of(const sigma::Header& rule, const sigma::Header* first) {
  return first && first->path == rule.path && first->title == rule.title;
}

// What no record shows is not kept: it is a third of all.
sigma::Header without_unused(sigma::Header rule) {
  rule.references = {};
  rule.false_positives = {};
  rule.fields = {};
  rule.related = {};
  return rule;
}

}  // namespace

bool RuleTree::add(sigma::Header rule) {
  if (!by_id_.emplace(rule.id, rules_.size()).second) return false;
  by_folded_title_[folded(rule.title)].push_back(rules_.size());
  rules_.push_back(std::move(rule));
  return true;
}

const sigma::Header* RuleTree::by_id(std::string_view id) const {
  const auto found = by_id_.find(std::string(id));
  return found == by_id_.end() ? nullptr : &rules_[found->second];
}

std::vector<const sigma::Header*> RuleTree::by_folded_title(std::string_view title) const {
  std::vector<const sigma::Header*> out;
  const auto found = by_folded_title_.find(folded(title));
  if (found == by_folded_title_.end()) return out;
  for (const std::size_t index : found->second) out.push_back(&rules_[index]);
  return out;
}

std::vector<const sigma::Header*> RuleTree::by_title(std::string_view title) const {
  std::vector<const sigma::Header*> out = by_folded_title(title);
  std::erase_if(out, [&](const sigma::Header* rule) { return rule->title != title; });
  return out;
}

LoadedRules load_rules(const std::vector<std::string>& paths, const sigma::LoadOptions& options) {
  sigma::HeaderSet read = sigma::load_headers(paths, options);
  LoadedRules out{{}, std::move(read.problems)};
  for (sigma::Header& rule : read.headers) {
    if (is_part_of(rule, out.tree.by_id(rule.id))) continue;
    std::string trouble = trouble_of(rule, out.tree);
    if (trouble.empty()) {
      out.tree.add(without_unused(std::move(rule)));
    } else {
      out.problems.push_back(
          {sigma::Problem::Weight::error, rule.path, rule.place, std::move(trouble)});
    }
  }
  return out;
}

}  // namespace rulemap::sigma_map
