#include "event/event_elements.h"

#include <algorithm>
#include <set>
#include <tuple>

namespace rulemap::misp {
namespace {

// Of several elements with one uuid the one that says most, indicators before what is related to
// them, in the order of the list of IOCs. The others, by uuid, are given back.
std::deque<Entry> choose(std::deque<Entry>& entries) {
  std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
    return std::tuple(a.uuid, +b.is_own, +b.attributes, a.line, a.number) <
           std::tuple(b.uuid, +a.is_own, +a.attributes, b.line, b.number);
  });
  std::deque<Entry> others;
  std::size_t kept = 0;
  for (const Entry& each : entries) {
    if (kept > 0 && entries[kept - 1].uuid == each.uuid)
      others.push_back(each);
    else
      entries[kept++] = each;
  }
  entries.resize(kept);
  std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
    return std::tuple(+a.is_object, +b.is_own, a.line, a.uuid) <
           std::tuple(+b.is_object, +a.is_own, b.line, b.uuid);
  });
  return others;
}

}  // namespace

Result<Targets> Targets::of(const std::deque<Entry>& chosen, const EventSpool& spool) {
  Targets out;
  for (const Entry& each : chosen) {
    const auto element = spool.element(each.number);
    if (!element.ok()) return element.error();
    if (element->thing == Uuid()) continue;
    out.by_thing_.emplace_back(element->thing, each.uuid);
  }
  std::sort(out.by_thing_.begin(), out.by_thing_.end());
  return out;
}

Result<EventElements> EventElements::of(const EventSpool& spool, const Facts& facts) {
  auto entries = spool.entries();
  if (!entries.ok()) return entries.error();
  std::deque<Entry> others = choose(*entries);
  auto targets = Targets::of(*entries, spool);
  if (!targets.ok()) return targets.error();
  return EventElements(std::move(*entries), std::move(others), std::move(*targets), spool, facts);
}

Result<void> EventElements::add_pointers_of_others(const Uuid& uuid,
                                                   std::vector<Pointer>& pointers) {
  auto at = std::lower_bound(others_.begin(), others_.end(), uuid,
                             [](const Entry& a, const Uuid& b) { return a.uuid < b; });
  if (at == others_.end() || at->uuid != uuid) return {};
  std::set<Pointer> seen(pointers.begin(), pointers.end());
  for (; at != others_.end() && at->uuid == uuid; ++at) {
    const auto other = spool_->read(at->number);
    if (!other.ok()) return other.error();
    for (const Pointer& each : other->pointers) {
      if (!seen.insert(each).second) continue;
      if (pointers.size() < kMaxReferences)
        pointers.push_back(each);
      else
        ++references_left_out_;
    }
  }
  return {};
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
