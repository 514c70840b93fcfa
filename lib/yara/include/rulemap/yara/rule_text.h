// Rules of YARA as text: their names, tags and meta, and where each stands. Nothing is compiled:
// strings and conditions are passed over, so a rule that is read need not be one that YARA takes.
// An input is hostile: time is linear in it, what stands above a limit is refused or counted.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace rulemap::yara {

inline constexpr std::size_t kLongestFile = std::size_t{64} << 20;  // bytes
inline constexpr std::size_t kMostRules = 200'000;                  // of a file, then counted
inline constexpr std::size_t kLongestName = 128;                    // bytes, YARA's own limit
inline constexpr std::size_t kMostTags = 100;                       // of a rule, then counted
inline constexpr std::size_t kMostMeta = 500;                       // of a rule, then counted
inline constexpr std::size_t kLongestText = 16 * 1024;  // bytes of a value, then cut and counted
inline constexpr std::size_t kMostImports = 1000;       // of a file, then counted
inline constexpr std::size_t kMostProblems = 1000;      // of a file, then counted

struct Meta {
  std::string name = {};
  std::variant<std::string, std::int64_t, bool> value = {};

  // Text, or the number or truth value as it would be written.
  std::string text() const;
};

// Texts are bytes as they were written, UTF-8 or not, escapes undone.
struct Rule {
  std::string name = {};
  std::vector<std::string> tags = {};
  bool is_private = false;
  bool is_global = false;
  std::vector<Meta> meta = {};  // in their order; a name may stand more than once

  // What the meta means; docs/detection-rules.md names the keys.
  std::string description = {};
  std::string author = {};  // of several, with ", " between them
  std::string licence = {};
  std::string date = {};
  std::vector<std::string> references = {};  // as they were written, URLs or not
  std::vector<std::string> techniques = {};  // ATT&CK: T1055.001
  std::vector<std::string> tactics = {};     // TA0005
  std::vector<std::string> software = {};    // S0154
  std::vector<std::string> groups = {};      // G0016
  std::vector<std::string> families = {};    // as the rule names them
  std::vector<std::string> cves = {};        // CVE-2021-44228

  std::size_t left_out = 0;  // tags, meta and parts of texts that stood above a limit
  // Its text in the file, from the first word to the closing brace, and the line where it begins.
  std::size_t begin = 0;
  std::size_t end = 0;
  std::size_t line = 1;
};

struct Problem {
  std::size_t line = 1;
  std::size_t column = 1;  // in bytes, from 1
  std::string message = {};
};

struct RuleFile {
  std::vector<Rule> rules = {};
  std::vector<std::string> imports = {};   // import "pe"
  std::vector<std::string> includes = {};  // include "other.yar"; never opened
  std::vector<Problem> problems = {};
  std::size_t left_out = 0;  // rules, imports and problems that stood above a limit
};

// A rule that cannot be read is a problem; reading goes on with the next line that begins a rule.
RuleFile read_rules(std::string_view text);

}  // namespace rulemap::yara
