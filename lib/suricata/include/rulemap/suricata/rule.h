// Rules of Suricata and of Snort 2 and 3, as text: what a rule is about, never what it matches. An
// input is hostile: time is linear in it, what stands above a limit is refused or counted.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "rulemap/sdk/result.h"

namespace rulemap::suricata {

inline constexpr std::size_t kLongestRule = std::size_t{1} << 20;  // bytes
inline constexpr std::size_t kMostOptions = 2000;                  // of a rule
inline constexpr std::size_t kMostReferences = 100;                // of a rule, then counted
inline constexpr std::size_t kMostMetadata = 500;                  // pairs of a rule, then counted
inline constexpr std::size_t kLongestText = 4096;     // bytes of a message or another value
inline constexpr std::size_t kMostProblems = 1000;    // of a file, then counted
inline constexpr std::size_t kMostRules = 1'000'000;  // of a file

// Whose rule it is. Snort's: a header without addresses, an option or a style that Suricata has not
// (`service:`, `content:"x",nocase`), metadata of Talos (`policy ...`). Else Suricata's: a
// protocol, a buffer (`http.uri`) or an option that Snort has not. Else unknown: it reads the same
// in both.
enum class Engine { unknown, suricata, snort };

struct Reference {
  std::string system = {};  // url cve bugtraq md5 ... in lower case
  std::string value = {};   // as it was written
  std::string url = {};     // empty where the system is not known, or the value makes no URL
};

// Texts are bytes as they were written, UTF-8 or not, escapes undone; they hold no NUL.
struct Rule {
  std::string action = {};
  std::string protocol = {};  // empty where Snort 3 needs none
  // All five empty where Snort 3 names none.
  std::string source = {};
  std::string source_ports = {};
  std::string direction = {};  // -> or <>
  std::string destination = {};
  std::string destination_ports = {};

  std::string msg = {};
  std::int64_t gid = 1;
  std::int64_t sid = 0;
  std::int64_t rev = 0;
  std::string classtype = {};
  std::optional<std::int64_t> priority = {};
  std::vector<Reference> references = {};
  // In their order; a name may stand more than once, a value may be empty.
  std::vector<std::pair<std::string, std::string>> metadata = {};

  // What metadata and references mean; docs/detection-rules.md names the keys.
  std::vector<std::string> techniques = {};  // ATT&CK: T1071.001
  std::vector<std::string> tactics = {};     // TA0011
  std::vector<std::string> software = {};    // S0154
  std::vector<std::string> groups = {};      // G0016
  std::vector<std::string> families = {};    // as the rule names them
  std::vector<std::string> cves = {};        // CVE-2021-44228
  std::string severity = {};                 // as the rule names it: Major
  Engine engine = Engine::unknown;

  std::size_t left_out = 0;  // references, pairs and texts that stood above a limit
  // Where its text stands in the file, and the line where it begins, from 1.
  std::size_t begin = 0;
  std::size_t end = 0;
  std::size_t line = 1;
};

// "1:2027865".
std::string id_of(const Rule& rule);

// One rule, with blanks around it. engine: whose rule it is, where the caller knows.
// The error's `where` is "line:column", both from 1, the column in bytes.
Result<Rule> parse_rule(std::string_view text, Engine engine = Engine::unknown);

struct Problem {
  std::size_t line = 1;
  std::size_t column = 1;
  std::string message = {};
};

struct RuleFile {
  std::vector<Rule> rules = {};
  std::size_t commented_out = 0;  // comments that hold a whole rule
  std::vector<Problem> problems = {};
  std::size_t problems_left_out = 0;
  std::size_t rules_left_out = 0;
};

// A file of rules: one a line, a backslash before the line's end carries it on, and so does a
// bracket that is still open (Snort 3). Lines that begin with `#` are comments. A rule that cannot
// be read is a problem; the others are read.
RuleFile read_rules(std::string_view text, Engine engine = Engine::unknown);

}  // namespace rulemap::suricata
