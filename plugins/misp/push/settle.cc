#include "push/settle.h"

#include <algorithm>
#include <chrono>
#include <thread>

#include "rulemap/ids/uuid.h"

namespace rulemap::misp {
namespace {

constexpr std::int64_t kLookEveryMs = 50;

// By the host's clock, but never longer than the time takes: that clock may be set back. False: the
// run ends.
bool wait(const Host& host, std::int64_t ms) {
  const std::int64_t until = host.now().ms + ms;
  const auto latest = std::chrono::steady_clock::now() + std::chrono::milliseconds(ms);
  while (host.now().ms < until && std::chrono::steady_clock::now() < latest) {
    if (host.cancelled()) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(std::min(ms, kLookEveryMs)));
  }
  return !host.cancelled();
}

// One for each state of the event; empty where the server does not say.
std::string state_of(Api& api, const std::string& event, Answer& answer) {
  static const Parts kRead({"Event.uuid"});
  answer = api.ask({.path = "/events/view/" + event + "/deleted:1/excludeGalaxy:1.json",
                    .asked = {.expected = "Event"},
                    .read = &kRead,
                    .max_body = std::size_t{128} << 20});
  const bool says = answer.done() || answer.meaning == Meaning::not_there;
  std::string out = says ? ids::sha256_hex(answer.text) : "";
  api.release(answer);
  answer.body = {};
  answer.text = {};
  return out;
}

bool may_pass(const Answer& answer) {
  return answer.done() || answer.meaning == Meaning::not_there ||
         answer.meaning == Meaning::no_answer || answer.meaning == Meaning::broken;
}

}  // namespace

Patience patience_for(std::size_t elements, std::int64_t quiet_ms) {
  Patience out;
  out.quiet_ms = std::max(quiet_ms, quiet_ms * static_cast<std::int64_t>(elements) / 1000);
  out.longest_ms = std::max(out.longest_ms, out.quiet_ms * 4);
  return out;
}

Answer settle(Api& api, const std::string& event, const Patience& patience) {
  Answer answer;
  std::string before = state_of(api, event, answer);
  for (std::int64_t waited = 0; waited < patience.longest_ms; waited += patience.quiet_ms) {
    if (!may_pass(answer)) return answer;
    if (!wait(api.host(), patience.quiet_ms)) return {.meaning = Meaning::cancelled};
    const std::string now = state_of(api, event, answer);
    if (!now.empty() && now == before) return {.meaning = Meaning::done};
    before = now;
  }
  if (may_pass(answer)) answer.meaning = Meaning::broken;
  answer.why = "the event is still changing: an earlier request seems to be running there";
  return answer;
}

}  // namespace rulemap::misp
