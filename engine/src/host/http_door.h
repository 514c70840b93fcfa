// rulemap.http/1 of one instance: gate, replay, answers that are there already; the rest goes to
// the service. Rows of a call are named before it, so that a request can be judged by the row that
// it is asked for; several calls of an instance may run at once, each on a thread of its own.
#pragma once

#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

#include "gate/gate.h"
#include "host/http_service.h"
#include "host/kept_answers.h"
#include "host/recordings.h"
#include "rulemap/abi/allowance.h"
#include "rulemap/abi/http.h"

namespace rulemap::engine {

struct HttpSettings {
  const Recordings* replay = nullptr;  // set: the network is never touched
  std::vector<RateFile> rates = {};
  // Null: nothing is held back. Enrichers have one, sinks do not.
  std::shared_ptr<const GatePolicy> gate = {};
  std::int64_t timeout_ms = 30'000;
  std::int64_t fresh_ms = 0;  // cached answers may be so old; 0: the cache has no part
  bool closed = true;         // `rulemap check`: nothing is sent
};

class HttpDoor {
 public:
  // Both have to outlive the door; `kept` is shared by all instances of a step.
  HttpDoor(HttpSettings settings, HttpService& service, KeptAnswers& kept);
  HttpDoor(const HttpDoor&) = delete;
  HttpDoor& operator=(const HttpDoor&) = delete;

  const rulemap_http* abi() const { return &abi_; }
  const rulemap_allowance* allowance() const { return &allowance_; }
  // dry_run: what would change something is refused.
  void open(bool dry_run = false) {
    settings_.closed = false;
    abi_.dry_run = dry_run;
  }

  // The next three: on the thread of the call.
  // The rows of the call that follows, in the batch's order.
  void begin_call(std::vector<GatedRow> rows);
  bool is_gated() const { return settings_.gate != nullptr; }
  // Why the gate held back a request of this row of the last call; empty: it did not.
  std::string held_back(std::uint32_t row);
  // The answers of the call are let go.
  void end_call();

  // Answers kept for a row that has to come again end with the row. [any thread]
  void forget(std::uint64_t row_id) { kept_.forget(row_id); }

 private:
  // What belongs to one call, and so to its thread.
  struct Call {
    std::vector<GatedRow> rows;
    std::vector<std::string> held;  // why; empty: nothing was held back
    std::vector<SharedAnswer> answers;
    std::deque<std::vector<rulemap_header>> headers;
    std::string account;  // of its last request

    const GatedRow* row_of(const rulemap_request& request) const;
  };

  Call& this_call();
  void send(const rulemap_request* requests, std::size_t count, rulemap_response* responses);
  // Null: `ask` has to be asked.
  SharedAnswer at_hand(const rulemap_request& request, Call& call, Ask& ask);
  // Null: the gate lets it pass.
  SharedAnswer gated(const rulemap_request& request, Call& call) const;
  SharedAnswer replayed(const rulemap_request& request);
  Ask ask_of(const rulemap_request& request) const;
  static void fill(rulemap_response& response, const HttpAnswer& answer,
                   std::vector<rulemap_header>& headers);

  HttpSettings settings_;
  HttpService& service_;
  KeptAnswers& kept_;
  std::mutex mutex_;
  std::unordered_map<std::thread::id, Call> calls_;
  rulemap_http abi_;
  rulemap_allowance allowance_;
};

}  // namespace rulemap::engine
