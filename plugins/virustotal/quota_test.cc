// The key and its allowance: what is asked of it, and what the host is told.
#include "quota.h"

#include "report_testing.h"
#include "rulemap/abi/allowance.h"

namespace rulemap::virustotal {
namespace {

constexpr const char* kUser = R"({"key": "k", "user": "some+body"})";
constexpr const char* kQuotasUrl =
    "GET https://www.virustotal.com/api/v3/users/some%2Bbody/overall_quotas";

std::string quotas(int used_of_500) {
  return R"({"data": {"api_requests_hourly": {"user": {"allowed": 240, "used": 3}},
                      "api_requests_daily": {"user": {"allowed": 1000, "used": 1},
                                             "group": {"allowed": 500, "used": )" +
         std::to_string(used_of_500) + R"(}},
                      "api_requests_monthly": {"user": {"allowed": 0, "used": 0}},
                      "intelligence_hunting_rules": {"user": {"allowed": 1, "used": 1}}}})";
}

class QuotaTest : public ReportTest {
 protected:
  void begin(const char* config) {
    step_ = std::make_unique<StepHarness>(rulemap_entry_virustotal, "virustotal.report", config);
  }
  testing::ScriptedHttp& http() { return step_->world().http(); }
  bool has_asked(const char* what) {
    return std::find(asked().begin(), asked().end(), what) != asked().end();
  }
};

TEST_F(QuotaTest, TheStricterOfUserAndGroupCountsAndNoLimitIsNone) {
  begin(kUser);
  http().on("*overall_quotas").reply(200, quotas(310));
  http().on("*").reply(404);
  const auto said = step_->look();
  ASSERT_FALSE(said.empty());
  EXPECT_EQ(said[0], "note quota: 3 of 240 requests of the hour are used, 237 left");
  EXPECT_EQ(said[1], "note quota: 310 of 500 requests of the day are used, 190 left");
  using Two = std::pair<std::int64_t, std::int64_t>;
  const auto& told = step_->world().allowances();
  ASSERT_EQ(told.size(), 2u);
  EXPECT_EQ(told.at(RULEMAP_SPAN_HOUR), Two(240, 3));
  EXPECT_EQ(told.at(RULEMAP_SPAN_DAY), Two(500, 310));
  EXPECT_TRUE(has_asked(kQuotasUrl)) << "the key is no part of a URL";
}

TEST_F(QuotaTest, EveryWrongTypeIsNoQuota) {
  for (const char* body :
       {R"({"data": {}})", R"({"data": {"api_requests_daily": 7}})",
        R"({"data": {"api_requests_daily": {"user": {"allowed": "1", "used": 0}}}})",
        R"({"data": {"api_requests_daily": {"user": {"allowed": 9, "used": -1}}}})",
        R"({"data": {"api_requests_daily": {"user": {"allowed": 1e300, "used": 0}}}})"}) {
    begin(kUser);
    http().on("*overall_quotas").reply(200, body);
    http().on("*").reply(404);
    const auto said = step_->look();
    EXPECT_TRUE(step_->world().allowances().empty()) << body;
    ASSERT_FALSE(said.empty());
    EXPECT_TRUE(said[0].starts_with("warning quota: VirusTotal's answer has no `allowed`"))
        << said[0];
  }
}

TEST_F(QuotaTest, ARefusedRequestAsksWhoseEndItIs) {
  begin(kUser);
  http().on("*overall_quotas").reply(200, quotas(500));
  http().on("*").reply(429, error_body("QuotaExceededError"));
  Outgoing row = push(indicator("md5", kMd5));
  EXPECT_EQ(row.verdict.kind, Verdict::retry);
  EXPECT_TRUE(row.verdict.for_allowance) << "waiting is no attempt";
  EXPECT_EQ(row.verdict.after_ms, 0) << "the host knows when the day ends";
  EXPECT_EQ(step_->world().allowances().at(RULEMAP_SPAN_DAY).second, 500);
  push(indicator("md5", kMd5));
  EXPECT_EQ(std::count(asked().begin(), asked().end(), kQuotasUrl), 2)
      << "at the start and for the first row, not for each";
}

