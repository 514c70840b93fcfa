// With recordings nothing was held back: what the recorded run had not asked about was looked up,
// and failed where there was no recording or was answered where there was one.
#include <map>

#include "e2e/whole_run.h"

namespace rulemap::e2e {
namespace {

class ReplayPassesTheGate : public WholeRun {
 protected:
  // What `lookup.vt` is for each value, with this at the step and this mark of the case.
  std::map<std::string, std::string> lookups(const std::string& step, const std::string& marks) {
    Pipeline pipeline;
    pipeline.vt_more = step;
    std::string text = pipeline.text();
    text.replace(text.find(", tlp: green"), 12, marks);
    place_.write("pipeline.yaml", text);
    ended_ = place_.start({.arguments = {"run", "pipeline.yaml", "--json", "--state", "state"},
                           .folder = "",
                           .environment = {}});
    EXPECT_EQ(ended_.exit_code, 0) << ended_.err << ended_.out;
    summary_ = JsonText(ended_.out);
    std::map<std::string, std::string> out;
    for (const JsonText& row : place_.rows()) {
      out[text_of(row.root(), "ioc.value")] = text_of(row.root(), "lookup.vt");
    }
    return out;
  }
  void SetUp() override {
    WholeRun::SetUp();
    list("evil.example\nmail.corp.example\n10.0.0.1\n");
    know_domain("evil.example");
    know_domain("mail.corp.example");
    place_.answer("/ip_addresses/10.0.0.1", 200, report_body("ip_address", "10.0.0.1"));
  }
};

TEST_F(ReplayPassesTheGate, APrivateIndicatorAndAListedOneAreNotLookedUp) {
  const auto found = lookups("never_send: [corp.example]", ", tlp: green");
  EXPECT_EQ(found.at("evil.example"), "known");
  EXPECT_EQ(found.at("mail.corp.example"), "not_asked");
  EXPECT_EQ(found.at("10.0.0.1"), "not_asked");
  EXPECT_EQ(count("answers_replayed"), 1);
  EXPECT_NE(ended_.out.find("`never_send` has corp.example"), std::string::npos) << ended_.out;
}

TEST_F(ReplayPassesTheGate, MarksCountAsWithTheNetwork) {
  for (const char* marks : {", tlp: amber", ", tlp: green, pap: red", ""}) {
    for (const auto& [value, state] : lookups("max_tlp: green", marks)) {
      EXPECT_EQ(state, "not_asked") << value << marks;
    }
    EXPECT_EQ(count("answers_replayed"), 0) << marks;
    EXPECT_EQ(count("answers_missing"), 0) << "nothing is looked up" << marks;
  }
  EXPECT_NE(ended_.err.find("sets no tlp"), std::string::npos) << ended_.err;
}

}  // namespace
}  // namespace rulemap::e2e
