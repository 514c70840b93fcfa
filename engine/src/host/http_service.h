// HTTP for all steps of a pipeline: allowance, single flight and network, shared so that what one
// step is told holds for the others. The doors of instances (http_door.h) decide what may be asked.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "host/flights.h"
#include "host/limiter.h"
#include "host/live_http.h"
#include "host/secrets.h"
#include "rulemap/engine/clock.h"

namespace rulemap::engine {

// A request that may leave.
struct Ask {
  LiveRequest request;
  std::string key;      // equal where the same answer is asked for
  std::string account;  // host and credential: one allowance
  const std::vector<RateFile>* rates;
  bool shares;  // asked by several at the same time, it is sent once
};

class HttpService {
 public:
  HttpService(const Secrets& secrets, Clock& clock) : secrets_(secrets), clock_(clock) {}
  HttpService(const HttpService&) = delete;
  HttpService& operator=(const HttpService&) = delete;

  // Before a run.
  void set_way(WayOut way) { live_.set_way(std::move(way)); }
  void expect(const std::vector<RateFile>& rates) { limiter_.expect(rates); }

  // Sends what may leave now; gives an answer for each when all are there. [any thread]
  std::vector<SharedAnswer> ask(std::span<const Ask> asks);
  // Gives up what is under way, and whatever comes. [any thread]
  void cancel() { live_.cancel(); }
  // Ends the network's thread.
  void close() { live_.close(); }

  HttpCounts& counts() { return counts_; }
  const HttpCounts& counts() const { return counts_; }
  const Secrets& secrets() const { return secrets_; }
  Clock& clock() const { return clock_; }

 private:
  SharedAnswer arrived(const Ask& ask, HttpAnswer answer);

  const Secrets& secrets_;
  Clock& clock_;
  HttpCounts counts_;
  Limiter limiter_;
  Flights flights_;
  LiveHttp live_;
};

// A Retry-After header as milliseconds from now: seconds, or an HTTP date. -1: neither.
std::int64_t retry_after_ms(std::string_view value, std::int64_t now_ms);
// The same for the headers of an answer.
std::int64_t retry_after_ms(const HttpHeaders& headers, std::int64_t now_ms);

}  // namespace rulemap::engine
