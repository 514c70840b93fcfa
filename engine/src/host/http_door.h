// rulemap.http/1 of one instance: gate, allowance, replay or network. Rows of the current call are
// named before it, so that a request can be judged by the row that it is asked for.
#pragma once

#include <atomic>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "host/allowance.h"
#include "host/live_http.h"
#include "host/recordings.h"
#include "host/secrets.h"
#include "rulemap/abi/http.h"
#include "rulemap/engine/clock.h"

namespace rulemap::engine {

// What the gate has to know of a row.
struct GatedRow {
  std::uint64_t id;
  std::string_view tlp;
  bool is_private;
};

// Counted for the summary. [any thread]
struct HttpCounts {
  std::atomic<std::uint64_t> replayed = 0;
  std::atomic<std::uint64_t> network = 0;
  std::atomic<std::uint64_t> unrecorded = 0;
  std::atomic<std::uint64_t> failed = 0;
};

struct HttpSettings {
  const Recordings* replay = nullptr;  // set: the network is never touched
  std::vector<RateFile> rates = {};
  std::string max_tlp = "green";
  bool gated = true;  // enrichers are, sinks are not
  std::int64_t timeout_ms = 30'000;
  bool closed = true;  // `rulemap check`: nothing is sent
};

class HttpDoor {
 public:
  HttpDoor(HttpSettings settings, const Secrets& secrets, Clock& clock, HttpCounts& counts);
  HttpDoor(const HttpDoor&) = delete;
  HttpDoor& operator=(const HttpDoor&) = delete;

  const rulemap_http* abi() const { return &abi_; }
  void open() { settings_.closed = false; }
  // The rows of the call that follows, in the batch's order.
  void begin_call(std::vector<GatedRow> rows);
  // Whether the gate held back a request of this row of the last call.
  bool held_back(std::uint32_t row) const { return row < held_.size() && held_[row]; }
  // Answers kept for a row that has to come again end with the row.
  void forget(std::uint64_t row_id) { kept_.erase(row_id); }

 private:
  struct Answer {
    rulemap_status outcome = RULEMAP_FAILED;
    int status = 0;
    std::vector<std::pair<std::string, std::string>> headers = {};
    std::string body = {};
    std::string problem = {};
    std::uint32_t from = RULEMAP_FROM_NETWORK;
    std::int64_t retry_after_ms = -1;
  };

  Answer answer(const rulemap_request& request);
  Answer replayed(const rulemap_request& request);
  Answer asked(const rulemap_request& request);
  const GatedRow* row_of(const rulemap_request& request) const;
  void fill(rulemap_response& response, const Answer& answer);

  HttpSettings settings_;
  const Secrets& secrets_;
  Clock& clock_;
  HttpCounts& counts_;
  Allowance allowance_;
  std::unique_ptr<LiveHttp> live_;
  std::vector<GatedRow> rows_;
  std::vector<bool> held_;
  std::deque<Answer> answers_;
  std::deque<std::vector<rulemap_header>> headers_;
  std::map<std::uint64_t, std::map<std::string, Answer>> kept_;
  rulemap_http abi_;
};

// A Retry-After header as milliseconds from now: seconds, or an HTTP date. -1: neither.
std::int64_t retry_after_ms(std::string_view value, std::int64_t now_ms);

}  // namespace rulemap::engine
