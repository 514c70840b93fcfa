// The door to the network, over real sockets.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "engine/http_server.h"
#include "engine/http_testing.h"

namespace rulemap::engine {
namespace {

using scripted::HttpServer;

TEST_F(Http, SendsASecretAsAHeaderOnly) {
  HttpServer server({HttpServer::answer(200, "", "hello")});
  const std::int64_t key = secrets_.add("key", "canary-4711");
  const Answer answer =
      ask(door(), server.url() + "/a", {{text(std::string_view("x-apikey")), {}, key}});
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, "hello");
  ASSERT_EQ(server.asked().size(), 1u);
  EXPECT_NE(server.asked()[0].find("x-apikey: canary-4711"), std::string::npos);
  EXPECT_NE(server.asked()[0].find("GET /a HTTP/1.1"), std::string::npos);
  EXPECT_NE(server.asked()[0].find("gzip)"), std::string::npos);
}

TEST_F(Http, RefusesASecretInAUrl) {
  HttpServer server({HttpServer::answer(200, "", "")});
  secrets_.add("key", "canary 4711");
  const Answer answer = ask(door(), server.url() + "/?k=canary%204711");
  EXPECT_EQ(answer.outcome, RULEMAP_FAILED);
  EXPECT_EQ(answer.problem, "a secret may not stand in a URL");
  EXPECT_TRUE(server.asked().empty());
}

TEST_F(Http, ARedirectIsAnAnswer) {
  HttpServer server({HttpServer::answer(302, "Location: /other\r\n", "")});
  EXPECT_EQ(ask(door(), server.url()).status, 302);
  EXPECT_EQ(server.asked().size(), 1u);
}

TEST_F(Http, ReadsRetryAfterInBothForms) {
  HttpServer server({HttpServer::answer(503, "Retry-After: 30\r\n", ""),
                     HttpServer::answer(503, "Retry-After: Thu, 01 Jan 2026 00:01:00 GMT\r\n", ""),
                     HttpServer::answer(503, "Retry-After: soon\r\n", ""),
                     HttpServer::answer(503, "", "")});
  HttpDoor& http = door();
  EXPECT_EQ(ask(http, server.url()).retry_after_ms, 30'000);
  clock_.now += 30'000;
  EXPECT_EQ(ask(http, server.url()).retry_after_ms, 30'000);
  clock_.now += 30'000;
  EXPECT_EQ(ask(http, server.url()).retry_after_ms, -1);
  EXPECT_EQ(ask(http, server.url()).retry_after_ms, -1);
}

TEST_F(Http, RefusalsWaitAndTheThirdInARowEndsTheDay) {
  HttpServer server({HttpServer::answer(429, "Retry-After: 5\r\n", ""),
                     HttpServer::answer(429, "", ""), HttpServer::answer(429, "", "")});
  HttpDoor& http = door();
  EXPECT_EQ(ask(http, server.url()).retry_after_ms, 5'000) << "as it says";
  const Answer held = ask(http, server.url());
  EXPECT_EQ(held.outcome, RULEMAP_RETRY);
  EXPECT_EQ(held.problem, "the server answered 429, too many requests");
  clock_.now += 5'000;
  EXPECT_EQ(ask(http, server.url()).retry_after_ms, 60'000);
  clock_.now += 60'000;
  EXPECT_EQ(ask(http, server.url()).retry_after_ms, 86'400'000 - 65'000) << "midnight, UTC";
  EXPECT_EQ(server.asked().size(), 3u);
}

TEST_F(Http, ABodyAboveTheCapIsRefusedWithTheLimit) {
  HttpServer server({HttpServer::answer(200, "", std::string(5000, 'x'))});
  const Answer answer = ask(door(), server.url(), {}, RULEMAP_NO_ROW, 1000);
  EXPECT_EQ(answer.outcome, RULEMAP_FAILED);
  EXPECT_EQ(answer.problem, "the answer is larger than the limit of 1000 bytes");
}

TEST_F(Http, ACutBodyIsNoAnswer) {
  HttpServer server({"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this"});
  const Answer answer = ask(door(), server.url());
  EXPECT_EQ(answer.outcome, RULEMAP_FAILED);
  EXPECT_FALSE(answer.problem.empty());
}

TEST_F(Http, NobodyThereIsSaidSo) {
  EXPECT_NE(ask(door(), "http://127.0.0.1:9/").problem.find("connect"), std::string::npos);
  EXPECT_EQ(ask(door(), "file:///etc/passwd").problem, "only http and https URLs are asked");
}

TEST_F(Http, WaitsForTheAllowance) {
  HttpServer server({HttpServer::answer(200, "", "")});
  HttpDoor& http = door({.rates = {{2, 60'000}, {3, 3'600'000}}});
  EXPECT_EQ(ask(http, server.url()).outcome, RULEMAP_OK);
  clock_.now += 10'000;
  EXPECT_EQ(ask(http, server.url()).outcome, RULEMAP_OK);
  const Answer third = ask(http, server.url());
  EXPECT_EQ(third.outcome, RULEMAP_RETRY);
  EXPECT_EQ(third.retry_after_ms, 50'000);
  clock_.now += 50'000;
  EXPECT_EQ(ask(http, server.url()).outcome, RULEMAP_OK);
  EXPECT_EQ(ask(http, server.url()).retry_after_ms, 3'600'000 - 60'000);
}

TEST_F(Http, KeepsAnswersOfARowThatComesAgain) {
  HttpServer server({HttpServer::answer(200, "", "first"), HttpServer::answer(200, "", "second")});
  HttpDoor& http = door();
  http.begin_call({{.id = 7, .tlp = "green"}});
  EXPECT_EQ(ask(http, server.url(), {}, 0).body, "first");
  http.begin_call({{.id = 7, .tlp = "green"}});
  EXPECT_EQ(ask(http, server.url(), {}, 0).body, "first");
  http.forget(7);
  http.begin_call({{.id = 7, .tlp = "green"}});
  EXPECT_EQ(ask(http, server.url(), {}, 0).body, "second");
}

TEST_F(Http, TheGateHoldsBackByRow) {
  HttpServer server({HttpServer::answer(200, "", "")});
  HttpDoor& http = door();
  http.begin_call({{.id = 1, .tlp = "green"},
                   {.id = 2, .tlp = "amber"},
                   {.id = 3, .tlp = "green", .is_private = true},
                   {.id = 4, .tlp = ""}});
  EXPECT_EQ(ask(http, server.url(), {}, 0).outcome, RULEMAP_OK);
  for (std::uint32_t row : {1u, 2u, 3u}) {
    EXPECT_EQ(ask(http, server.url(), {}, row).outcome, RULEMAP_REJECT) << row;
    EXPECT_NE(http.held_back(row), "");
  }
  EXPECT_EQ(http.held_back(0), "");
  EXPECT_EQ(server.asked().size(), 1u);
}

TEST_F(Http, WithReplayTheNetworkIsNeverTouched) {
  HttpServer server({HttpServer::answer(200, "", "")});
  const std::string folder = testing::TempDir() + "http_replay";
  const std::string url = server.url() + "/x?q=1";
  const std::string path = folder + "/" + recording_path("GET", url);
  std::filesystem::create_directories(std::filesystem::path(path).parent_path());
  std::ofstream(path) << "GET " << url << "\n404\nRetry-After: 5\n\nbody\r\n\xff";
  const Recordings recordings(folder);
  HttpDoor& http = door({.replay = &recordings});
  const Answer found = ask(http, url);
  EXPECT_EQ(found.status, 404);
  EXPECT_EQ(found.body, "body\r\n\xff");
  EXPECT_EQ(found.retry_after_ms, 5000);
  EXPECT_EQ(ask(http, server.url() + "/y").problem,
            "no recorded answer for GET " + server.url() + "/y");
  EXPECT_TRUE(server.asked().empty());
  EXPECT_EQ(counts_.replayed, 1u);
  EXPECT_EQ(counts_.unrecorded, 1u);
}

TEST(RecordingPath, IsReadableAndStaysInItsFolder) {
  EXPECT_EQ(recording_path("GET", "https://h.example/a/b"), "h.example/a/b.http");
  EXPECT_EQ(recording_path("GET", "https://h.example/../x"), "h.example/%2E%2E/x.http");
  EXPECT_EQ(recording_path("POST", "https://h.example/a?b=c/d"), "h.example/POST%20a?b=c%2Fd.http");
  const std::string path = recording_path("GET", "https://h.example/" + std::string(900, 'a'));
  EXPECT_EQ(path.size(), std::string("h.example/").size() + 120 + 1 + 16 + 5);
}

}  // namespace
}  // namespace rulemap::engine
