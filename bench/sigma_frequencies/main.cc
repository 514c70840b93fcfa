// Counts in every second line of public events. Not a benchmark; what speeds matching up.
//
//   bench_sigma_frequencies tests RULES_FOLDER EVENTS.jsonl > lib/sigma/test_frequencies.inc
//     how often each test of the rules holds where its field is there
//   bench_sigma_frequencies pairs RULES_FOLDER EVENTS.jsonl > lib/sigma/pair_frequencies.inc
//     how often two bytes stand side by side in the folded text
#include <bit>
#include <cinttypes>
#include <cstdio>
#include <fstream>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "pair_frequency.h"
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

// Every second event; says how many there were.
std::size_t each_event(const char* path, const sigma::FieldNames& names,
                       const std::function<void(const sigma::Event&)>& each) {
  sigma::EventReader reader(names);
  sigma::Event event;
  std::ifstream file(path);
  std::size_t lines = 0, events = 0;
  for (std::string line; std::getline(file, line);) {
    if (++lines % 2 == 0 || !reader.read(line, event)) continue;
    each(event);
    ++events;
  }
  return events;
}

void print_tests(const sigma::RuleSet& rules, const sigma::FieldNames& names, const char* path) {
  // Rarer tests wake no rule so often that it would matter.
  constexpr std::size_t kLeast = 5;
  std::map<std::uint64_t, Counted> tests;
  for (const sigma::Rule& rule : rules.rules) collect(rule.expression, names, tests);
  const std::size_t events = each_event(path, names, [&](const sigma::Event& event) {
    for (auto& [key, counted] : tests) count(counted, event);
  });
  std::printf("// Key, times of 10,000; made by bench_sigma_frequencies from %zu events.\n",
              events);
  for (const auto& [key, counted] : tests) {
    const std::size_t rate = counted.there == 0 ? 0 : counted.held * 10000 / counted.there;
    if (rate >= kLeast) std::printf("{%#" PRIx64 ", %zu},\n", key, rate);
  }
}

void print_pairs(const sigma::FieldNames& names, const char* path) {
  std::vector<std::uint64_t> counts(sigma::kByteKinds * sigma::kByteKinds);
  std::uint64_t places = 0;
  const std::size_t events = each_event(path, names, [&](const sigma::Event& event) {
    const std::string_view text = event.folded_buffer();
    for (std::size_t i = 0; i + 1 < text.size(); ++i) {
      ++counts[sigma::byte_kind(text[i]) * sigma::kByteKinds + sigma::byte_kind(text[i + 1])];
    }
    places += text.size();
  });
  std::printf("// Made by bench_sigma_frequencies from %zu events.", events);
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (i % sigma::kByteKinds == 0) std::printf(i == 0 ? "\n\"" : "\",\n\"");
    const std::uint64_t of_million = counts[i] * 1000000 / places;
    std::printf("%c", static_cast<char>('0' + std::bit_width(of_million)));
  }
  std::printf("\",\n");
}

}  // namespace
}  // namespace rulemap::bench

int main(int argc, char** argv) {
  using namespace rulemap;
  const std::string_view what = argc == 4 ? argv[1] : "";
  if (what != "tests" && what != "pairs") {
    std::fprintf(stderr, "usage: bench_sigma_frequencies tests|pairs RULES_FOLDER EVENTS.jsonl\n");
    return 1;
  }
  const sigma::RuleSet rules = sigma::load_paths(std::vector<std::string>{argv[2]});
  sigma::FieldNames names;
  for (const sigma::Rule& rule : rules.rules) sigma::add_fields(rule.expression, names);
  sigma::add_reader_fields(names);
  if (what == "tests") {
    bench::print_tests(rules, names, argv[3]);
  } else {
    bench::print_pairs(names, argv[3]);
  }
  return 0;
}
