// Answers that outlive a run, and answers that are recorded.
#include "host/answer_cache.h"

#include <filesystem>
#include <fstream>

#include "e2e/tls_server.h"
#include "engine/http_testing.h"

namespace rulemap::engine {
namespace {

using e2e::Reply;
using e2e::TlsServer;

constexpr std::int64_t kDay = 86'400'000;

std::string bytes_of(const std::filesystem::path& folder) {
  std::string out;
  for (const auto& each : std::filesystem::recursive_directory_iterator(folder)) {
    if (!each.is_regular_file()) continue;
    std::ifstream file(each.path(), std::ios::binary);
    out.append(std::istreambuf_iterator<char>(file), {});
  }
  return out;
}

class Cached : public Http {
 protected:
  void SetUp() override {
    folder_ = testing::TempDir() + "answer_cache";
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
    std::ofstream(folder_ + "/ca.pem") << server_.certificate();
    service_.set_way({.ca_file = folder_ + "/ca.pem"});
    service_.set_say([this](const std::string& line) { said_.push_back(line); });
    service_.set_cache(cache());
  }
  std::unique_ptr<AnswerCache> cache(std::int64_t most = 1 << 30) {
    auto out = AnswerCache::open(folder_ + "/cache.sqlite", "salt", most,
                                 [this](const std::string& line) { said_.push_back(line); });
    return out.ok() ? std::move(out).value() : nullptr;
  }
  std::uint32_t from(HttpDoor& http, const std::string& path,
                     std::vector<rulemap_header> headers = {}) {
    const std::uint64_t before = counts_.cached;
    ask(http, server_.url() + path, std::move(headers));
    return counts_.cached > before ? RULEMAP_FROM_CACHE : RULEMAP_FROM_NETWORK;
  }
  HttpDoor& step() { return door({.fresh_ms = 7 * kDay}); }

