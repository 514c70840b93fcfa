#include "host/http_service.h"

#include <algorithm>
#include <utility>

#include "host/recordings.h"
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

bool is_worth_keeping(const HttpAnswer& answer, const HttpHeaders& asked_with) {
  if (answer.outcome != RULEMAP_OK) return false;
  if (answer.status >= 400 && answer.status != 404) return false;
  const auto value = [](const HttpHeaders& headers, std::string_view name) {
    for (const auto& each : headers) {
      if (each.first == name) return std::string_view(each.second);
    }
    return std::string_view();
  };
  return value(asked_with, "accept") != "application/json" ||
         value(answer.headers, "content-type").find("html") == std::string_view::npos;
}

SharedAnswer HttpService::cached(const Ask& ask) {
  if (!cache_ || ask.fresh_ms <= 0) return nullptr;
  SharedAnswer found = cache_->find(ask.key, ask.fresh_ms, clock_.now_ms());
  if (!found) return nullptr;
  if (planned_) planned_->answered(ask.server, ask.account, *ask.rates, ask.kind, ask.key);
  ++counts_.cached;
  record(ask.request, *found);
  return found;
}

Limiter::Before HttpService::before(const std::string& account) {
  if (!sent_) return nullptr;
  return [this, &account](std::int64_t longest_ms, std::int64_t most) {
    const std::int64_t now = clock_.now_ms();
    Limiter::Past out = sent_->closing(account, now);
    if (most > 0) out.ages = sent_->ages(account, longest_ms, most, now);
    return out;
  };
}

Limiter::Wait HttpService::take_allowance(const Ask& ask) {
  if (ask.of_allowance) return {};
  Limiter::Wait wait =
      limiter_.take(ask.account, *ask.rates, clock_.steady_ms(), before(ask.account));
  // Where no step has a rate, nobody will ask.
  if (wait.ms == 0 && sent_ && limiter_.expects_any()) sent_->add(ask.account, clock_.now_ms());
  return wait;
}

void HttpService::tell(const std::string& account, std::uint32_t span, std::int64_t allowed,
                       std::int64_t used) {
  const std::int64_t now = clock_.now_ms();
  const std::int64_t until = clock_.steady_ms() + (end_of_span(span, now) - now);
  limiter_.tell(account, span, {allowed, std::max<std::int64_t>(allowed - used, 0), until});
}

Forecast HttpService::forecast(const std::string& account, const std::vector<RateFile>& rates,
                               std::int64_t requests, std::int64_t longest_wait_ms) {
  return rulemap::engine::forecast(limiter_, account, rates, requests, longest_wait_ms,
                                   clock_.steady_ms(), before(account));
}

bool HttpService::begin(const Ask& ask, SharedAnswer& answer, Flights::Answer& others) {
  if (planned_ && !ask.of_allowance) {
    planned_->needed(ask.server, ask.account, *ask.rates, ask.kind, ask.follows, ask.key);
    answer = shared({.outcome = RULEMAP_REJECT, .problem = "the run is only planned"});
    return false;
  }
  if (ask.shares) {
    Flights::Boarded boarded = flights_.board(ask.key);
    if (!boarded.leads) return (others = std::move(boarded.answer), false);
    answer = cached(ask);  // it may have landed since it was looked for
  }
  const Limiter::Wait wait = answer ? Limiter::Wait{} : take_allowance(ask);
  if (wait.ms > 0) {
    answer = shared({.outcome = RULEMAP_RETRY, .problem = wait.why, .retry_after_ms = wait.ms});
  }
  if (!answer) return true;
  if (ask.shares) flights_.land(ask.key, answer);
  return false;
}

