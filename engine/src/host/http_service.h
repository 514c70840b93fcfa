// HTTP for all steps of a pipeline: allowance, single flight and network, shared so that what one
// step is told holds for the others. The doors of instances (http_door.h) decide what may be asked.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "host/answer_cache.h"
#include "host/flights.h"
#include "host/forecast.h"
#include "host/limiter.h"
#include "host/live_http.h"
#include "host/planned_requests.h"
#include "host/secrets.h"
#include "host/sent_log.h"
#include "rulemap/engine/clock.h"

namespace rulemap::engine {

// A request that may leave.
struct Ask {
  LiveRequest request;
  std::string key;          // equal where the same answer is asked for
  std::string account;      // host and credential: one allowance
  std::string server = {};  // for people: www.virustotal.com
  const std::vector<RateFile>* rates = nullptr;
  bool of_allowance = false;  // neither counted nor held back
  // For a plan: what it is, what a good answer leads to.
  std::string kind = {}, follows = {};
  bool shares = false;  // asked by several at the same time, it is sent once
  // 0: the cache has no part in it.
  std::int64_t fresh_ms = 0;
};

class HttpService {
 public:
  HttpService(const Secrets& secrets, Clock& clock) : secrets_(secrets), clock_(clock) {}
  HttpService(const HttpService&) = delete;
  HttpService& operator=(const HttpService&) = delete;

  // Before a run. say: one line for people where recording or caching fails.
  void set_say(Say say) { say_ = std::move(say); }
  void record_to(std::string folder) { record_to_ = std::move(folder); }
  void set_cache(std::unique_ptr<AnswerCache> cache) { cache_ = std::move(cache); }
  void set_sent_log(std::unique_ptr<SentLog> sent) { sent_ = std::move(sent); }
  void set_way(WayOut way) { live_.set_way(std::move(way)); }
  void expect(const std::vector<RateFile>& rates) { limiter_.expect(rates); }
  // Nothing leaves but questions of allowance: what would have is noted there.
  void plan_into(PlannedRequests* planned) { planned_ = planned; }

  // What an earlier request left in the cache; null: nothing. [any thread]
  SharedAnswer cached(const Ask& ask);
  // Sends what may leave now; gives an answer for each when all are there. [any thread]
  std::vector<SharedAnswer> ask(std::span<const Ask> asks);
  // What the provider says of its allowance to `account`. [any thread]
  void tell(const std::string& account, std::uint32_t span, std::int64_t allowed,
            std::int64_t used);
  // When so many more requests to `account` would have left. For who plans.
  Forecast forecast(const std::string& account, const std::vector<RateFile>& rates,
                    std::int64_t requests, std::int64_t longest_wait_ms);
  // What is under way goes on, and nothing else leaves. [any thread]
  void begin_nothing() { live_.begin_nothing(); }
  // Gives up what is under way, and whatever comes. [any thread]
  void cancel() { live_.cancel(); }
  // Ends the network's thread.
  void close() { live_.close(); }

  HttpCounts& counts() { return counts_; }
  const HttpCounts& counts() const { return counts_; }
  const Secrets& secrets() const { return secrets_; }
  Clock& clock() const { return clock_; }

 private:
  // Null: it leads, and has to be sent. Otherwise the answer is there, or others bring it.
  bool begin(const Ask& ask, SharedAnswer& answer, Flights::Answer& others);
  // No time: it may leave now, which is noted.
  Limiter::Wait take_allowance(const Ask& ask);
  Limiter::Before before(const std::string& account);
  void judge_refusal(const Ask& ask, HttpAnswer& answer);
  void keep_closing(const std::string& account);
  SharedAnswer arrived(const Ask& ask, HttpAnswer answer);
  void take_secrets_out(HttpAnswer& answer) const;
  bool holds_secret(const HttpAnswer& answer) const;
  void record(const LiveRequest& request, const HttpAnswer& answer);

  const Secrets& secrets_;
  Clock& clock_;
  HttpCounts counts_;
  Limiter limiter_;
  Flights flights_;
  std::string record_to_;  // empty: nothing is recorded
  std::unique_ptr<AnswerCache> cache_;
  std::unique_ptr<SentLog> sent_;
  PlannedRequests* planned_ = nullptr;  // null: requests leave
  Say say_ = [](const std::string&) {};
  LiveHttp live_;
};

// Whether somebody may be given it who asks later. A page for people where data was asked for is
// no answer of the server that was meant.
bool is_worth_keeping(const HttpAnswer& answer, const HttpHeaders& asked_with);

// A Retry-After header as milliseconds from now: seconds, or an HTTP date. -1: neither.
std::int64_t retry_after_ms(std::string_view value, std::int64_t now_ms);
// The same for the headers of an answer.
std::int64_t retry_after_ms(const HttpHeaders& headers, std::int64_t now_ms);

}  // namespace rulemap::engine
