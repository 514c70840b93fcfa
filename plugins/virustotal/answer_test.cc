#include "answer.h"

#include <gtest/gtest.h>

#include "answer_paths.h"
#include "rulemap/host/services.h"

namespace rulemap::virustotal {
namespace {

using Kind = Answer::Kind;

class AnswerTest : public ::testing::Test {
 protected:
  Answer judged(int status, const std::string& body, std::int64_t retry_after_ms = -1) {
    body_ = body;
    return judge(
        Host(services_.abi()),
        {.outcome = RULEMAP_OK, .status = status, .body = body_, .retry_after_ms = retry_after_ms},
        read_);
  }
  static std::string complaint(const std::string& code) {
    return R"({"error": {"message": "because", "code": ")" + code + R"("}})";
  }

  std::string body_;
  const Parts read_{report_paths()};
  host::Services services_{host::Lent{}};
};

// Every status and code that VirusTotal documents.
TEST_F(AnswerTest, EachErrorHasItsMeaning) {
  const std::tuple<int, const char*, Kind, std::int64_t> rows[] = {
      {400, "BadRequestError", Kind::refused, 0},
      {400, "InvalidArgumentError", Kind::refused, 0},
      {400, "UnselectiveContentQueryError", Kind::refused, 0},
      {400, "UnsupportedContentQueryError", Kind::refused, 0},
      {400, "NotAvailableYet", Kind::retry, 60'000},
      {401, "AuthenticationRequiredError", Kind::stop, 0},
      {401, "UserNotActiveError", Kind::stop, 0},
      {401, "WrongCredentialsError", Kind::stop, 0},
      {403, "ForbiddenError", Kind::forbidden, 0},
      {404, "NotFoundError", Kind::unknown, 0},
      {409, "AlreadyExistsError", Kind::refused, 0},
      {424, "FailedDependencyError", Kind::retry, 0},
      {429, "QuotaExceededError", Kind::busy, 60'000},
      {429, "TooManyRequestsError", Kind::busy, 60'000},
      {503, "TransientError", Kind::retry, 0},
      {504, "DeadlineExceededError", Kind::retry, 0},
      {500, "Surprise", Kind::retry, 0},
      {502, "NotFoundError", Kind::retry, 0},
      {400, "NotFoundError", Kind::refused, 0},
      {418, "Surprise", Kind::refused, 0},
  };
  for (const auto& [status, code, kind, after_ms] : rows) {
    const Answer found = judged(status, complaint(code));
    EXPECT_EQ(found.kind, kind) << status << " " << code;
    EXPECT_EQ(found.after_ms, after_ms) << status << " " << code;
    EXPECT_NE(found.why.find(code), std::string::npos) << found.why;
    EXPECT_NE(found.why.find("because"), std::string::npos) << found.why;
  }
}

TEST_F(AnswerTest, AnErrorBodyNeedNotBeJson) {
  const std::string html = "<html><title>429</title>429 Too Many Requests</html>";
  for (const std::string& body : {html, std::string(), std::string("{"), std::string("7"),
                                  std::string(1 << 20, '<'), std::string(R"({"error": "x"})"),
                                  std::string(R"({"error": {"code": 7, "message": []}})")}) {
    EXPECT_EQ(judged(429, body).kind, Kind::busy);
    EXPECT_EQ(judged(429, body).why, "VirusTotal answered 429");
    EXPECT_EQ(judged(401, body).kind, Kind::stop);
    EXPECT_EQ(judged(401, body).why, "VirusTotal refused the key (401): no reason was given");
    EXPECT_EQ(judged(404, body).kind, Kind::unknown);
    EXPECT_EQ(judged(503, body).kind, Kind::retry);
  }
}

TEST_F(AnswerTest, WaitsAsLongAsTheServerSays) {
  EXPECT_EQ(judged(429, "", 5000).after_ms, 5000);
  EXPECT_EQ(judged(429, "", 0).after_ms, 0);
  EXPECT_EQ(judged(503, "", 7000).after_ms, 7000);
  EXPECT_EQ(judged(200, complaint("QuotaExceededError"), 9000).after_ms, 9000);
}

TEST_F(AnswerTest, AnErrorInsideASuccessCountsAsWhatItSays) {
  const std::pair<const char*, Kind> rows[] = {
      {"NotFoundError", Kind::unknown},      {"ForbiddenError", Kind::forbidden},
      {"WrongCredentialsError", Kind::stop}, {"QuotaExceededError", Kind::busy},
      {"TransientError", Kind::retry},       {"DeadlineExceededError", Kind::retry},
      {"NotAvailableYet", Kind::retry},      {"Surprise", Kind::refused}};
  for (const auto& [code, kind] : rows) {
    EXPECT_EQ(judged(200, complaint(code)).kind, kind) << code;
    EXPECT_EQ(judged(200, R"({"data": )" + complaint(code) + "}").kind, kind) << code;
  }
}

TEST_F(AnswerTest, OnlyAnObjectIsAnAnswer) {
  EXPECT_EQ(judged(200, R"({"data": {"x": 1}})").kind, Kind::found);
  EXPECT_EQ(judged(200, R"({"data": {"error": {}}})").kind, Kind::found);
  for (const char* body : {"", "7", "null", "[]", "{}", R"({"data": []})", R"({"data": null})",
                           R"({"data": "x"})", "{\"data\": {\"x\": \"\xff\"}}", "{\"data\": {"}) {
    EXPECT_EQ(judged(200, body).kind, Kind::refused) << body;
  }
  for (int status : {0, 100, 201, 204, 301, 302, 304}) {
    EXPECT_EQ(judged(status, R"({"data": {}})").kind, Kind::refused) << status;
  }
}

TEST_F(AnswerTest, WhatTheHostSaysGoesOn) {
  const Host host(services_.abi());
  EXPECT_EQ(judge(host, {.outcome = RULEMAP_REJECT, .status = 200}, read_).kind, Kind::held_back);
  EXPECT_EQ(judge(host, {.outcome = RULEMAP_FAILED, .problem = "no name"}, read_).why, "no name");
  EXPECT_EQ(judge(host, {.outcome = RULEMAP_FAILED}, read_).kind, Kind::retry);
  EXPECT_EQ(judge(host, {.outcome = 99, .status = 404}, read_).kind, Kind::retry);
  const Answer wait = judge(host, {.outcome = RULEMAP_RETRY, .retry_after_ms = 15'000}, read_);
  EXPECT_EQ(wait.kind, Kind::wait);
  EXPECT_EQ(wait.after_ms, 15'000);
}

TEST_F(AnswerTest, AMessageCannotSayWhateverItLikes) {
  const Answer found = judged(400, R"({"error": {"code": "\u001b[2J", "message": "\u0000)" +
                                       std::string(9000, 'x') + "\"}}");
  EXPECT_LT(found.why.size(), 300u);
  EXPECT_EQ(found.why.find('\x1b'), std::string::npos);
  EXPECT_EQ(found.why.find('\0'), std::string::npos);
}

}  // namespace
}  // namespace rulemap::virustotal
