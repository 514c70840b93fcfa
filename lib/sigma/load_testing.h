// Rules from short texts, and trees of tests as one line, for tests.
//
//   F='a'*     a pattern; `~` is any dash, == cased, # reads as a number, ## written as one
//   F~/x/ims   a regex         F in 10.0.0.0/8   a network       F<5, F<=5 ...  a comparison
//   F null, F exists, F absent, F@contains G, F.hour=3
//   (a & b)  (a | b)  !a       all, any, a negation; [name] before a part
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "rulemap/sigma/load.h"

namespace rulemap::sigma {

std::string shown(const Expression& expression);

RuleSet load_text(std::string_view text, const LoadOptions& options = {});

// A rule of this `detection`, each line of which is indented here.
std::string rule_of(std::string_view detection);

// The tree of the only rule, or its problems, one a line, without the path.
std::string tree_of(std::string_view detection, const LoadOptions& options = {});

// "line:column: message" of each problem, one a line.
std::string problems_of(const RuleSet& rules);

}  // namespace rulemap::sigma
