// What left was counted in memory alone: each run had the whole allowance of the day again.
#include <filesystem>
#include <fstream>

#include "e2e/tls_server.h"
#include "engine/http_testing.h"
#include "host/sent_log.h"

namespace rulemap::engine {
namespace {

namespace fs = std::filesystem;
constexpr std::int64_t kMinute = 60'000, kDay = 86'400'000;

class LimitsOverRuns : public Http {
 protected:
  void SetUp() override {
    folder_ = fs::path(testing::TempDir()) / "limits_begin_anew";
    fs::remove_all(folder_);
    fs::create_directories(folder_);
    std::ofstream(folder_ / "ca.pem") << server_.certificate();
  }
  std::unique_ptr<SentLog> log() {
    auto out = SentLog::open(folder_ / "sent.sqlite", "salt",
                             [this](const std::string& line) { said_.push_back(line); });
    EXPECT_TRUE(out.ok()) << out.error().text();
    return out.ok() ? std::move(out).value() : nullptr;
  }
  // Another run of the same state folder.
  std::unique_ptr<HttpService> run(const std::vector<RateFile>& rates) {
    auto out = std::make_unique<HttpService>(secrets_, clock_);
    out->set_way({.ca_file = folder_ / "ca.pem"});
    out->set_sent_log(log());
    out->expect(rates);
    return out;
  }

  fs::path folder_;
  std::vector<std::string> said_;
  e2e::TlsServer server_{[](const e2e::Request&) { return e2e::Reply{}; }};
};

TEST_F(LimitsOverRuns, WhatARunUsedIsUsedForTheNext) {
  const std::vector<RateFile> rates = {{2, kDay}};
  const std::vector<rulemap_header> key = {
      {text(std::string_view("x-apikey")), {}, secrets_.add("key", "canary-key")}};
  {
    const auto first = run(rates);
    HttpDoor http({.rates = rates, .closed = false}, *first, kept_);
    EXPECT_EQ(ask(http, server_.url() + "/1", key).outcome, RULEMAP_OK);
    clock_.now += kMinute;
    EXPECT_EQ(ask(http, server_.url() + "/2", key).outcome, RULEMAP_OK);
  }
  clock_.now += kMinute;
  const auto second = run(rates);
  HttpDoor http({.rates = rates, .closed = false}, *second, kept_);
  const Answer held = ask(http, server_.url() + "/3", key);
  EXPECT_EQ(held.outcome, RULEMAP_RETRY);
  EXPECT_NEAR(static_cast<double>(held.retry_after_ms), kDay - 2 * kMinute, 1000);
  clock_.now += kDay - 2 * kMinute + 1000;
  EXPECT_EQ(ask(http, server_.url() + "/3", key).outcome, RULEMAP_OK);
  EXPECT_TRUE(said_.empty());
  for (const auto& each : fs::directory_iterator(folder_)) {
    std::ifstream file(each.path(), std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(file), {}};
    EXPECT_EQ(bytes.find("canary-key"), std::string::npos) << each.path();
  }
}

TEST_F(LimitsOverRuns, AgesAreTheNewestOfOneAccountTheOldestFirst) {
  const auto sent = log();
  for (const std::int64_t at : {0, 10, 10, 20}) sent->add("a", clock_.now + at * 1000);
  sent->add("b", clock_.now);
  const std::int64_t now = clock_.now + 60'999;
  EXPECT_EQ(sent->ages("a", kDay, 100, now),
            (std::vector<std::int64_t>{60'000, 50'000, 50'000, 40'000}));
  EXPECT_EQ(sent->ages("a", kDay, 2, now), (std::vector<std::int64_t>{50'000, 40'000}));
  EXPECT_EQ(sent->ages("a", 45'000, 100, now), (std::vector<std::int64_t>{40'000}));
  EXPECT_TRUE(sent->ages("c", kDay, 100, now).empty());
  // A clock that was set back gives nothing free.
  EXPECT_EQ(sent->ages("b", kDay, 100, clock_.now - kDay), (std::vector<std::int64_t>{0}));
}

TEST_F(LimitsOverRuns, AClosedAccountIsKnownUntilItsTimeAndNoLonger) {
  const std::int64_t now = clock_.now;
  log()->close("a", {{}, kMinute, "it said so", 2}, now + kDay, now);
  const auto sent = log();
  EXPECT_EQ(sent->closing("a", now + 1000).closed_ms, kMinute - 1000);
  EXPECT_NE(sent->closing("a", now).why_closed.find("it said so"), std::string::npos);
  EXPECT_EQ(sent->closing("a", now + kMinute).closed_ms, 0);
  EXPECT_EQ(sent->closing("a", now + kMinute).refused_in_a_row, 2);
  EXPECT_EQ(sent->closing("a", now + kDay).refused_in_a_row, 0) << "the day has ended";
  EXPECT_EQ(sent->closing("a", now - kDay).closed_ms, kMinute) << "a clock that was set back";
  EXPECT_EQ(sent->closing("b", now).closed_ms, 0);
  sent->open("a");
  EXPECT_EQ(sent->closing("a", now).closed_ms, 0);
}

}  // namespace
}  // namespace rulemap::engine
