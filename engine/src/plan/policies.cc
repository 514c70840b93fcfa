#include "plan/policies.h"

#include <algorithm>
#include <thread>

namespace rulemap::engine {
namespace {

constexpr unsigned kInFlight = 8;  // calls of a networked step, where the file says nothing
// Changing threads costs as much as a small call: rows that one thread takes along, at least.
constexpr std::size_t kRowsOfRound = 16;

}  // namespace

ErrorPolicy error_policy(const OnErrorFile& own, const OnErrorFile& base, bool fills_lookup) {
  ErrorPolicy out;
  if (auto v = own.attempts ? own.attempts : base.attempts) out.attempts = *v;
  if (auto v = own.backoff_from_ms ? own.backoff_from_ms : base.backoff_from_ms) {
    out.backoff_from_ms = *v;
  }
  if (auto v = own.backoff_to_ms ? own.backoff_to_ms : base.backoff_to_ms) {
    out.backoff_to_ms = *v;
  }
  out.deadline_ms = own.deadline_ms ? own.deadline_ms : base.deadline_ms;
  const auto then = own.then ? own.then : base.then;
  if (!then)
    out.then = fills_lookup ? Then::skip : Then::dead_letter;
  else if (*then == "drop")
    out.then = Then::drop;
  else if (*then == "skip")
    out.then = Then::skip;
  else if (*then == "stop")
    out.then = Then::stop;
  return out;
}

std::size_t queue_bytes(const LimitsFile& own, const LimitsFile& base) {
  const auto memory = own.memory ? own.memory : base.memory;
  return memory ? static_cast<std::size_t>(*memory) : kQueueBytes;
}

void set_limits(const rulemap_descriptor& about, const LimitsFile& own, const LimitsFile& base,
                bool waits, StepPlan& step) {
  const auto in_flight = own.in_flight ? own.in_flight : base.in_flight;
  const unsigned cores = std::max(1u, std::thread::hardware_concurrency());
  const unsigned standard = waits ? kInFlight : cores;
  if (!takes_one_call(about)) {
    step.width = in_flight ? static_cast<unsigned>(*in_flight) : standard;
  }
  const auto batch = own.batch ? own.batch : base.batch;
  if (batch) step.batch = static_cast<std::size_t>(*batch);
  if (about.max_batch) step.batch = std::min<std::size_t>(step.batch, about.max_batch);
  if (!waits) step.round = std::max<std::size_t>(1, kRowsOfRound / step.batch);
  step.memory = queue_bytes(own, base);
  const auto wait = own.wait_ms ? own.wait_ms : base.wait_ms;
  step.longest_wait_ms = wait.value_or(kLongestWaitMs);
}

}  // namespace rulemap::engine
