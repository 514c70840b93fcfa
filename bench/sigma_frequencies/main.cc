// Writes lib/sigma/test_frequencies.inc: counts, in every second line of public events, how often
// each test of the rules holds where its field is there. Not a benchmark; what speeds matching up.
//
//   bench_sigma_frequencies [RULES_FOLDER [EVENTS.jsonl]] > lib/sigma/test_frequencies.inc
#include <cinttypes>
#include <cstdio>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "rulemap/sigma/event_reader.h"
#include "rulemap/sigma/load.h"
#include "test_frequency.h"

namespace rulemap::bench {
namespace {

struct Counted {
  sigma::CompiledTest test;
  std::size_t there = 0, held = 0;
};

void collect(const sigma::Expression& expression, const sigma::FieldNames& names,
             std::map<std::uint64_t, Counted>& out) {
  for (const auto& part : expression.parts) collect(part, names, out);
  if (expression.kind != sigma::Expression::Kind::test) return;
  sigma::CompiledTest test(expression.test, names);
  const std::uint64_t key = sigma::frequency_key(test);
  if (key != 0) out.try_emplace(key, Counted{std::move(test)});
}

void count(Counted& counted, const sigma::Event& event) {
  const bool is_keyword = counted.test.slot == sigma::CompiledTest::kKeyword;
  if (!is_keyword && !event.has(counted.test.slot)) return;
  ++counted.there;
  if (counted.test.holds(event)) ++counted.held;
}

}  // namespace
}  // namespace rulemap::bench

int main(int argc, char** argv) {
  using namespace rulemap;
  if (argc < 3) {
    std::fprintf(stderr, "usage: bench_sigma_frequencies RULES_FOLDER EVENTS.jsonl\n");
    return 1;
  }
  // Rarer tests wake no rule so often that it would matter.
  constexpr std::size_t kLeast = 5;
  const sigma::RuleSet rules = sigma::load_paths(std::vector<std::string>{argv[1]});
  sigma::FieldNames names;
  for (const sigma::Rule& rule : rules.rules) sigma::add_fields(rule.expression, names);
  sigma::add_reader_fields(names);
  std::map<std::uint64_t, bench::Counted> tests;
  for (const sigma::Rule& rule : rules.rules) bench::collect(rule.expression, names, tests);
  sigma::EventReader reader(names);
  sigma::Event event;
  std::ifstream file(argv[2]);
  std::size_t lines = 0;
  for (std::string line; std::getline(file, line);) {
    if (++lines % 2 == 0 || !reader.read(line, event)) continue;
    for (auto& [key, counted] : tests) bench::count(counted, event);
  }
  std::printf("// Key, times of 10,000; made by bench_sigma_frequencies from %zu events.\n",
              (lines + 1) / 2);
  for (const auto& [key, counted] : tests) {
    const std::size_t rate = counted.there == 0 ? 0 : counted.held * 10000 / counted.there;
    if (rate >= kLeast) std::printf("{%#" PRIx64 ", %zu},\n", key, rate);
  }
  return 0;
}
