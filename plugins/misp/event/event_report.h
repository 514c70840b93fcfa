// The event in words, for people: a report in Markdown, of bounded size whatever the case holds.
// The text depends on the rows alone, not on the order in which they came.
#pragma once

#include <array>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <tuple>

#include "event/finding.h"
#include "event/tags.h"

namespace rulemap::misp {

// MISP's column holds no more.
inline constexpr std::size_t kMaxReportBytes = 65'535;
inline constexpr std::string_view kReportName = "Summary";

// What is said of an indicator, the worst first.
enum class Verdict { malicious, suspicious, not_looked_up, unknown, harmless, not_judged };
inline constexpr std::size_t kVerdicts = 6;
Verdict verdict_of(const Finding& finding);

class EventReport {
 public:
  void take(const Finding& finding);
  // The whole row is not in the event.
  void reject(std::string_view why);
  // A value of a row is not in the event.
  void refuse(const Refusal& refusal);

  // At most kMaxReportBytes.
  std::string markdown() const;

 private:
  // The first of all keys, so many that a report could show them, and how many others came.
  template <class Key, class Value>
  struct Firsts {
    std::map<Key, Value> list;
    std::size_t most;
    std::size_t left_out = 0;

    // nullptr where the key is not among the first.
    Value* at(const Key& key);
  };
  using IndicatorKey = std::tuple<Verdict, std::int64_t, std::int64_t, std::string, std::string>;
  using RuleKey = std::tuple<int, std::string, std::string, std::string>;
  struct Judged {
    std::string said;
    std::string label;
  };
  struct Named {
    std::string name;
    std::set<std::string> by;
    bool more = false;
  };

  void take_technique(const Technique& technique);
  void take_rules(const Finding& finding);
  void take_gaps(const Finding& finding);
  std::string summary() const;
  std::string indicators(std::size_t most_bytes) const;
  std::string techniques() const;
  std::string rules() const;
  std::string gaps() const;
  std::string refusals() const;

  std::array<std::size_t, kVerdicts> verdicts_{};
  std::size_t rejected_ = 0;
  Firsts<IndicatorKey, Judged> indicators_{{}, 1000};
  Firsts<std::string, Named> techniques_{{}, 500};
  Firsts<RuleKey, std::size_t> rules_{{}, 500};
  Firsts<std::string, std::size_t> gaps_{{}, 200};
  Firsts<std::pair<std::string, std::string>, std::size_t> refusals_{{}, 200};
};

}  // namespace rulemap::misp
