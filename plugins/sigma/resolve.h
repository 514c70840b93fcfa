// From the title that a provider said to the rule that it meant, with how that was found.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "rule_tree.h"
#include "rulemap/sdk/model.h"
#include "title_history.h"

namespace rulemap::sigma_map {

// What Resolution::reason says; the values of `reason` in an entry of `matches`.
namespace reason {
inline constexpr std::string_view kTitle = "title";                 // it is the rule's title
inline constexpr std::string_view kTitleFolded = "title_folded";    // it is, but for case or blanks
inline constexpr std::string_view kTitleHistory = "title_history";  // it was the rule's title
inline constexpr std::string_view kAuthor = "author";               // of several rules ...
inline constexpr std::string_view kLevel = "level";                 // ... the one that agrees ...
inline constexpr std::string_view kDescription = "description";     // ... in this
inline constexpr std::string_view kAmbiguous = "ambiguous";         // nothing told several apart
inline constexpr std::string_view kNotInTree = "not_in_tree";       // a rule that was not loaded
inline constexpr std::string_view kUnmapped = "unmapped";           // nobody's title
inline constexpr std::string_view kBelowMinLevel = "below_min_level";
}  // namespace reason

// What a provider said of a rule. Borrowed.
struct Said {
  std::string_view title, author, level, description;
};

struct Resolution {
  std::string_view reason;
  double score = 0;                        // 0..1: how sure it is
  const sigma::Header* rule = nullptr;     // borrowed from the tree; nullptr: none was found
  std::string id = {};                     // the rule's, also where it is known and not in the tree
  std::vector<Candidate> candidates = {};  // of an ambiguous title, or of several not in the tree
};

// Current titles go before the history, exact ones before folded ones. Several rules are told apart
// by author, then level, then description; a first one is never just taken.
Resolution resolve(const RuleTree& tree, const TitleHistory& history, const Said& said);

}  // namespace rulemap::sigma_map
