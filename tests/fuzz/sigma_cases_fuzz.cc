// Lines of test cases -> what comes of them: rules, events and correlations of one text.
#include <sstream>

#include "fuzz.h"
#include "rulemap/sigma/cases.h"

namespace rulemap::fuzz {

Material material() {
  Material out;
  for (const std::string& file : files_below("tests/sigma/cases", ".jsonl")) {
    std::istringstream lines(file);
    for (std::string line; std::getline(lines, line);) out.seeds.push_back(line);
  }
  out.words = {"\"kind\":\"correlation\"",
               "\"kind\":\"detection\"",
               "\"kind\":\"filter\"",
               "\"kind\":\"collection\"",
               "\"kind\":\"load_error\"",
               "\"timestamp\":",
               "\"2026-01-01T00:00:00Z\"",
               "1e308",
               "-1",
               "event_count",
               "value_count",
               "temporal_ordered",
               "value_percentile",
               "value_median",
               "group-by: [a]",
               "timespan: 1s",
               "timespan: 9999999999d",
               "gte: 1",
               "lt: 2",
               "generate: true",
               "aliases:",
               "\\n---\\n",
               "null",
               "[]",
               "{}"};
  return out;
}

}  // namespace rulemap::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace rulemap;
  const auto test = sigma::read_case(fuzz::view_of(data, size));
  if (!test) {
    fuzz::expect(!test.error().message.empty(), "what is no case is told why");
    return 0;
  }
  const sigma::CaseOutcome first = sigma::run_case(*test), again = sigma::run_case(*test);
  fuzz::expect(first.passed || !first.message.empty(), "what failed is told why");
  fuzz::expect_same(first.message, again.message, "a case has one outcome");
  return 0;
}
