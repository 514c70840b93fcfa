// The elements of a case when it closes: each once, in the order of the list of IOCs, with the
// references whose target turned out to be in the event.
#pragma once

#include <deque>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "event/event_spool.h"

namespace rulemap::misp {

// From neutral observables to the objects that they became.
class Targets {
 public:
  static Result<Targets> of(const std::deque<Entry>& chosen, const EventSpool& spool);
  template <class Use>
  void each(const Uuid& thing, Use use) const {
    auto at = std::lower_bound(by_thing_.begin(), by_thing_.end(), std::pair(thing, Uuid()));
    for (; at != by_thing_.end() && at->first == thing; ++at) use(at->second);
  }

 private:
  std::deque<std::pair<Uuid, Uuid>> by_thing_;
};

// Borrows spool and facts.
class EventElements {
 public:
  // Reads who is there; what they hold is read when it is wanted.
  static Result<EventElements> of(const EventSpool& spool, const Facts& facts);

  // Calls use(entry, JSON) for each attribute of the event, or each object; it gives Result<void>.
  template <class Use>
  Result<void> each(bool objects, Use use) {
    for (const Entry& entry : chosen_) {
      if (entry.is_object != objects || (only_ && !only_(entry))) continue;
      auto element = spool_->read(entry.number);
      if (!element.ok()) return element.error();
      if (objects) {
        const auto added = add_pointers_of_others(entry.uuid, element->pointers);
        if (!added.ok()) return added;
        complete(element->json, entry.uuid, element->pointers);
      }
      const Result<void> used = use(entry, std::as_const(element->json));
      if (!used.ok()) return used;
    }
    return {};
  }
  template <class Use>
  void each_entry(Use use) const {
    for (const Entry& entry : chosen_) use(entry);
  }
  // From now on each() passes over the others.
  void only(std::function<bool(const Entry&)> wanted) { only_ = std::move(wanted); }
  // Of those that each() gave so far.
  std::size_t references() const { return references_; }
  std::size_t references_left_out() const { return references_left_out_; }  // beyond one's most

 private:
  EventElements(std::deque<Entry> chosen, std::deque<Entry> others, Targets targets,
                const EventSpool& spool, const Facts& facts)
      : chosen_(std::move(chosen)),
        others_(std::move(others)),
        targets_(std::move(targets)),
        spool_(&spool),
        facts_(&facts) {}
  // What is named by several records refers to what each of them says.
  Result<void> add_pointers_of_others(const Uuid& uuid, std::vector<Pointer>& pointers);
  // The references and the object's last brace.
  void complete(std::string& object, const Uuid& own, const std::vector<Pointer>& pointers);

  std::deque<Entry> chosen_;
  std::function<bool(const Entry&)> only_;
  std::deque<Entry> others_;  // of the same uuids, by uuid
  Targets targets_;
  const EventSpool* spool_;
  const Facts* facts_;
  std::size_t references_ = 0;
  std::size_t references_left_out_ = 0;
};

}  // namespace rulemap::misp