  std::string folder_;
  std::vector<std::string> said_;
  int status_ = 200;
  std::string echo_;
  TlsServer server_{[this](const e2e::Request& request) {
    return Reply{.status = status_,
                 .body = "body of " + request.target + echo_,
                 .headers = "X-Kept: yes\r\nSet-Cookie: session=4711\r\n"};
  }};
};

TEST_F(Cached, AnAnswerIsAskedOnceWhileItIsFresh) {
  EXPECT_EQ(from(step(), "/a"), RULEMAP_FROM_NETWORK);
  EXPECT_EQ(from(step(), "/a"), RULEMAP_FROM_CACHE);
  EXPECT_EQ(ask(step(), server_.url() + "/a").body, "body of /a");
  EXPECT_EQ(from(step(), "/b"), RULEMAP_FROM_NETWORK);
  clock_.now += 7 * kDay - 1;
  EXPECT_EQ(from(step(), "/a"), RULEMAP_FROM_CACHE);
  clock_.now += 1;
  EXPECT_EQ(from(step(), "/a"), RULEMAP_FROM_NETWORK);
  EXPECT_EQ(from(step(), "/a"), RULEMAP_FROM_CACHE) << "what was asked anew is fresh again";
}

TEST_F(Cached, AClockThatWasSetBackMakesNoAnswerLastForEver) {
  clock_.now += 365 * kDay;
  EXPECT_EQ(from(step(), "/a"), RULEMAP_FROM_NETWORK);
  clock_.now -= 365 * kDay;
  EXPECT_EQ(from(step(), "/a"), RULEMAP_FROM_NETWORK);
}

TEST_F(Cached, UnknownIsAnAnswerAndAFailureIsNone) {
  for (const int status : {404, 200}) {
    status_ = status;
    const std::string path = "/" + std::to_string(status);
    EXPECT_EQ(from(step(), path), RULEMAP_FROM_NETWORK);
    EXPECT_EQ(from(step(), path), RULEMAP_FROM_CACHE) << status;
  }
  for (const int status : {302, 400, 401, 403, 429, 500, 503}) {
    status_ = status;
    const std::string path = "/" + std::to_string(status);
    EXPECT_EQ(from(step(), path), RULEMAP_FROM_NETWORK);
    EXPECT_EQ(from(step(), path), RULEMAP_FROM_NETWORK) << status;
  }
}

TEST_F(Cached, FreshForNoTimeIsOff) {
  HttpDoor& off = door({.fresh_ms = 0});
  EXPECT_EQ(from(off, "/a"), RULEMAP_FROM_NETWORK);
  EXPECT_EQ(from(off, "/a"), RULEMAP_FROM_NETWORK);
  EXPECT_EQ(from(step(), "/a"), RULEMAP_FROM_NETWORK) << "nothing was left by a step without it";
}

TEST_F(Cached, AnotherCredentialMayBeToldOtherThings) {
  const auto with = [&](const char* key) {
    return std::vector<rulemap_header>{
        {text(std::string_view("x-apikey")), {}, secrets_.add("key", key)}};
  };
  EXPECT_EQ(from(step(), "/a", with("canary-one")), RULEMAP_FROM_NETWORK);
  EXPECT_EQ(from(step(), "/a", with("canary-two")), RULEMAP_FROM_NETWORK);
  EXPECT_EQ(from(step(), "/a", with("canary-one")), RULEMAP_FROM_CACHE);
  const std::string all = bytes_of(folder_);
  EXPECT_EQ(all.find("canary"), std::string::npos);
  EXPECT_EQ(all.find("session=4711"), std::string::npos) << "a cookie is a credential";
  EXPECT_NE(all.find("x-kept: yes"), std::string::npos);
}

TEST_F(Cached, TheGateStandsWhereSomethingWouldLeave) {
  HttpDoor& http = step();
  EXPECT_EQ(from(http, "/a"), RULEMAP_FROM_NETWORK);
  http.begin_call({{.id = 1, .tlp = "red"}});
  EXPECT_EQ(ask(http, server_.url() + "/a", {}, 0).body, "body of /a");
  EXPECT_EQ(ask(http, server_.url() + "/b", {}, 0).outcome, RULEMAP_REJECT);
}

TEST_F(Cached, SeveralProcessesMayHaveItOpen) {
  const auto other = cache();
  ASSERT_TRUE(other);
  other->put("GET x", {.outcome = RULEMAP_OK, .status = 200, .body = "by another"}, 1000);
  const SharedAnswer found = cache()->find("GET x", kDay, 1000);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->body, "by another");
  EXPECT_EQ(found->from, RULEMAP_FROM_CACHE);
}

TEST_F(Cached, AboveItsLimitTheOldestGo) {
  const auto small = cache(20'000);
  for (int i = 0; i < 100; ++i) {
    small->put("GET " + std::to_string(i),
               {.outcome = RULEMAP_OK, .status = 200, .body = std::to_string(i)}, 1000 + i);
  }
  EXPECT_FALSE(small->find("GET 0", kDay, 1100));
  EXPECT_TRUE(small->find("GET 99", kDay, 1100));
  ASSERT_EQ(said_.size(), 1u);
  EXPECT_EQ(said_[0],
            "the cache of answers has reached its limit of 20000 bytes: the oldest answers go");
}

TEST_F(Cached, WhereTheFileFailsAnswersAreAskedFor) {
  const auto broken = cache();
  auto other = Database::open(folder_ + "/cache.sqlite");
  ASSERT_TRUE(other.ok() && other->run("DROP TABLE answers_1").ok());
  broken->put("GET x", {.outcome = RULEMAP_OK, .status = 200}, 1000);
  EXPECT_FALSE(broken->find("GET x", kDay, 1000));
  ASSERT_EQ(said_.size(), 1u) << "it is said once";
  EXPECT_NE(said_[0].find("the cache of answers fails"), std::string::npos) << said_[0];
}

TEST_F(Cached, WhatIsRecordedCanBeReplayed) {
  service_.record_to(folder_ + "/recorded");
  EXPECT_EQ(from(step(), "/a"), RULEMAP_FROM_NETWORK);
  status_ = 404;
  ask(step(), server_.url() + "/b");
  const Recordings recordings(folder_ + "/recorded");
  HttpDoor& replays = door({.replay = &recordings});
  EXPECT_EQ(ask(replays, server_.url() + "/a").body, "body of /a");
  EXPECT_EQ(ask(replays, server_.url() + "/b").status, 404);
  EXPECT_EQ(server_.calls(), 2);
  std::filesystem::remove_all(folder_ + "/recorded");
  EXPECT_EQ(from(step(), "/a"), RULEMAP_FROM_CACHE);
  EXPECT_EQ(ask(replays, server_.url() + "/a").body, "body of /a")
      << "a recording is whole although an answer came from the cache";
  EXPECT_TRUE(said_.empty());
}

TEST_F(Cached, ASecretThatTheServerRepeatsIsTakenOut) {
  service_.record_to(folder_ + "/recorded");
  const std::int64_t key = secrets_.add("key", "canary/4711");
  const std::vector<rulemap_header> with{{text(std::string_view("x-apikey")), {}, key}};
  echo_ = " for canary/4711, and canary/4711";
  EXPECT_EQ(ask(step(), server_.url() + "/a", with).body, "body of /a for ***, and ***");
  echo_ = "";
  EXPECT_EQ(ask(step(), server_.url() + "/a", with).body, "body of /a for ***, and ***");
  EXPECT_EQ(server_.calls(), 1) << "what is left of it is kept";
  const std::string all = bytes_of(folder_);
  EXPECT_NE(all.find("body of /a for ***"), std::string::npos);
  EXPECT_EQ(all.find("canary"), std::string::npos);
  EXPECT_EQ(all.find("session"), std::string::npos);
  EXPECT_TRUE(said_.empty());
}

TEST_F(Cached, ASecretInAnotherSpellingIsNotKept) {
  service_.record_to(folder_ + "/recorded");
  const std::int64_t key = secrets_.add("key", "canary/4711");
  const std::vector<rulemap_header> with{{text(std::string_view("x-apikey")), {}, key}};
  echo_ = " for canary%2F4711";
  for (int i = 0; i < 2; ++i) ask(step(), server_.url() + "/a", with);
  EXPECT_EQ(server_.calls(), 2);
  EXPECT_EQ(bytes_of(folder_).find("canary"), std::string::npos);
  ASSERT_EQ(said_.size(), 2u);
  EXPECT_EQ(said_[0],
            "the answer to GET " + server_.url() + "/a is not recorded: it holds a secret");
}

}  // namespace
}  // namespace rulemap::engine
