#include "push/parts.h"

#include <algorithm>
#include <string>
#include <vector>

namespace rulemap::misp {

Parts Parts::of(const EventElements& elements, std::size_t most, Journal& journal) {
  Parts out;
  std::vector<std::size_t> attributes(1);
  const auto put = [&](const Entry& entry, std::uint32_t part) {
    if (part >= attributes.size()) attributes.resize(part + 1);
    attributes[part] += entry.attributes;
    if (part > 0) out.further_.emplace(entry.uuid, part);
  };
  const auto is_placed = [&](const Entry& entry) {
    return journal.part_of(entry.uuid) > 0 || journal.was_seen(entry.uuid) ||
           journal.was_refused(entry.uuid);
  };
  elements.each_entry([&](const Entry& entry) {
    if (is_placed(entry)) put(entry, journal.part_of(entry.uuid));
  });
  std::uint32_t part = 0;
  elements.each_entry([&](const Entry& entry) {
    if (is_placed(entry)) return;
    while (part < attributes.size() && attributes[part] > 0 &&
           attributes[part] + entry.attributes > most) {
      ++part;
    }
    put(entry, part);
    if (part > 0) journal.set_part(entry.uuid, part);
  });
  out.count_ = static_cast<std::uint32_t>(attributes.size());
  return out;
}

Uuid Parts::event_of(const Uuid& own, std::uint32_t part) {
  return part == 0 ? own : ids::uuid_v5(own, ids::joined({"part", std::to_string(part)}));
}

}  // namespace rulemap::misp
