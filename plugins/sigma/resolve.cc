#include "resolve.h"

#include <utility>

#include "folded.h"

namespace rulemap::sigma_map {
namespace {

using sigma::Header;
using Rules = std::vector<const Header*>;

// How sure a way is, in the eyes of whoever filters by score. A level is shared by many rules, so
// it proves less than an author or a whole description.
constexpr double kSureTitle = 1.0;
constexpr double kSureTitleFolded = 0.95;
constexpr double kSureTitleHistory = 0.9;
constexpr double kSureTieBreak = 0.8;
constexpr double kSureOnlyOneLoaded = 0.7;
constexpr double kSureLevel = 0.6;

struct TieBreak {
  std::string_view reason;
  double score;
  std::string_view Said::*said;
  std::string Header::*of_rule;
};
constexpr TieBreak kTieBreaks[] = {
    {reason::kAuthor, kSureTieBreak, &Said::author, &Header::author},
    {reason::kLevel, kSureLevel, &Said::level, &Header::level},
    {reason::kDescription, kSureTieBreak, &Said::description, &Header::description},
};

Resolution found(const Header& rule, std::string_view why, double score) {
  return {.reason = why, .score = score, .rule = &rule, .id = rule.id};
}

Resolution ambiguous(const Rules& rules) {
  Resolution out{.reason = reason::kAmbiguous};
  for (const Header* rule : rules) out.candidates.push_back({rule->id, rule->title});
  return out;
}

// What agrees goes on to the next tie-break; where nothing agrees, all do.
Resolution tell_apart(const Rules& rules, const Said& said) {
  Rules left = rules;
  for (const TieBreak& tie_break : kTieBreaks) {
    const std::string wanted = folded(said.*tie_break.said);
    if (wanted.empty()) continue;
    Rules agree = left;
    std::erase_if(agree,
                  [&](const Header* rule) { return folded(rule->*tie_break.of_rule) != wanted; });
    if (agree.size() == 1) return found(*agree[0], tie_break.reason, tie_break.score);
    if (!agree.empty()) left = std::move(agree);
  }
  return ambiguous(rules);
}

Resolution one_of(const Rules& rules, const Said& said, std::string_view why, double score) {
  return rules.size() == 1 ? found(*rules[0], why, score) : tell_apart(rules, said);
}

Resolution not_in_tree(std::vector<std::string> ids) {
  Resolution out{.reason = reason::kNotInTree};
  if (ids.size() == 1) {
    out.score = kSureTitleHistory;
    out.id = std::move(ids[0]);
    return out;
  }
  for (std::string& id : ids) out.candidates.push_back({std::move(id), ""});
  return out;
}

Resolution from_history(const RuleTree& tree, const TitleHistory& history, const Said& said) {
  std::vector<std::string> ids = history.ids(said.title);
  if (ids.empty()) return {.reason = reason::kUnmapped};
  Rules rules;
  for (const std::string& id : ids) {
    if (const Header* rule = tree.by_id(id)) rules.push_back(rule);
  }
  if (rules.empty()) return not_in_tree(std::move(ids));
  const double score = ids.size() == 1 ? kSureTitleHistory : kSureOnlyOneLoaded;
  return one_of(rules, said, reason::kTitleHistory, score);
}

}  // namespace

Resolution resolve(const RuleTree& tree, const TitleHistory& history, const Said& said) {
  if (const Rules rules = tree.by_title(said.title); !rules.empty()) {
    return one_of(rules, said, reason::kTitle, kSureTitle);
  }
  if (const Rules rules = tree.by_folded_title(said.title); !rules.empty()) {
    return one_of(rules, said, reason::kTitleFolded, kSureTitleFolded);
  }
  return from_history(tree, history, said);
}

}  // namespace rulemap::sigma_map
