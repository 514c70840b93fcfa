// A stream of hits -> correlations that fire. Windows slide on the events' own time; every choice
// where engines differ has a row in docs/sigma-decisions.md. Before: matcher.h.
//
//   sigma::Correlator correlator(rules);
//   sigma::Matcher matcher(rules, {.fields = correlator.fields()});
//   const sigma::ReadField read = sigma::fields_of(event, matcher.fields());
//   while (...) for (const sigma::Fired& each : correlator.add(number, time_ms, hits, read)) ...
//   for (const sigma::Fired& each : correlator.finish()) ...
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "rulemap/sigma/event.h"
#include "rulemap/sigma/field_names.h"
#include "rulemap/sigma/rule.h"

namespace rulemap::sigma {

// What is kept of the stream at most. What does not fit is given up from its oldest end, and
// counted in CorrelateLosses.
struct CorrelateLimits {
  std::size_t groups = 100'000;                // of all correlations together
  std::size_t events = 10'000;                 // a group; or as many as its condition asks for
  std::size_t bytes = std::size_t{256} << 20;  // all that is kept, about
  std::size_t evidence = 1'000;                // numbers of events in one Fired, the last ones
};

// Hits that counted nowhere, and what was given up.
struct CorrelateLosses {
  std::uint64_t without_group = 0;  // a field of group-by is absent or null
  std::uint64_t without_value = 0;  // the field whose values count is absent, or no number
  std::uint64_t late = 0;           // more than a timespan behind the newest of their group
  std::uint64_t events = 0;         // beyond the limits `events`
  std::uint64_t groups = 0;         // beyond the limits `groups` and `bytes`, still open
};

struct Fired {
  std::uint32_t correlation = 0;      // an index into RuleSet::correlations
  std::int64_t time_ms = 0;           // of the last event in the window
  std::uint64_t event = 0;            // the number of the event that made it fire
  std::vector<std::uint64_t> events;  // of the window, ascending, each once
  std::vector<std::pair<std::string, std::string>> group;  // fields of group-by, with their values
};

// The first value of the field in this event, as text; nothing where it is absent or null. The view
// is good until the next call.
using ReadField = std::function<std::optional<std::string_view>(std::string_view field)>;

// Reads of `event`, which was read with `names`; both outlive it.
ReadField fields_of(const Event& event, const FieldNames& names);

// What is reported for itself: all but what a correlation names without `generate`. What several
// name is reported if one of them says `generate`.
struct Reported {
  std::vector<bool> rules, correlations;  // by their index in the RuleSet
};
Reported reported(const RuleSet& rules);

// For one thread. Keeps a reference to the rules.
class Correlator {
 public:
  explicit Correlator(const RuleSet& rules, const CorrelateLimits& limits = {});
  ~Correlator();
  Correlator(Correlator&&) noexcept;
  Correlator& operator=(Correlator&&) noexcept;

  // The fields that it reads, each once: for MatchOptions::fields.
  const std::vector<std::string>& fields() const;

  // Whether a correlation counts hits of one of them.
  bool counts(std::span<const std::uint32_t> rules) const;

  // An event and the rules that hold for it, as Matching::match gives them. Events may come in any
  // order of time; a hit counts up to one timespan behind the newest of its group. Gives what fires
  // now, members before those that name them; good until the next call.
  std::span<const Fired> add(std::uint64_t event, std::int64_t time_ms,
                             std::span<const std::uint32_t> rules, const ReadField& read);

  // Time has come so far: windows of conditions that need a whole window (`lt: 5`, `not`) close
  // where they ended before it.
  std::span<const Fired> advance(std::int64_t time_ms);
  // The stream has ended: all windows close.
  std::span<const Fired> finish();

  const CorrelateLosses& losses() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace rulemap::sigma
