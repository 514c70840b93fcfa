#include "run/note_failure.h"

#include <algorithm>

namespace rulemap::engine {
namespace {

constexpr std::size_t kListed = 20;
constexpr std::size_t kNamed = 3;

}  // namespace

void note_failure(std::vector<StepFailure>& listed, std::uint64_t& others, std::string_view step,
                  std::string_view why, std::string_view indicator) {
  auto found = std::find_if(listed.begin(), listed.end(), [&](const StepFailure& each) {
    return each.step == step && each.why == why;
  });
  if (found == listed.end()) {
    if (listed.size() == kListed) return void(++others);
    listed.push_back({std::string(step), std::string(why), 0, {}});
    found = listed.end() - 1;
  }
  ++found->rows;
  std::vector<std::string>& named = found->indicators;
  const bool is_new = std::find(named.begin(), named.end(), indicator) == named.end();
  if (!indicator.empty() && is_new && named.size() < kNamed) named.emplace_back(indicator);
}

}  // namespace rulemap::engine
