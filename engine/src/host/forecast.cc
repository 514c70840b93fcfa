#include "host/forecast.h"

#include <chrono>

namespace rulemap::engine {

Forecast forecast(Limiter& limiter, const std::string& account, const std::vector<RateFile>& rates,
                  std::int64_t requests, std::int64_t longest_wait_ms, std::int64_t now_ms,
                  const Limiter::Before& before) {
  Forecast out;
  std::int64_t at = now_ms;
  for (std::int64_t i = 0; i < requests; ++i) {
    Limiter::Wait wait;
    // Another window may be full when the first one opens.
    while ((wait = limiter.take(account, rates, at, before)).ms > 0) {
      at += wait.ms;
      if (wait.ms <= longest_wait_ms || !out.why_not_more.empty()) continue;
      out.why_not_more = wait.why;
      out.goes_on_ms = at - now_ms;
    }
    out.last_ms = at - now_ms;
    if (!out.why_not_more.empty()) continue;
    ++out.in_one_go;
    out.one_go_ms = out.last_ms;
  }
  return out;
}

std::int64_t end_of_span(std::uint32_t span, std::int64_t now_ms) {
  using namespace std::chrono;
  const sys_time<milliseconds> now{milliseconds(now_ms)};
  const auto as_ms = [](auto at) { return sys_time<milliseconds>(at).time_since_epoch().count(); };
  if (span == RULEMAP_SPAN_HOUR) return as_ms(floor<hours>(now) + hours(1));
  const sys_days today = floor<days>(now);
  if (span == RULEMAP_SPAN_DAY) return as_ms(today + days(1));
  const year_month_day date{today};
  return as_ms(sys_days{(date.year() / date.month() + months(1)) / 1});
}

}  // namespace rulemap::engine
