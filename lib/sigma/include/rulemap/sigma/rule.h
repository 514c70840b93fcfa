// What was loaded: rules, correlations, and everything that was wrong. Next: load.h makes it,
// matcher.h evaluates it.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "rulemap/sigma/expression.h"
#include "rulemap/yaml/node.h"

namespace rulemap::sigma {

// From the mildest to the worst; the words of the specification.
inline constexpr std::array<std::string_view, 5> kLevels = {"informational", "low", "medium",
                                                            "high", "critical"};

// 1 for the mildest level to 5 for the worst; 0 for any other text.
inline int level_rank(std::string_view level) {
  const auto found = std::find(kLevels.begin(), kLevels.end(), level);
  return found == kLevels.end() ? 0 : static_cast<int>(found - kLevels.begin()) + 1;
}

inline constexpr std::array<std::string_view, 5> kStatuses = {"stable", "test", "experimental",
                                                              "deprecated", "unsupported"};
inline constexpr std::array<std::string_view, 5> kRelations = {"derived", "obsolete", "merged",
                                                               "renamed", "similar"};

// An attribute that is empty is not asked for.
struct LogSource {
  std::string category, product, service;

  friend bool operator==(const LogSource&, const LogSource&) = default;
};

struct Related {
  std::string id;    // of a rule
  std::string type;  // one of kRelations
};

// What rules and correlations say of themselves. Texts are empty, lists are empty, where the file
// says nothing.
struct Header {
  std::string title;
  std::string id;      // a UUID in lower case
  std::string name;    // by which correlations call it
  std::string status;  // one of kStatuses
  std::string level;   // one of kLevels
  std::string description, author, licence;
  std::string date, modified;  // as written
  std::vector<std::string> tags, references, false_positives, fields;
  std::vector<Related> related;

  std::string path;   // of its file
  yaml::Place place;  // of its document in the file
};

struct Rule {
  Header header;
  LogSource source;
  Expression expression;  // filters included
};

struct Correlation {
  enum class Type : std::uint8_t {
    event_count,
    value_count,
    temporal,
    temporal_ordered,
    value_sum,
    value_avg,
    value_percentile,
    value_median,
  };
  // Where `condition` holds: number of events, values, rules, or the value itself.
  struct Bound {
    enum class Kind : std::uint8_t { gt, gte, lt, lte, eq, neq };

    Kind kind = Kind::gte;
    Number number;
  };
  // One of `rules`: an index into RuleSet::rules, or into RuleSet::correlations.
  struct Member {
    bool is_correlation = false;
    std::uint32_t index = 0;
  };
  // `aliases`: what the group field `alias` is called in the events of a member.
  struct Alias {
    std::string alias;
    std::vector<std::pair<std::uint32_t, std::string>> fields;  // index in `members` -> field
  };

  Header header;
  Type type = Type::event_count;
  std::vector<Member> members;
  std::vector<std::string> group_by;
  std::vector<Alias> aliases;
  std::int64_t timespan_ms = 0;
  std::vector<Bound> bounds;        // all hold; empty for temporal types: every member was seen
  std::vector<std::string> fields;  // value_*: whose values; several: their tuple
  double percentile = 0;            // value_percentile
  // A temporal type's `condition` where it is a text. Its tests are Exists of fields "0", "1", ...:
  // the member of this index was seen.
  std::optional<Expression> condition;
  bool generate = false;  // its members fire by themselves too
};

// One thing to mend, or to know.
struct Problem {
  enum class Weight : std::uint8_t {
    error,   // the rule was not loaded
    warning  // it was
  };

  Weight weight = Weight::error;
  std::string path;
  yaml::Place place;
  std::string message;     // what, and what would be right
  std::string piece = {};  // the offending text, shortened

  // "path:line:column: message"; of a file as a whole "path: message".
  std::string text() const;
};

// Everything of one load. Rules keep the order of paths and of documents in them.
struct RuleSet {
  std::vector<Rule> rules;
  std::vector<Correlation> correlations;
  std::vector<Problem> problems;  // ordered by path and place
};

}  // namespace rulemap::sigma
