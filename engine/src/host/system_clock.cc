#include <algorithm>
#include <chrono>
#include <ctime>
#include <thread>

#include "rulemap/engine/clock.h"

namespace rulemap::engine {
namespace {

class SystemClock final : public Clock {
 public:
  std::int64_t now_ms() const override {
    using namespace std::chrono;
    return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
  }
  std::int64_t steady_ms() const override {
    using namespace std::chrono;
    return duration_cast<milliseconds>(steady_clock::now().time_since_epoch()).count();
  }
  // In small pieces, so that a wish to stop is noticed.
  void sleep_until(std::int64_t ms) override {
    const std::int64_t left = std::clamp<std::int64_t>(ms - now_ms(), 0, 200);
    std::this_thread::sleep_for(std::chrono::milliseconds(left));
  }
};

}  // namespace

std::string utc_text(std::int64_t ms) {
  const std::time_t seconds = ms / 1000;
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  char out[32];
  return std::string(out, std::strftime(out, sizeof out, "%Y-%m-%dT%H:%M:%SZ", &parts));
}

Clock& system_clock() {
  static SystemClock clock;
  return clock;
}

}  // namespace rulemap::engine