TEST_F(QuotaTest, AnAllowanceThatIsLeftMeansTheMinute) {
  begin(kUser);
  http().on("*overall_quotas").reply(200, quotas(310));
  http().on("*").reply({429, error_body("QuotaExceededError"), 7000});
  EXPECT_EQ(push(indicator("md5", kMd5)).verdict.after_ms, 7000);
}

TEST_F(QuotaTest, WithoutAUserNobodyIsAskedForIt) {
  begin(R"({"key": "k"})");
  http().on("*").reply(429, "");
  EXPECT_EQ(push(indicator("md5", kMd5)).verdict.after_ms, 60'000);
  EXPECT_EQ(asked().size(), 1u);
  EXPECT_EQ(step_->look()[0], "note quota: not asked: `user` names whose allowance it is");
}

TEST_F(QuotaTest, LookSaysWhatTheKeyMay) {
  begin(R"({"key": "k", "relations": ["itw_urls", "contacted_ips"]})");
  http().on("*/files/*relationships*").reply(403, error_body("ForbiddenError"));
  http().on("*/urls/*").reply(403, error_body("ForbiddenError"));
  http().on("*").reply(200, R"({"data": {"attributes": {}}})");
  const std::vector<std::string> said = step_->look();
  const std::vector<std::string> wanted = {
      "note quota: not asked: `user` names whose allowance it is",
      "warning GET /files/{id}?relationships=itw_urls,contacted_ips: the key may not ask it, so "
      "runs go on without related things: VirusTotal answered 403 ForbiddenError: because",
      "note GET /files/{id}: the key may ask it",
      "note GET /domains/{domain}: the key may ask it",
      "note GET /ip_addresses/{ip}: the key may ask it",
      "warning GET /urls/{id}?relationships=contacted_ips: the key may not ask it, so runs go on "
      "without related things: VirusTotal answered 403 ForbiddenError: because",
      "warning GET /urls/{id}: the key may not ask it, so runs go on without these reports: "
      "VirusTotal answered 403 ForbiddenError: because",
      "note GET /files/{id}/behaviour_mitre_trees: the key may ask it"};
  EXPECT_EQ(said, wanted);
}

TEST_F(QuotaTest, LookEndsWhereTheKeyIsRefusedOrMissing) {
  begin(kUser);
  http().on("*").reply(401, error_body("WrongCredentialsError"));
  EXPECT_EQ(step_->look(),
            std::vector<std::string>(
                {"problem key: VirusTotal refused the key (WrongCredentialsError): because"}));
  EXPECT_EQ(asked().size(), 2u) << "at the start, and once more";
  begin("{}");
  EXPECT_EQ(step_->look(),
            std::vector<std::string>({"problem key: none is set: `with: { key: ... }`"}));
}

TEST_F(QuotaTest, AReportThatTheKeyMayNotReadIsAskedForOnce) {
  begin(R"({"key": "k"})");
  http().on("*/urls/*").reply(403, error_body("ForbiddenError"));
  http().on("*").reply(404);
  EXPECT_EQ(push(indicator("url", "http://a.example/")).verdict.kind, Verdict::reject);
  const std::size_t so_far = asked().size();
  EXPECT_EQ(push(indicator("url", "http://b.example/")).verdict.kind, Verdict::reject);
  EXPECT_EQ(asked().size(), so_far);
  EXPECT_EQ(push(indicator("domain", "a.example")).text("lookup.vt"), "unknown");
}

TEST(QuotaUser, IsNoKey) {
  EXPECT_TRUE(looks_like_a_key(std::string(64, 'A')));
  EXPECT_FALSE(looks_like_a_key("somebody"));
  EXPECT_EQ(quota_path("a/../b"), "/users/a%2F..%2Fb/overall_quotas");
}

}  // namespace
}  // namespace rulemap::virustotal
