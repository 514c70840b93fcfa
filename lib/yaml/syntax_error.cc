#include "syntax_error.h"

#include <string>

#include "source.h"

namespace rulemap::yaml {
namespace {

// The first row whose two texts occur in the report wins. `at_start`: the mistake is where the
// unfinished thing began, not where the parser gave up.
struct Explanation {
  std::string_view context;
  std::string_view problem;
  bool at_start;
  std::string_view message;
};

constexpr Explanation kExplanations[] = {
    {"quoted scalar", "unexpected end", true, "the quoted text that begins here is never closed"},
    {"quoted scalar", "document indicator", true,
     "the quoted text that begins here is never closed"},
    {"quoted scalar", "unknown escape", false,
     "unknown escape in double quotes; write \\\\ for a backslash, or use single quotes"},
    {"quoted scalar", "hexdecimal", false,
     "an escape such as \\x41 or \\u0041 needs its hexadecimal digits"},
    {"quoted scalar", "Unicode", false, "the escape names no Unicode character"},
    {"block scalar", "", false,
     "after `|` or `>` only a sign, a digit from 1 to 9 and a comment "
     "may stand; the text begins in the next line"},
    {"flow sequence", "", true, "the `[` that begins here lacks a `,` between items or its `]`"},
    {"flow mapping", "", true, "the `{` that begins here lacks a `,` between entries or its `}`"},
    {"simple key", "", true, "this line has no `:`, so it is no entry of the map around it"},
    {"block mapping", "", false,
     "bad indentation: this is no entry of the map around it; a key starts in the same column as "
     "the keys beside it"},
    {"block collection", "", false,
     "bad indentation: this is no item of the list around it; an item starts with `- ` in the same "
     "column as the items beside it"},
    {"", "mapping values are not allowed", false,
     "a `:` followed by a blank cannot stand here; quote the text, or mend the indentation"},
    {"", "block sequence entries are not allowed", false,
     "a list item `- ` cannot start here; put it on a line of its own"},
    {"", "mapping keys are not allowed", false, "a key cannot start here"},
    {"", "cannot start any token", false, "no value can begin with this character; quote the text"},
    {"", "expected node content", false, "a key or a value is missing here"},
    {"", "<document start>", false,
     "the document ends above this line; another one starts with `---`"},
    {"alias", "", false, "aliases (`*name`) are not supported; write the value out"},
    {"anchor", "", false,
     "anchors (`&name`) are not supported; write the value out where it is used"},
    {"tag", "", false, "tags (`!name`) are not supported; to make a value text, quote it"},
    {"directive", "", false, "a line that begins with `%` is a directive; only %YAML 1.2 is known"},
};

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

}  // namespace

Problem explain(const SyntaxError& error, std::string_view text) {
  const Explanation* found = nullptr;
  for (const Explanation& row : kExplanations) {
    if (!contains(error.context, row.context) || !contains(error.problem, row.problem)) continue;
    found = &row;
    break;
  }
  const bool unclosed = found != nullptr && found->at_start;
  if (!unclosed) {
    if (const auto tab = tab_in_indentation(text, error.place.line)) {
      return {*tab, "a tab is used for indentation; YAML allows only blanks there"};
    }
  }
  const Place stopped = inside(text, error.place);
  if (found == nullptr) return {stopped, "this is not YAML: " + std::string(error.problem)};
  const Place place = unclosed && error.began.line != 0 ? error.began : stopped;
  return {place, std::string(found->message)};
}

}  // namespace rulemap::yaml
