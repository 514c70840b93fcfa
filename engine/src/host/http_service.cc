#include "host/http_service.h"

#include <algorithm>
#include <utility>

#include "rulemap/host/options.h"

namespace rulemap::engine {

std::int64_t retry_after_ms(std::string_view value, std::int64_t now_ms) {
  if (const auto seconds = host::options::number<std::int64_t>(value)) {
    return *seconds < 0 || *seconds > 31'536'000 ? -1 : *seconds * 1000;
  }
  const std::time_t at = curl_getdate(std::string(value).c_str(), nullptr);
  return at < 0 ? -1 : std::max<std::int64_t>(0, static_cast<std::int64_t>(at) * 1000 - now_ms);
}

std::int64_t retry_after_ms(const HttpHeaders& headers, std::int64_t now_ms) {
  for (const auto& [name, value] : headers) {
    if (name == "retry-after") return retry_after_ms(value, now_ms);
  }
  return -1;
}

std::vector<SharedAnswer> HttpService::ask(std::span<const Ask> asks) {
  std::vector<SharedAnswer> out(asks.size());
  std::vector<std::pair<std::size_t, Flights::Answer>> others;
  std::vector<std::size_t> leave;
  std::vector<LiveRequest> requests;
  for (std::size_t i = 0; i < asks.size(); ++i) {
    const Ask& ask = asks[i];
    if (ask.shares) {
      auto [answer, leads] = flights_.board(ask.key);
      if (!leads) {
        others.emplace_back(i, std::move(answer));
        continue;
      }
    }
    const std::int64_t wait = limiter_.take(ask.account, *ask.rates, clock_.steady_ms());
    if (wait == 0) {
      leave.push_back(i);
      requests.push_back(ask.request);
      continue;
    }
    out[i] = shared({.outcome = RULEMAP_RETRY,
                     .problem = "waits for the allowance of limits.rate",
                     .retry_after_ms = wait});
    if (ask.shares) flights_.land(ask.key, out[i]);
  }
  std::vector<HttpAnswer> answers;
  if (!requests.empty()) answers = live_.send(requests);
  // Its own flights land before it waits for those of others: nobody waits in a ring.
  for (std::size_t i = 0; i < leave.size(); ++i) {
    const Ask& ask = asks[leave[i]];
    out[leave[i]] = arrived(ask, std::move(answers[i]));
    if (ask.shares) flights_.land(ask.key, out[leave[i]]);
  }
  for (auto& [index, answer] : others) out[index] = answer.get();
  return out;
}

SharedAnswer HttpService::arrived(const Ask& ask, HttpAnswer answer) {
  ++counts_.network;
  if (answer.outcome != RULEMAP_OK) {
    ++counts_.failed;
    answer.problem = secrets_.redacted(answer.problem);
    return shared(std::move(answer));
  }
  answer.retry_after_ms = retry_after_ms(answer.headers, clock_.now_ms());
  if ((answer.status == 429 || answer.status == 503) && answer.retry_after_ms > 0) {
    limiter_.close(ask.account, clock_.steady_ms() + answer.retry_after_ms);
  }
  return shared(std::move(answer));
}

}  // namespace rulemap::engine
