// The fixture of tests that run one small pipeline through the program.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>

#include "e2e/composed.h"
#include "e2e/workplace.h"

namespace rulemap::e2e {

class WholeRun : public testing::Test {
 protected:
  void SetUp() override {
    place_.write("rules/any.yml", rule_text("0c0ffee0-0000-4000-8000-000000000000", "Any Rule"));
  }
  void list(std::string_view lines) { place_.write("list.txt", lines); }
  // VirusTotal knows this domain or file, with these attributes.
  void know_domain(const std::string& domain, const std::string& attributes = "") {
    place_.answer("/domains/" + domain, 200, report_body("domain", domain, attributes));
  }
  void know_file(const std::string& sha256, const std::string& attributes = "",
                 const std::string& trees = R"({"data": {}})") {
    place_.answer("/files/" + sha256, 200, report_body("file", sha256, attributes));
    place_.answer("/files/" + sha256 + "/behaviour_mitre_trees", 200, trees);
  }
  // Runs, and keeps what came of it.
  void run(const Pipeline& pipeline = {}) {
    ended_ = place_.run(pipeline);
    event_ = place_.event();
    summary_ = JsonText(ended_.out);
  }
  void run_well(const Pipeline& pipeline = {}) {
    run(pipeline);
    EXPECT_EQ(ended_.exit_code, 0) << ended_.err << ended_.out;
  }
  std::int64_t count(std::string_view what) const {
    return summary_.root().integer(what).value_or(-1);
  }
  const EventObject& domain(std::string_view name) const { return event_.with("domain", name); }
  const EventObject& file(std::string_view sha256) const { return event_.with("sha256", sha256); }

  Workplace place_{name()};
  Ended ended_;
  Event event_;
  JsonText summary_;

 private:
  static std::string name() {
    const auto* test = testing::UnitTest::GetInstance()->current_test_info();
    std::string out = std::string(test->test_suite_name()) + "." + test->name();
    std::replace(out.begin(), out.end(), '/', '.');
    return out;
  }
};

}  // namespace rulemap::e2e
