// A sink's path with %Y or {case} became a file that the pipeline reads, or another output, once it
// was filled in, and the check said fine.
#include <gtest/gtest.h>

#include "e2e/workplace.h"

namespace rulemap::e2e {
namespace {

class DatedOutputOverwrites : public testing::Test {
 protected:
  Ended check(const std::string& source, const std::string& sinks) {
    place_.write("in-2026.jsonl", "evil.example\n");
    place_.write("p.yaml",
                 "pipeline: p\nversion: 1\nsources:\n  - { id: list, use: text.iocs, with: { path: "
                 "\"" +
                     source + "\" }, case: { title: t, tlp: green } }\nsinks:\n" + sinks);
    return place_.start({.arguments = {"check", "p.yaml"}, .folder = "", .environment = {}});
  }
  static std::string sink(const std::string& id, const std::string& path) {
    const std::string use = path.find("{case}") == std::string::npos ? "table.jsonl" : "misp.event";
    return "  - { id: " + id + ", use: " + use + ", with: { path: \"" + path + "\" } }\n";
  }
  Workplace place_{"DatedOutputOverwrites"};
};

TEST_F(DatedOutputOverwrites, IsAProblemThatNamesBothPlaces) {
  const std::string list = "which source `list` (line 4) reads";
  const std::tuple<std::string, std::string, std::string> rows[] = {
      {"in-2026.jsonl", sink("a", "in-%Y.jsonl"), "would overwrite `in-%Y.jsonl`, " + list},
      {"in-*.jsonl", sink("a", "in-%Y.jsonl"), list},
      {"in-20*.jsonl", sink("a", "in-%Y.jsonl"), list},
      {"in-2026.jsonl", sink("a", "{case}.jsonl"), list},
      {"in-2026.jsonl", sink("a", "out-2027.jsonl") + sink("b", "out-%Y.jsonl"),
       "sink `b` and sink `a` (line 6) both write"},
      {"in-2026.jsonl", sink("a", "out-%Y.jsonl") + sink("b", "out-2027.jsonl"),
       "sink `b` and sink `a` (line 6) both write"},
      {"in-2026.jsonl",
       sink("a", "out-%Y.jsonl") +
           "dead_letter: { use: table.jsonl, with: { path: out-2027.jsonl } }\n",
       "`dead_letter` and sink `a` (line 6) both write"}};
  for (const auto& [source, sinks, said] : rows) {
    const Ended ended = check(source, sinks);
    EXPECT_EQ(ended.exit_code, 1) << sinks;
    EXPECT_NE(ended.out.find(said), std::string::npos) << sinks << ended.out;
  }
}

TEST_F(DatedOutputOverwrites, WhatNoDateBecomesIsFine) {
  for (const std::string& sinks :
       {sink("a", "out-%Y.jsonl") + sink("b", "out-x.jsonl"),
        sink("a", "out-%Y%m.jsonl") + sink("b", "out-2026.jsonl"),
        sink("a", "out/{case}.json") + sink("b", "out/records.jsonl"), sink("a", "%Y/in.jsonl")}) {
    const Ended ended = check("in-2026.jsonl", sinks);
    EXPECT_EQ(ended.exit_code, 0) << sinks << ended.out;
  }
}

}  // namespace
}  // namespace rulemap::e2e
