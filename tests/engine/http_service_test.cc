// What all steps of a pipeline share: connections, allowance, requests under way, kept answers.
#include <condition_variable>
#include <fstream>
#include <latch>
#include <thread>

#include "e2e/tls_server.h"
#include "engine/http_testing.h"

namespace rulemap::engine {
namespace {

using e2e::Reply;
using e2e::TlsServer;

// Lets requests pass when so many have come; a test that waits in vain goes on after ten seconds.
class Gate {
 public:
  explicit Gate(int wanted) : wanted_(wanted) {}
  bool pass() {
    std::unique_lock lock(mutex_);
    ++come_;
    changed_.notify_all();
    return changed_.wait_for(lock, std::chrono::seconds(10), [&] { return come_ >= wanted_; });
  }
  bool wait_for(int count) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, std::chrono::seconds(10), [&] { return come_ >= count; });
  }
  void open() {
    const std::lock_guard lock(mutex_);
    wanted_ = 0;
    changed_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  int wanted_;
  int come_ = 0;
};

class Service : public Http {
 protected:
  void trust(const TlsServer& server) {
    const std::string path = testing::TempDir() + "http_service_ca.pem";
    std::ofstream(path) << server.certificate();
    service_.set_way({.ca_file = path});
  }
  // Asks each URL on a thread of its own.
  std::vector<Answer> ask_at_once(HttpDoor& http, const std::vector<std::string>& urls) {
    std::vector<Answer> out(urls.size());
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < urls.size(); ++i) {
      threads.emplace_back([&, i] { out[i] = ask(http, urls[i]); });
    }
    threads.clear();
    return out;
  }
};

TEST_F(Service, ManyRequestsAreUnderWayAtOnce) {
  Gate four(4);
  TlsServer server([&](const e2e::Request& request) {
    return four.pass() ? Reply{.body = request.target} : Reply{.status = 500};
  });
  trust(server);
  HttpDoor& http = door();
  std::vector<std::string> urls;
  for (const char* each : {"/a", "/b", "/c", "/d"}) urls.push_back(server.url() + each);
  const auto answers = ask_at_once(http, urls);
  for (std::size_t i = 0; i < answers.size(); ++i) {
    EXPECT_EQ(server.url() + answers[i].body, urls[i]) << answers[i].problem;
  }
}

TEST_F(Service, RequestsOfOneSendAreUnderWayAtOnce) {
  Gate three(3);
  TlsServer server([&](const e2e::Request& request) {
    return three.pass() ? Reply{.body = request.target} : Reply{.status = 500};
  });
  trust(server);
  HttpDoor& http = door();
  const std::string urls[] = {server.url() + "/a", server.url() + "/b", server.url() + "/c"};
  rulemap_request requests[3]{};
  rulemap_response responses[3]{};
  for (int i = 0; i < 3; ++i) {
    requests[i].size = sizeof(rulemap_request);
    requests[i].method = text(std::string_view("GET"));
    requests[i].url = text(urls[i]);
    requests[i].row = RULEMAP_NO_ROW;
  }
  ErrorSlot error;
  ASSERT_EQ(http.abi()->send(http.abi(), requests, 3, responses, error.abi()), RULEMAP_OK);
  EXPECT_EQ(view(responses[0].body), "/a");
  EXPECT_EQ(view(responses[1].body), "/b");
  EXPECT_EQ(view(responses[2].body), "/c");
}

TEST_F(Service, ConnectionsAreKept) {
  TlsServer server([](const e2e::Request&) { return Reply{.body = "x"}; });
  trust(server);
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(ask(door(), server.url() + "/" + std::to_string(i)).status, 200);
  }
  EXPECT_EQ(server.calls(), 5);
  EXPECT_EQ(server.connections(), 1) << "all doors share the connections";
}

