// The fixture of tests that ask through doors as plugins do.
#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "host/http_door.h"
#include "rulemap/sdk/host.h"

namespace rulemap::engine {

class StoppedClock final : public Clock {
 public:
  std::int64_t now_ms() const override { return now; }
  void sleep_until(std::int64_t ms) override { now = ms; }
  std::atomic<std::int64_t> now = 1'767'225'600'000;  // 2026-01-01
};

class Http : public testing::Test {
 protected:
  // Asks as a plugin does; the response is copied out.
  struct Answer {
    rulemap_status outcome;
    int status;
    std::string body, problem;
    std::int64_t retry_after_ms;
  };
  Answer ask(HttpDoor& door, const std::string& url, std::vector<rulemap_header> headers = {},
             std::uint32_t row = RULEMAP_NO_ROW, std::size_t max_body = 0) {
    rulemap_request request{};
    request.size = sizeof request;
    request.method = text(std::string_view("GET"));
    request.url = text(url);
    request.headers = headers.data();
    request.header_count = static_cast<std::uint32_t>(headers.size());
    request.row = row;
    request.max_body = max_body;
    rulemap_response response{};
    ErrorSlot error;
    EXPECT_EQ(door.abi()->send(door.abi(), &request, 1, &response, error.abi()), RULEMAP_OK);
    return {response.outcome, response.status, std::string(view(response.body)),
            std::string(view(response.problem)), response.retry_after_ms};
  }
  // An enricher's.
  HttpDoor& door(HttpSettings settings = {}) {
    settings.gate = std::make_shared<GatePolicy>();
    return sink_door(std::move(settings));
  }
  HttpDoor& sink_door(HttpSettings settings = {}) {
    settings.closed = false;
    settings.timeout_ms = 5000;
    doors_.push_back(std::make_unique<HttpDoor>(settings, service_, kept_));
    return *doors_.back();
  }

  Secrets secrets_;
  StoppedClock clock_;
  HttpService service_{secrets_, clock_};
  HttpCounts& counts_ = service_.counts();
  KeptAnswers kept_;
  std::vector<std::unique_ptr<HttpDoor>> doors_;
};

}  // namespace rulemap::engine
