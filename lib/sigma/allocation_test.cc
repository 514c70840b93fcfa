// Once it has seen the largest event, reading and matching allocate nothing.
#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <new>

#include "load_testing.h"
#include "rulemap/sigma/event_reader.h"
#include "rulemap/sigma/matcher.h"

namespace {

std::atomic<std::size_t> allocations = 0;

}  // namespace

void* operator new(std::size_t size) {
  ++allocations;
  void* const memory = std::malloc(size == 0 ? 1 : size);
  if (memory == nullptr) throw std::bad_alloc();
  return memory;
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

namespace rulemap::sigma {
namespace {

TEST(Allocation, NoneInTheSteadyState) {
  const RuleSet rules = load_text(R"(title: a
logsource: {product: windows}
detection: {s: {Image|endswith: '\cmd.exe', CommandLine|contains: [secret, 'ab*cd']}, condition: s}
---
title: b
logsource: {product: windows}
detection: {s: [keyword], condition: s or not s}
)");
  const Matcher matcher(rules);
  Matching matching(matcher);
  EventReader reader(matcher.fields());
  Event event;
  const std::string events[] = {
      R"({"Channel":"Security","EventID":4688,"NewProcessName":"C:\\cmd.exe","CommandLine":"a secret"})",
      "{\"winlog\":{\"channel\":\"Security\",\"event_id\":4688,\"event_data\":{\"a\":[1,{\"b\":"
      "\"\xC3\x84\"}]}}}",
      R"({"winlog.event_data.CommandLine":"abxcd","winlog.event_data.A name that is longer than fifteen":"keyword","Channel":"x"})"};
  std::size_t hits = 0;
  const auto match_all = [&] {
    for (const std::string& json : events) {
      if (reader.read(json, event)) hits += matching.match(event).size();
    }
  };
  for (int i = 0; i < 3; ++i) match_all();
  hits = 0;
  const std::size_t before = allocations;
  match_all();
  EXPECT_EQ(allocations - before, 0u);
  EXPECT_EQ(hits, 4u);
}

}  // namespace
}  // namespace rulemap::sigma