std::vector<SharedAnswer> HttpService::ask(std::span<const Ask> asks) {
  std::vector<SharedAnswer> out(asks.size());
  std::vector<Flights::Answer> others(asks.size());
  std::vector<std::size_t> leave;
  std::vector<LiveRequest> requests;
  for (std::size_t i = 0; i < asks.size(); ++i) {
    if (!begin(asks[i], out[i], others[i])) continue;
    leave.push_back(i);
    requests.push_back(asks[i].request);
  }
  std::vector<HttpAnswer> answers;
  if (!requests.empty()) answers = live_.send(requests);
  // Its own flights land before it waits for those of others: nobody waits in a ring.
  for (std::size_t i = 0; i < leave.size(); ++i) {
    const Ask& ask = asks[leave[i]];
    out[leave[i]] = arrived(ask, std::move(answers[i]));
    if (ask.shares) flights_.land(ask.key, out[leave[i]]);
  }
  for (std::size_t i = 0; i < asks.size(); ++i) {
    if (!out[i]) out[i] = others[i].get();
  }
  return out;
}

SharedAnswer HttpService::arrived(const Ask& ask, HttpAnswer answer) {
  if (answer.outcome != RULEMAP_OK) {
    ++counts_.failed;
    answer.problem = secrets_.redacted(answer.problem);
    return shared(std::move(answer));
  }
  ++counts_.network;
  take_secrets_out(answer);
  answer.retry_after_ms = retry_after_ms(answer.headers, clock_.now_ms());
  if (!ask.of_allowance) judge_refusal(ask, answer);
  record(ask.request, answer);
  const bool is_good = answer.status < 300 || answer.status == 404;
  if (cache_ && ask.fresh_ms > 0 && is_good && is_worth_keeping(answer, ask.request.headers) &&
      !holds_secret(answer)) {
    cache_->put(ask.key, answer, clock_.now_ms());
  }
  return shared(std::move(answer));
}

void HttpService::judge_refusal(const Ask& ask, HttpAnswer& answer) {
  const std::int64_t now = clock_.steady_ms();
  if (answer.status == 429) {
    const std::int64_t wall = clock_.now_ms();
    answer.retry_after_ms = limiter_.refused(ask.account, now, answer.retry_after_ms,
                                             now + end_of_span(RULEMAP_SPAN_DAY, wall) - wall);
    return keep_closing(ask.account);
  }
  if (limiter_.answered(ask.account, now) && sent_) sent_->open(ask.account);
  if (answer.status == 503 && answer.retry_after_ms > 0) {
    limiter_.close(ask.account, now + answer.retry_after_ms,
                   "the server answered 503 and said when to come again");
    keep_closing(ask.account);
  }
}

// The next run waits for it, or ends, as this one does.
void HttpService::keep_closing(const std::string& account) {
  if (!sent_) return;
  const std::int64_t now = clock_.now_ms();
  sent_->close(account, limiter_.closing(account, clock_.steady_ms()),
               end_of_span(RULEMAP_SPAN_DAY, now), now);
}

// A server may say a credential back, and what it says reaches records, files and other servers.
void HttpService::take_secrets_out(HttpAnswer& answer) const {
  if (!holds_secret(answer)) return;
  answer.body = secrets_.redacted(answer.body);
  for (auto& [name, value] : answer.headers) value = secrets_.redacted(value);
}

bool HttpService::holds_secret(const HttpAnswer& answer) const {
  if (secrets_.occurs_in(answer.body)) return true;
  return std::any_of(answer.headers.begin(), answer.headers.end(), [&](const auto& each) {
    return secrets_.occurs_in(each.first) || secrets_.occurs_in(each.second);
  });
}

void HttpService::record(const LiveRequest& request, const HttpAnswer& answer) {
  if (record_to_.empty()) return;
  const std::string what = "the answer to " + request.method + " " + request.url;
  if (holds_secret(answer)) return say_(what + " is not recorded: it holds a secret");
  RecordedAnswer recorded{answer.status, {}, answer.body};
  for (const auto& [name, value] : answer.headers) {
    // The body is kept as it was read, not as it was packed; cookies belong to who asked.
    constexpr std::string_view kLeftOut[] = {"content-encoding", "content-length", "set-cookie",
                                             "transfer-encoding"};
    if (std::find(std::begin(kLeftOut), std::end(kLeftOut), name) != std::end(kLeftOut)) continue;
    recorded.headers.emplace_back(name, value);
  }
  const auto written = write_recording(record_to_, request.method, request.url, recorded);
  if (!written.ok()) say_(what + " is not recorded: " + written.error().text());
}

}  // namespace rulemap::engine
