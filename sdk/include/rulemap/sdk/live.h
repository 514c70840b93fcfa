// What a source, step or sink finds out about the server that it asks, for `rulemap check --live`:
//
//   void look(rulemap::LiveReport report) { ... report.note("quota", "310 of 500 used today"); }
//
// Called after start(), before any row. It may ask; it changes nothing on the server.
#pragma once

#include <string_view>

#include "rulemap/abi/live.h"
#include "rulemap/sdk/adapter.h"

namespace rulemap {

class LiveReport {
 public:
  explicit LiveReport(rulemap_live_report* abi) : abi_(abi) {}

  // what: a few words that stay the same; line: for people, without secrets.
  void note(std::string_view what, std::string_view line) { say(RULEMAP_LIVE_NOTE, what, line); }
  // Less will be done than the pipeline asks for.
  void warning(std::string_view what, std::string_view line) {
    say(RULEMAP_LIVE_WARNING, what, line);
  }
  // A run would fail.
  void problem(std::string_view what, std::string_view line) {
    say(RULEMAP_LIVE_PROBLEM, what, line);
  }

 private:
  void say(std::uint32_t state, std::string_view what, std::string_view line) {
    abi_->say(abi_, state, text(what), text(line));
  }

  rulemap_live_report* abi_;
};

namespace adapter {

template <class T>
inline constexpr bool kLooks = requires(T t, LiveReport report) {
  t.look(report);
};

template <class T>
rulemap_status look(void* instance, rulemap_live_report* report, rulemap_error* error) noexcept {
  return guarded(error, [&]() -> Outcome {
    if constexpr (std::is_void_v<decltype(object<T>(instance).look(LiveReport(report)))>) {
      object<T>(instance).look(LiveReport(report));
      return {};
    } else {
      return object<T>(instance).look(LiveReport(report));
    }
  });
}

template <class T>
const void* extension(const char* id) noexcept {
  if constexpr (kLooks<T>) {
    static constexpr rulemap_live kLive{sizeof(rulemap_live), look<T>};
    if (std::string_view(id) == RULEMAP_LIVE_ID) return &kLive;
  }
  (void)id;
  return nullptr;
}

}  // namespace adapter
}  // namespace rulemap
