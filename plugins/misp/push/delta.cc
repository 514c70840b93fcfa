#include "push/delta.h"

namespace rulemap::misp {

Delta::State Delta::look(const Uuid& what) {
  if (const Held* held = there_.find(what)) {
    journal_.see(what);
    if (!held->deleted) return State::there;
    ++left_alone_;
    return State::gone;
  }
  if (journal_.was_refused(what)) return State::gone;
  if (!journal_.was_seen(what)) return State::missing;
  ++left_alone_;
  return State::gone;
}

Delta::State Delta::look(const Uuid& what, bool theirs) {
  const State state = look(what);
  if (!theirs || state != State::missing) return state;
  ++left_alone_;
  return State::gone;
}

// Where nobody but us wrote it. What was there before the journal knew of it is taken as it is.
bool Delta::has_changed(const Uuid& what, const Uuid& ours) {
  const Uuid there = there_.find(what)->content;
  const auto written = journal_.written(what);
  if (!written) {
    journal_.write(what, {ours, there});
    return false;
  }
  if (written->ours == ours) return false;
  if (written->there == there) return true;
  ++left_alone_;
  return false;
}

std::vector<std::string> Delta::tags(const Uuid& element, const std::vector<std::string>& wanted) {
  std::vector<std::string> out;
  for (const std::string& each : wanted) {
    const Uuid key = tag_key(element, each);
    if (there_.has_tag(element, each)) {
      journal_.see(key);
      continue;
    }
    if (journal_.was_seen(key)) {
      ++left_alone_;
      continue;
    }
    const TagNames::Name name = names_.name_of(each, journal_.was_refused(key));
    if (name.is == TagNames::wanted) out.push_back(name.there);
    if (name.is != TagNames::unknown) continue;
    journal_.refuse(key);
    unknown_tags_.insert(each);
  }
  return out;
}

NeededAttribute Delta::attribute(const WantedAttribute& wanted) {
  NeededAttribute out{&wanted};
  const State state = look(wanted.uuid, wanted.theirs);
  if (state == State::gone) return out;
  out.is_new = state == State::missing;
  out.changed = !out.is_new && !wanted.theirs && has_changed(wanted.uuid, wanted.content);
  out.tags = tags(wanted.uuid, wanted.tags);
  return out;
}

NeededObject Delta::object(const WantedObject& wanted) {
  NeededObject out{&wanted};
  const State state = look(wanted.uuid, wanted.theirs);
  if (state == State::gone) return out;
  out.is_new = state == State::missing;
  out.changed = !out.is_new && !wanted.theirs && has_changed(wanted.uuid, wanted.content);
  for (const WantedAttribute& each : wanted.attributes) {
    NeededAttribute needed = attribute(each);
    if (needed.any()) out.attributes.push_back(std::move(needed));
  }
  for (const WantedReference& each : wanted.references) {
    if (look(each.uuid) != State::missing) continue;
    const Held* target = there_.find(each.target);
    const bool removed = target
                             ? target->deleted
                             : journal_.was_seen(each.target) || journal_.was_refused(each.target);
    if (!removed) out.references.push_back(&each);
  }
  return out;
}

}  // namespace rulemap::misp
