#include "event/event_elements.h"

#include <algorithm>
#include <tuple>

namespace rulemap::misp {
namespace {

// Of several elements with one uuid the one that says most, in the order of the list of IOCs.
void choose(std::deque<Entry>& entries) {
  std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
    return std::tuple(a.uuid, +b.attributes, a.line, a.number) <
           std::tuple(b.uuid, +a.attributes, b.line, b.number);
  });
  const auto same = [](const Entry& a, const Entry& b) { return a.uuid == b.uuid; };
  entries.erase(std::unique(entries.begin(), entries.end(), same), entries.end());
  std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
    return std::tuple(+a.is_object, a.line, a.uuid) < std::tuple(+b.is_object, b.line, b.uuid);
  });
}

}  // namespace

Result<Targets> Targets::of(const std::deque<Entry>& chosen, const EventSpool& spool) {
  Targets out;
  for (const Entry& each : chosen) {
    if (!each.is_object) continue;
    const auto element = spool.element(each.number);
    if (!element.ok()) return element.error();
    out.by_thing_.emplace_back(element->thing, each.uuid);
  }
  std::sort(out.by_thing_.begin(), out.by_thing_.end());
  return out;
}

Result<EventElements> EventElements::of(const EventSpool& spool, const Facts& facts) {
  auto entries = spool.entries();
  if (!entries.ok()) return entries.error();
  choose(*entries);
  auto targets = Targets::of(*entries, spool);
  if (!targets.ok()) return targets.error();
  return EventElements(std::move(*entries), std::move(*targets), spool, facts);
}

void EventElements::complete(std::string& object, const Uuid& own,
                             const std::vector<Pointer>& pointers) {
  std::string list;
  JsonWriter json(list);
  std::size_t count = 0;
  for (const Pointer& pointer : pointers) {
    targets_.each(pointer.thing, [&](const Uuid& target) {
      if (target == own) return;
      if (count >= kMaxReferences) return static_cast<void>(++references_left_out_);
      ++count;
      const auto relation = facts_->relationships()[static_cast<std::size_t>(pointer.relationship)];
      json.open('{').member("uuid", identity::reference(own, relation, target).text());
      json.member("object_uuid", own.text());
      json.member("referenced_uuid", target.text());
      json.member("relationship_type", relation).close('}');
      ++references_;
    });
  }
  if (!list.empty()) object += ",\"ObjectReference\":[" + list + "]";
  object += "}";
}

}  // namespace rulemap::misp
