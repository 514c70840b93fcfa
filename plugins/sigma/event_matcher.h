// Rules over the events of one record: which hold, and by which events. Used by sigma_match.h.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "rulemap/sdk/value.h"
#include "rulemap/sigma/event_reader.h"
#include "rulemap/sigma/matcher.h"

namespace rulemap::sigma_match {

// Indices into the list of events, in its order, by the rule's index.
using Hits = std::map<std::uint32_t, std::vector<std::size_t>>;

struct Evaluated {
  Hits hits;
  std::vector<std::string> problems;  // events that could not be read, and why
};

// Several threads may ask at once: what one needs for itself is kept for the next.
class EventMatcher {
 public:
  // Keeps a reference to `rules`.
  explicit EventMatcher(const sigma::RuleSet& rules) : matcher_(rules) {}

  // `events` is the record's list (docs/record.md).
  Evaluated evaluate(Doc events);

 private:
  struct Scratch {
    explicit Scratch(const sigma::Matcher& matcher) : reader(matcher.fields()), matching(matcher) {}
    sigma::EventReader reader;
    sigma::Matching matching;
    sigma::Event event;
  };
  std::unique_ptr<Scratch> take();
  void give_back(std::unique_ptr<Scratch> scratch);

  sigma::Matcher matcher_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Scratch>> idle_;
};

}  // namespace rulemap::sigma_match
