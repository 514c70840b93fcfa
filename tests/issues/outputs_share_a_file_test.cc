// Two outputs with one path wrote over each other's records, and the check said fine.
#include <gtest/gtest.h>

#include "e2e/workplace.h"

namespace rulemap::e2e {
namespace {

Ended check(const Workplace& place, const std::string& sinks) {
  place.write("iocs.txt", "evil.example\n");
  place.write("p.yaml",
              "pipeline: p\nversion: 1\nsources:\n"
              "  - { id: list, use: text.iocs, with: { path: iocs.txt }, case: { title: t } }\n"
              "sinks:\n  - { id: a, use: table.jsonl, with: { path: out/x.jsonl } }\n" +
                  sinks);
  return place.start({.arguments = {"check", "p.yaml"}, .folder = "", .environment = {}});
}

TEST(OutputsShareAFile, IsAProblemThatNamesBothPlaces) {
  const Workplace place("OutputsShareAFile");
  const std::pair<const char*, const char*> rows[] = {
      {"  - { id: b, use: table.jsonl, with: { path: out/x.jsonl }, when: ioc.private }\n",
       "sink `b` and sink `a` (line 6) both write `out/x.jsonl`"},
      {"  - { id: b, use: table.jsonl, with: { path: out/y/../x.jsonl, append: true } }\n",
       "sink `b` and sink `a` (line 6) both write"},
      {"  - { id: b, use: misp.event, with: { path: out/x.jsonl } }\n",
       "sink `b` and sink `a` (line 6) both write"},
      {"dead_letter: { use: table.jsonl, with: { path: out/x.jsonl } }\n",
       "`dead_letter` and sink `a` (line 6) both write"}};
  for (const auto& [sinks, said] : rows) {
    const Ended ended = check(place, sinks);
    EXPECT_EQ(ended.exit_code, 1) << sinks;
    EXPECT_NE(ended.out.find("p.yaml:7:"), std::string::npos) << ended.out;
    EXPECT_NE(ended.out.find(said), std::string::npos) << ended.out;
  }
  const Ended fine =
      check(place, "  - { id: b, use: table.jsonl, with: { path: out/%Y.jsonl } }\n");
  EXPECT_EQ(fine.exit_code, 0) << fine.out;
}

}  // namespace
}  // namespace rulemap::e2e
