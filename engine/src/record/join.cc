#include "record/join.h"

#include <set>
#include <string>
#include <string_view>

namespace rulemap::engine {
namespace {

int lookup_rank(std::string_view state) {
  if (state == "known") return 4;
  if (state == "unknown") return 3;
  return state == "failed" ? 2 : state == "not_asked" ? 1 : 0;
}

// Compared as text: RapidJSON 1.1's own comparison calls itself for ever in C++20.
void join_lists(host::Record& into, std::uint32_t slot, const host::Json& from) {
  std::set<std::string> there;
  if (const host::Json* list = into.get(slot); list && list->IsArray()) {
    for (const host::Json& entry : list->GetArray()) there.insert(host::to_text(entry));
  }
  for (const host::Json& entry : from.GetArray()) {
    if (!there.insert(host::to_text(entry)).second) continue;
    into.append(slot, host::Json(entry, into.pool()));
  }
}

void add_also(host::Record& into, const host::Record& from, const HostSlots& slots) {
  host::Pool& pool = into.pool();
  host::Json entry(rapidjson::kObjectType);
  const std::pair<const char*, std::uint32_t> parts[] = {{"type", slots.type},
                                                         {"value", slots.value},
                                                         {"original", slots.original},
                                                         {"file", slots.file},
                                                         {"line", slots.line}};
  for (const auto& [name, slot] : parts) {
    if (const host::Json* found = from.get(slot)) {
      entry.AddMember(host::copy_text(name, pool), host::Json(*found, pool), pool);
    }
  }
  into.append(slots.also, std::move(entry));
}

}  // namespace

void join_records(host::Record& into, host::Record& from, const host::FieldTable& fields,
                  const HostSlots& slots) {
  add_also(into, from, slots);
  for (std::uint32_t slot = 0; slot < from.slots(); ++slot) {
    const host::Json* theirs = from.get(slot);
    if (!theirs || slot == slots.id) continue;
    const host::Json* ours = into.get(slot);
    if (theirs->IsArray()) {
      join_lists(into, slot, *theirs);
    } else if (!ours) {
      into.put(slot, *theirs);
    } else if (fields.name(slot).starts_with("lookup.") &&
               lookup_rank(from.text(slot)) > lookup_rank(into.text(slot))) {
      into.put(slot, *theirs);
    }
  }
}

}  // namespace rulemap::engine
