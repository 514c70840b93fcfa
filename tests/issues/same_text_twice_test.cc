// Joining two records compared their entries with RapidJSON 1.1's operator==, which calls itself
// for ever in C++20.
#include <gtest/gtest.h>

#include "record/join.h"

namespace rulemap::engine {
namespace {

TEST(JoinRecords, EqualEntriesStandOnce) {
  host::FieldTable fields;
  HostSlots slots{};
  std::uint32_t* const all[] = {&slots.kind,     &slots.id,    &slots.case_id, &slots.case_title,
                                &slots.tlp,      &slots.pap,   &slots.errors,  &slots.also,
                                &slots.type,     &slots.value, &slots.port,    &slots.is_private,
                                &slots.original, &slots.file,  &slots.line};
  int number = 0;
  for (std::uint32_t* each : all) *each = fields.intern("slot" + std::to_string(number++));
  const std::uint32_t list = fields.intern("techniques");
  const std::uint32_t lookup = fields.intern("lookup.vt");
  rapidjson::Document document;
  document.Parse(R"([[{"id": "T1", "n": 1}], [{"id": "T1", "n": 1}, {"id": "T2"}]])");
  host::Record into, from;
  into.put(list, document[0u]);
  from.put(list, document[1u]);
  into.set_text(lookup, "failed");
  from.set_text(lookup, "known");
  from.set_text(slots.value, "evil.example");
  join_records(into, from, fields, slots);
  EXPECT_EQ(host::to_text(*into.get(list)), R"([{"id":"T1","n":1},{"id":"T2"}])");
  EXPECT_EQ(into.text(lookup), "known");
  EXPECT_EQ(host::to_text(*into.get(slots.also)), R"([{"value":"evil.example"}])");
  EXPECT_EQ(into.text(slots.value), "evil.example");
}

}  // namespace
}  // namespace rulemap::engine
