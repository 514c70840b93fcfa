// Answers that are no answers: cut, large, deep, of another type. Each costs its own row at most.
#include <ostream>
#include <regex>

#include "e2e/whole_run.h"

namespace rulemap::e2e {
namespace {

std::string whole() { return report_body("domain", "bad.example", R"("registrar": "R")"); }

struct BadAnswer {
  const char* name;
  std::string (*body)();
  const char* message;  // has to match it
};

void PrintTo(const BadAnswer& each, std::ostream* out) { *out << each.name; }

// Instances run one test each with the answer as a domain's report and as a file's behaviour.
class BadAnswers : public WholeRun, public testing::WithParamInterface<BadAnswer> {
 protected:
  void expect_said(const std::string& text) {
    EXPECT_TRUE(std::regex_search(text, std::regex(GetParam().message))) << text.substr(0, 500);
  }
};

TEST_P(BadAnswers, CostTheirOwnRow) {
  list("first.example\nbad.example\nlast.example\n");
  for (const char* each : {"first.example", "last.example"}) {
    know_domain(each, R"("registrar": "R")");
  }
  place_.answer("/domains/bad.example", 200, GetParam().body());
  run_well();
  EXPECT_EQ(domain("first.example").value("text"), "registrar R");
  EXPECT_EQ(domain("last.example").value("text"), "registrar R");
  EXPECT_EQ(domain("bad.example").attributes.at(0).comment, "not looked up: vt failed");
  EXPECT_EQ(count("lookups_failed"), 1);
  const auto rows = place_.rows();
  ASSERT_EQ(rows.size(), 3u);
  expect_said(text_of(rows[1].root()["errors"].at(0), "message"));
  const auto ledger = place_.ledger("SELECT line, original, state, detail FROM token");
  ASSERT_EQ(ledger.size(), 3u);
  EXPECT_TRUE(ledger[1].starts_with("2|bad.example|final|vt: ")) << ledger[1];
  expect_said(ledger[1]);
  EXPECT_LT(ended_.peak_bytes, kMostMemory);
}

TEST_P(BadAnswers, AsBehaviourTheyLeaveTheReport) {
  const std::string hash(64, 'a');
  list(hash + "\n");
  know_file(hash, R"("magic": "data")", GetParam().body());
  run_well();
  EXPECT_EQ(file(hash).value("magic"), "data");
  EXPECT_EQ(text_of(place_.rows().at(0).root(), "vt.sandboxes"), "failed");
  expect_said(ended_.err + place_.ledger("SELECT detail FROM token").at(0));
}

INSTANTIATE_TEST_SUITE_P(
    BadInput, BadAnswers,
    testing::Values(
        BadAnswer{"CutInHalf", [] { return whole().substr(0, whole().size() / 2); },
                  R"(the answer cannot be read: 1:\d+: )"},
        BadAnswer{"Empty", [] { return std::string(); }, "the answer cannot be read"},
        BadAnswer{"Page", [] { return std::string("<html>Busy</html>"); },
                  "the answer cannot be read: 1:1: "},
        BadAnswer{"List", [] { return std::string("[]"); }, "no object `data`"},
        BadAnswer{"Text", [] { return std::string(R"({"data": "x"})"); }, "no object `data`"},
        BadAnswer{"NoUtf8", [] { return std::string("{\"data\": {\"\xff\": 1}}"); }, "not UTF-8"},
        BadAnswer{"FiftyMegabytes",
                  [] {
                    return report_body("domain", "x",
                                       "\"x\": \"" + std::string(50'000'000, 'x') + "\"");
                  },
                  R"(has \d+ bytes; the limit is \d+)"},
        BadAnswer{"TenMegabytes",
                  [] {
                    return report_body("domain", "x",
                                       "\"x\": \"" + std::string(10'000'000, 'x') + "\"");
                  },
                  R"(has \d+ bytes; the limit is 8388608)"},
        BadAnswer{"HundredLevels",
                  [] {
                    return report_body("domain", "x",
                                       "\"x\": " + std::string(100, '[') + std::string(100, ']'));
                  },
                  "deeper than 64 levels"}),
    [](const auto& each) { return each.param.name; });

}  // namespace
}  // namespace rulemap::e2e
