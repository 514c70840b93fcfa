#include "run/note_failure.h"

#include <algorithm>

namespace rulemap::engine {
namespace {

constexpr std::size_t kListed = 20;

}  // namespace

void note_failure(RunReport& report, std::string_view step, std::string_view why) {
  std::vector<StepFailure>& all = report.failures;
  const auto found = std::find_if(all.begin(), all.end(), [&](const StepFailure& each) {
    return each.step == step && each.why == why;
  });
  if (found != all.end()) {
    ++found->rows;
  } else if (all.size() < kListed) {
    all.push_back({std::string(step), std::string(why), 1});
  } else {
    ++report.failures_not_listed;
  }
}

}  // namespace rulemap::engine
