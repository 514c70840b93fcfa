// A rule cut into the words of its header and its options, by the grammar that Suricata and Snort
// share. Views point into the text.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "problem_at.h"

namespace rulemap::suricata {

struct Option {
  std::string_view name;
  std::string_view value;  // without blanks at its ends
  std::size_t at = 0;      // where the name stands in the rule
};

struct ScannedRule {
  std::vector<std::string_view> header;
  std::vector<Option> options;
};

// Actions of Suricata, Snort 2 and Snort 3.
bool is_action(std::string_view word);

bool is_blank(char c);
std::string_view trimmed(std::string_view text);

// The words before the bracket, and what stands in it. A fault where there is no such thing.
std::optional<Fault> scan_rule(std::string_view text, ScannedRule& out);

// Without its quotes, where it has some, and with `\;` `\"` `\:` `\\` undone; a line that was
// carried on is one.
std::string plain(std::string_view value);

}  // namespace rulemap::suricata
