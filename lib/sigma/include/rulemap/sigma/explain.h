// One rule, one event: which part held, which not, and what was seen. For people who write rules;
// no index, so it asks every test.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "rulemap/sdk/result.h"
#include "rulemap/sigma/rule.h"

namespace rulemap::sigma {

// A part of the rule's tree. Texts are shortened, UTF-8 as far as the event is.
struct Explanation {
  Expression::Kind kind = Expression::Kind::all;
  bool holds = false;
  std::string name;   // of the selection, where the part is one
  std::string field;  // of a test; "any value" for a keyword
  std::string asked;  // of a test: "contains `x`"
  std::string seen;   // of a test: the value that said yes, else the first; or "absent"
  std::vector<Explanation> parts;
};

// `json` is one event. The log source is not asked of the tree. Fails where the event cannot be
// read.
Result<Explanation> explain(const Rule& rule, std::string_view json);

// Why the rule's log source is not the event's, as a sentence; empty where it is. Fails as
// explain().
Result<std::string> log_source_gap(const Rule& rule, std::string_view json);

// A line a part, the parts of a part further in, `+` before what held and `-` before what did not.
std::string shown(const Explanation& explanation);

}  // namespace rulemap::sigma