TEST_F(Service, ACompressedAnswerIsReadAndItsSizeIsThatOfItsText) {
  const std::string body(100'000, 'x');
  TlsServer server([&](const e2e::Request&) { return Reply{.body = body, .gzip = true}; });
  trust(server);
  EXPECT_EQ(ask(door(), server.url()).body, body);
  const Answer capped = ask(door(), server.url(), {}, RULEMAP_NO_ROW, 50'000);
  EXPECT_EQ(capped.problem, "the answer is larger than the limit of 50000 bytes");
}

TEST_F(Service, OnlyTheNamedAuthorityIsTrusted) {
  TlsServer server([](const e2e::Request&) { return Reply{}; });
  TlsServer other([](const e2e::Request&) { return Reply{}; });
  trust(other);
  EXPECT_NE(ask(door(), server.url()).problem.find("certificate"), std::string::npos);
  EXPECT_EQ(server.heard(), "");
  EXPECT_EQ(ask(door(), other.url()).status, 200);
}

TEST_F(Service, EverythingGoesThroughTheProxy) {
  TlsServer server([](const e2e::Request&) { return Reply{}; });
  service_.set_way({.proxy = "http://127.0.0.1:9"});
  EXPECT_NE(ask(door(), server.url()).problem.find("127.0.0.1 port 9"), std::string::npos);
  EXPECT_EQ(server.connections(), 0);
}

TEST_F(Service, WhatIsUnderWayIsGivenUpWhenTheRunIsCancelled) {
  Gate gate(2);
  TlsServer server([&](const e2e::Request&) { return (gate.pass(), Reply{}); });
  trust(server);
  HttpDoor& http = door();
  Answer answer{};
  std::jthread asking([&] { answer = ask(http, server.url()); });
  ASSERT_TRUE(gate.wait_for(1));
  service_.cancel();
  asking.join();
  EXPECT_EQ(answer.outcome, RULEMAP_CANCELLED);
  EXPECT_EQ(ask(http, server.url()).outcome, RULEMAP_CANCELLED);
  gate.open();
  EXPECT_EQ(server.calls(), 1);
}

TEST_F(Service, CallsOfOneInstanceDoNotMeet) {
  TlsServer server([](const e2e::Request& request) { return Reply{.body = request.target}; });
  trust(server);
  HttpDoor& http = door();
  constexpr int kThreads = 4;
  std::latch all_begun(kThreads), all_answered(kThreads);
  std::vector<std::jthread> threads;
  for (std::uint64_t i = 0; i < kThreads; ++i) {
    threads.emplace_back([&, i] {
      const bool is_private = i % 2 == 1;
      http.begin_call({{.id = i, .tlp = "green", .is_private = is_private}});
      all_begun.arrive_and_wait();
      const std::string url = server.url() + "/" + std::to_string(i);
      rulemap_request request{};
      request.size = sizeof request;
      request.method = text(std::string_view("GET"));
      request.url = text(url);
      rulemap_response response{};
      ErrorSlot error;
      http.abi()->send(http.abi(), &request, 1, &response, error.abi());
      all_answered.arrive_and_wait();
      EXPECT_EQ(http.held_back(0), is_private ? "the indicator is private" : "");
      EXPECT_EQ(view(response.body), is_private ? "" : "/" + std::to_string(i));
      http.end_call();
      EXPECT_EQ(http.held_back(0), "");
    });
  }
  threads.clear();
  EXPECT_EQ(server.calls(), kThreads / 2);
}

TEST_F(Service, StepsWithTheSameHostAndCredentialShareOneAllowance) {
  TlsServer server([](const e2e::Request&) { return Reply{}; });
  TlsServer other([](const e2e::Request&) { return Reply{}; });
  const std::string path = testing::TempDir() + "http_service_both.pem";
  std::ofstream(path) << server.certificate() << other.certificate();
  service_.set_way({.ca_file = path});
  const auto with = [&](const char* key) {
    return std::vector<rulemap_header>{
        {text(std::string_view("x-apikey")), {}, secrets_.add("key", key)}};
  };
  const auto one = with("first-key"), two = with("second-key");
  HttpDoor& loose = door({.rates = {{3, 60'000}}});
  HttpDoor& strict = door({.rates = {{2, 60'000}, {100, 3'600'000}}});
  EXPECT_EQ(ask(loose, server.url() + "/1", one).outcome, RULEMAP_OK);
  EXPECT_EQ(ask(strict, server.url() + "/2", one).outcome, RULEMAP_OK);
  EXPECT_EQ(ask(strict, server.url() + "/3", one).outcome, RULEMAP_RETRY);
  EXPECT_EQ(ask(loose, server.url() + "/3", one).retry_after_ms, 60'000)
      << "the strictest rate of a span holds for all";
  EXPECT_EQ(ask(loose, server.url() + "/3", two).outcome, RULEMAP_OK) << "another credential";
  EXPECT_EQ(ask(loose, other.url() + "/3", one).outcome, RULEMAP_OK) << "another host";
  clock_.now += 60'000;
  EXPECT_EQ(ask(loose, server.url() + "/3", one).outcome, RULEMAP_OK);
}

TEST_F(Service, WhatAStepWithoutARateSentCountsForOneThatHasOne) {
  TlsServer server([](const e2e::Request&) { return Reply{}; });
  trust(server);
  HttpDoor& free = door();
  HttpDoor& counted = door({.rates = {{2, 60'000}}});
  EXPECT_EQ(ask(free, server.url() + "/1").outcome, RULEMAP_OK);
  EXPECT_EQ(ask(free, server.url() + "/2").outcome, RULEMAP_OK);
  EXPECT_EQ(ask(counted, server.url() + "/3").outcome, RULEMAP_RETRY);
}

TEST_F(Service, AClockThatIsSetChangesNoAllowance) {
  class Steady final : public Clock {
   public:
    std::int64_t now_ms() const override { return wall; }
    std::int64_t steady_ms() const override { return steady; }
    void sleep_until(std::int64_t) override {}
    std::int64_t wall = 1'767'225'600'000, steady = 1000;
  } clock;
  TlsServer server([](const e2e::Request&) { return Reply{}; });
  HttpService service(secrets_, clock);
  HttpDoor http({.rates = {{1, 60'000}}, .closed = false}, service, kept_);
  EXPECT_EQ(ask(http, server.url() + "/1").outcome, RULEMAP_FAILED);  // sent to nobody it trusts
  clock.wall += 86'400'000;
  EXPECT_EQ(ask(http, server.url() + "/2").retry_after_ms, 60'000);
  clock.wall -= 2 * 86'400'000;
  clock.steady += 60'000;
  EXPECT_EQ(ask(http, server.url() + "/2").outcome, RULEMAP_FAILED);
}

TEST_F(Service, ARetryAfterHoldsBackTheOthersUnsent) {
  std::string later = "Retry-After: 30\r\n";
  int status = 429;
  TlsServer server([&](const e2e::Request&) { return Reply{.status = status, .headers = later}; });
  trust(server);
  HttpDoor& first = door();
  HttpDoor& second = door();
  EXPECT_EQ(ask(first, server.url() + "/1").status, 429);
  EXPECT_EQ(ask(second, server.url() + "/2").outcome, RULEMAP_RETRY);
  EXPECT_EQ(ask(second, server.url() + "/2").retry_after_ms, 30'000);
  EXPECT_EQ(server.calls(), 1);
  clock_.now += 30'000;
  status = 503;
  later = "Retry-After: Thu, 01 Jan 2026 00:02:00 GMT\r\n";
  EXPECT_EQ(ask(second, server.url() + "/2").status, 503);
  EXPECT_EQ(ask(first, server.url() + "/1").retry_after_ms, 90'000);
  EXPECT_EQ(server.calls(), 2);
  clock_.now += 90'000;
  status = 200;
  later = "Retry-After: 5\r\n";  // of an answer that is fine it closes nothing
  EXPECT_EQ(ask(first, server.url() + "/1").status, 200);
  EXPECT_EQ(ask(first, server.url() + "/2").status, 200);
}

TEST_F(Service, TheSameRequestUnderWayIsSentOnce) {
  TlsServer server([](const e2e::Request&) { return Reply{.body = "one"}; });
  trust(server);
  HttpDoor& http = door();
  const std::string url = server.url() + "/same";
  rulemap_request requests[3]{};
  rulemap_response responses[3]{};
  for (rulemap_request& each : requests) {
    each.size = sizeof each;
    each.method = text(std::string_view("GET"));
    each.url = text(url);
    each.row = RULEMAP_NO_ROW;
  }
  ErrorSlot error;
  ASSERT_EQ(http.abi()->send(http.abi(), requests, 3, responses, error.abi()), RULEMAP_OK);
  for (const rulemap_response& each : responses) EXPECT_EQ(view(each.body), "one");
  EXPECT_EQ(server.calls(), 1);
  EXPECT_EQ(counts_.network, 1u);
}

TEST(Flight, BringsItsAnswerToAllWhoBoarded) {
  Flights flights;
  const auto leader = flights.board("GET x");
  const auto other = flights.board("GET x");
  EXPECT_TRUE(leader.leads);
  EXPECT_FALSE(other.leads);
  EXPECT_TRUE(flights.board("GET y").leads);
  SharedAnswer got;
  std::jthread waits([&] { got = other.answer.get(); });
  flights.land("GET x", shared({.body = "one"}));
  waits.join();
  EXPECT_EQ(got->body, "one");
  EXPECT_TRUE(flights.board("GET x").leads) << "what has landed is asked anew";
}

TEST_F(Service, WhatSinksSendTwiceIsMeantTwice) {
  Gate both(2);
  TlsServer server(
      [&](const e2e::Request&) { return both.pass() ? Reply{} : Reply{.status = 500}; });
  trust(server);
  HttpDoor& sink = sink_door();
  for (const Answer& each : ask_at_once(sink, {server.url(), server.url()})) {
    EXPECT_EQ(each.status, 200);
  }
  EXPECT_EQ(server.calls(), 2);
}

TEST_F(Service, InstancesOfAStepShareWhatIsKeptForARow) {
  TlsServer server([](const e2e::Request& request) { return Reply{.body = request.target}; });
  trust(server);
  HttpDoor& one = door();
  HttpDoor& other = door();
  one.begin_call({{.id = 7, .tlp = "green"}});
  ask(one, server.url() + "/a", {}, 0);
  other.begin_call({{.id = 7, .tlp = "green"}});
  EXPECT_EQ(ask(other, server.url() + "/a", {}, 0).body, "/a");
  EXPECT_EQ(server.calls(), 1);
  other.forget(7);
  EXPECT_EQ(ask(one, server.url() + "/a", {}, 0).body, "/a");
  EXPECT_EQ(server.calls(), 2);
}

TEST_F(Service, APageForPeopleIsNotKept) {
  TlsServer server([](const e2e::Request& request) {
    const bool first = request.number == 0;
    return Reply{.body = first ? "<title>busy</title>" : "{}",
                 .headers = first ? "Content-Type: text/html\r\n" : ""};
  });
  trust(server);
  const std::vector<rulemap_header> json{
      {text(std::string_view("accept")), text(std::string_view("application/json")), 0}};
  HttpDoor& http = door();
  http.begin_call({{.id = 7, .tlp = "green"}});
  EXPECT_EQ(ask(http, server.url(), json, 0).body, "<title>busy</title>");
  EXPECT_EQ(ask(http, server.url(), json, 0).body, "{}");
}

TEST(Kept, IsBounded) {
  KeptAnswers kept(100);
  for (std::uint64_t row = 1; row <= 5; ++row) {
    kept.keep(row, "GET x", shared({.outcome = RULEMAP_OK, .body = std::string(40, 'x')}));
  }
  EXPECT_EQ(kept.find(3, "GET x"), nullptr);
  EXPECT_NE(kept.find(4, "GET x"), nullptr);
  EXPECT_NE(kept.find(5, "GET x"), nullptr);
}

}  // namespace
}  // namespace rulemap::engine
