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
      http.begin_call({{i, "green", is_private}});
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
      EXPECT_EQ(http.held_back(0), is_private);
      EXPECT_EQ(view(response.body), is_private ? "" : "/" + std::to_string(i));
      http.end_call();
      EXPECT_FALSE(http.held_back(0));
    });
  }
  threads.clear();
  EXPECT_EQ(server.calls(), kThreads / 2);
}

}  // namespace
}  // namespace rulemap::engine
