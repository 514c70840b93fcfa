// A sink whose path is what the pipeline reads began by emptying it, and the check said fine.
#include <gtest/gtest.h>

#include <filesystem>

#include "e2e/workplace.h"

namespace rulemap::e2e {
namespace {

class SinkOverwritesInput : public testing::Test {
 protected:
  SinkOverwritesInput() {
    place_.write("iocs.csv", "indicator\nevil.example\n");
    place_.write("more/list.csv", "evil.example\n");
    place_.write("rules/a.yml", rule_);
    std::filesystem::create_symlink(place_.path("iocs.csv"), place_.path("link.jsonl"));
    std::filesystem::create_hard_link(place_.path("iocs.csv"), place_.path("name.jsonl"));
  }
  Ended check(const std::string& list, const std::string& sink, const std::string& more = "") {
    place_.write("p.yaml",
                 "pipeline: p\nversion: 1\nsources:\n  - { id: list, use: text.iocs, with: { path: "
                 "\"" +
                     list +
                     "\" }, case: { title: t, tlp: green } }\n"
                     "steps:\n  - { id: rules, use: sigma.map, with: { rules: [rules] } }\n"
                     "sinks:\n  - { id: out, use: table.jsonl, with: { path: \"" +
                     sink + "\" } }\n" + more);
    return place_.start({.arguments = {"check", "p.yaml"}, .folder = "", .environment = {}});
  }

  const std::string rule_ =
      "title: A\nid: 0c0ffee0-0000-4000-8000-000000000000\nlogsource: { category: x }\n"
      "detection: { s: { a: b }, condition: s }\n";
  Workplace place_{"SinkOverwritesInput"};
};

TEST_F(SinkOverwritesInput, IsAProblemThatNamesBothPlaces) {
  const std::string list = ", which source `list` (line 4) reads";
  const std::string rules = ", which step `rules` (line 6) reads";
  struct Row {
    const char *source, *sink;
    std::string said;
  };
  const Row rows[] = {{"iocs.csv", "iocs.csv", "would overwrite `iocs.csv`" + list},
                      {"iocs.csv", "./more/../iocs.csv", list},
                      {"iocs.csv", "link.jsonl", list},
                      {"iocs.csv", "name.jsonl", list},
                      {"*.csv", "iocs.csv", list},
                      {"more/*.csv", "more/new.csv", list},
                      {"more", "more/list.csv", list},
                      {"more", "more/new.jsonl", list},
                      {"iocs.csv", "rules/a.yml", rules},
                      {"iocs.csv", "p.yaml", "`p.yaml`, this very pipeline file"}};
  for (const Row& row : rows) {
    const Ended ended = check(row.source, row.sink);
    EXPECT_EQ(ended.exit_code, 1) << row.sink;
    EXPECT_NE(ended.out.find("p.yaml:8:"), std::string::npos) << ended.out;
    EXPECT_NE(ended.out.find(row.said), std::string::npos) << row.sink << ": " << ended.out;
  }
}

TEST_F(SinkOverwritesInput, ADeadLetterFileToo) {
  const Ended ended = check("iocs.csv", "out.jsonl",
                            "dead_letter: { use: table.jsonl, with: { path: iocs.csv } }\n");
  EXPECT_EQ(ended.exit_code, 1);
  EXPECT_NE(ended.out.find("p.yaml:9:"), std::string::npos) << ended.out;
  EXPECT_NE(ended.out.find("`dead_letter` would overwrite"), std::string::npos) << ended.out;
}

TEST_F(SinkOverwritesInput, WhatIsNobodysInputIsNone) {
  place_.write("rules/out.jsonl", "");  // no rule: nothing else there ends so
  for (const char* sink : {"out.jsonl", "rules/out.jsonl", "rules/new.yml", "/dev/null"}) {
    const Ended ended = check("iocs.csv", sink);
    EXPECT_EQ(ended.exit_code, 0) << sink << ": " << ended.out;
  }
}

TEST_F(SinkOverwritesInput, ARunTouchesNothing) {
  (void)check("iocs.csv", "iocs.csv");
  const Ended ended = place_.start(
      {.arguments = {"run", "p.yaml", "--state", "state"}, .folder = "", .environment = {}});
  EXPECT_EQ(ended.exit_code, 1);
  EXPECT_EQ(read_text(place_.path("iocs.csv")), "indicator\nevil.example\n");
}

}  // namespace
}  // namespace rulemap::e2e
