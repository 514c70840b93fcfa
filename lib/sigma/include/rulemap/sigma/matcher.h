// A RuleSet -> an index that threads share, and one Matching a thread: event -> rules that hold.
//
//   sigma::Matcher matcher(rules);
//   sigma::EventReader reader(matcher.fields());
//   sigma::Matching matching(matcher);
//   if (reader.read(line, event)) for (std::uint32_t rule : matching.match(event)) ...
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "rulemap/sigma/event.h"
#include "rulemap/sigma/rule.h"

namespace rulemap::sigma {

struct MatchOptions {
  // Off: every rule is asked of every event.
  bool by_log_source = true;
  // Off: nothing is known of how often tests hold in public Windows events. The same hits, slower.
  bool by_frequency = true;
  // Kinds of events (by log source, channel and event id) that get an index of their own; what
  // comes after them is matched by log source alone.
  std::size_t most_classes = 4096;
  // What the caller reads of events besides what rules ask for: Correlator::fields(), times.
  std::vector<std::string> fields = {};
};

class RuleClass;
struct MatcherState;

// Immutable from outside and shared by threads; the index of a class of events is built when its
// first event comes, and kept.
class Matcher {
 public:
  // Keeps a reference to `rules`.
  explicit Matcher(const RuleSet& rules, const MatchOptions& options = {});
  ~Matcher();
  Matcher(const Matcher&) = delete;
  Matcher& operator=(const Matcher&) = delete;

  const FieldNames& fields() const;
  const RuleSet& rules() const;

 private:
  friend class Matching;

  std::unique_ptr<MatcherState> state_;
};

// What one thread needs besides.
class Matching {
 public:
  // `matcher` outlives it.
  explicit Matching(const Matcher& matcher);
  ~Matching();
  Matching(Matching&&) noexcept;
  Matching& operator=(Matching&&) noexcept;

  // Indices into RuleSet::rules, ascending; good until the next call. `event` was read with the
  // matcher's fields. Where `source` is given, the event is of that log source, whatever it says.
  std::span<const std::uint32_t> match(const Event& event, const LogSource* source = nullptr);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace rulemap::sigma
