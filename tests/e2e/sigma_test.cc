// `rulemap sigma` as people start it.
#include <gtest/gtest.h>
#include <zlib.h>

#include <algorithm>
#include <filesystem>

#include "e2e/program.h"
#include "e2e/workplace.h"

namespace rulemap::e2e {
namespace {

std::string rule(const std::string& name, const std::string& field, const std::string& source) {
  return "title: " + name + "\nname: " + name + "\nlogsource: {" + source +
         "}\ndetection:\n  s: {" + field + "}\n  condition: s\n---\n";
}

const std::string kCreation = "category: process_creation, product: windows";
const std::string kCount =
    "title: count\ncorrelation: {type: event_count, rules: b, timespan: 10s, group-by: U, "
    "condition: {gte: 2}}\n";

class Sigma : public ::testing::Test {
 protected:
  Sigma() : place_("sigma") {
    place_.write("a.yml",
                 rule("b", "Image: x", kCreation) + rule("a", "Image|contains: x", kCreation));
  }
  Ended sigma(std::vector<std::string> words) const {
    words.insert(words.begin(), "sigma");
    return place_.start(
        {.arguments = std::move(words), .folder = place_.path(""), .environment = {}});
  }
  Ended match(std::vector<std::string> words) const {
    words.insert(words.begin(), {"match", "--rules", "a.yml", "--events"});
    return sigma(std::move(words));
  }

  Workplace place_;
};

TEST_F(Sigma, MatchPrintsALineForEachEventWithHits) {
  place_.write("e.jsonl", "{\"Image\":\"xy\"}\n{\"Image\":\"z\"}\n{\n  \"Image\": \"x\"\n}\n");
  const Ended ended = match({"e.jsonl", "--no-logsource", "--json"});
  EXPECT_EQ(ended.exit_code, 0) << ended.err;
  EXPECT_EQ(ended.out, "{\"event\":0,\"rules\":[\"a\"]}\n{\"event\":2,\"rules\":[\"a\",\"b\"]}\n");
  EXPECT_EQ(ended.err, "");
  EXPECT_EQ(match({"e.jsonl"}).out, "");
}

TEST_F(Sigma, MatchAsksForTheLogSource) {
  place_.write("e.jsonl",
               R"({"Channel":"Microsoft-Windows-Sysmon/Operational","EventID":1,"Image":"x"})"
               "\n"
               R"({"Channel":"Microsoft-Windows-Sysmon/Operational","EventID":3,"Image":"x"})"
               "\n");
  EXPECT_EQ(match({"e.jsonl"}).out, "{\"event\":0,\"rules\":[\"a\",\"b\"]}\n");
}

TEST_F(Sigma, MatchReadsGzipAndStandardInput) {
  const gzFile file = gzopen(place_.path("e.gz").c_str(), "wb");
  ASSERT_GT(gzputs(file, "{\"Image\":\"x\"}\n"), 0);
  gzclose(file);
  const std::string wanted = "{\"event\":0,\"rules\":[\"a\",\"b\"]}\n";
  EXPECT_EQ(match({"e.gz", "--no-logsource"}).out, wanted);
  const Ended piped = place_.start(
      {.arguments = {"sigma", "match", "--rules", "a.yml", "--no-logsource", "--events", "-"},
       .folder = place_.path(""),
       .environment = {},
       .feed = [](int to) { write_all(to, "{\"Image\":\"x\"}", 13); }});
  EXPECT_EQ(piped.out, wanted);
}

TEST_F(Sigma, MatchNamesBadLinesAndGoesOn) {
  place_.write("e.jsonl", "{\"Image\":\n\n{\"Image\":\"x\"}\nnonsense\n{\"Image\" 1}\n");
  const Ended ended = match({"e.jsonl", "--no-logsource"});
  EXPECT_EQ(ended.exit_code, 1);
  EXPECT_EQ(ended.out, "{\"event\":1,\"rules\":[\"a\",\"b\"]}\n");
  for (const char* said : {"e.jsonl:1: event 0 is left out: the object is not closed",
                           "e.jsonl:4: event 2 is left out: here is no JSON object",
                           "e.jsonl:5: event 3 is left out: ", "3 events left out"}) {
    EXPECT_NE(ended.err.find(said), std::string::npos) << said << "\n" << ended.err;
  }
}

TEST_F(Sigma, AFileOfNoEventsIsNotRepeatedLineByLine) {
  std::string text;
  for (int i = 0; i < 100; ++i) text += "no event\n";
  place_.write("e.txt", text);
  const Ended ended = match({"e.txt"});
  EXPECT_EQ(ended.exit_code, 1);
  EXPECT_LE(std::count(ended.err.begin(), ended.err.end(), '\n'), 22) << ended.err;
  EXPECT_NE(ended.err.find(" left out; the first are named"), std::string::npos) << ended.err;
  EXPECT_EQ(sigma({"explain", "a.yml", "e.txt", "--event", "-1"}).exit_code, 2);
}

TEST_F(Sigma, WhatCannotBeReadIsAFailure) {
  EXPECT_EQ(match({"none.jsonl"}).exit_code, 3);
  const gzFile file = gzopen(place_.path("cut.gz").c_str(), "wb");
  gzputs(file, "{\"Image\":\"x\"}\n");
  gzclose(file);
  std::filesystem::resize_file(place_.path("cut.gz"), 25);
  const Ended cut = match({"cut.gz"});
  EXPECT_EQ(cut.exit_code, 3) << cut.err;
  EXPECT_NE(cut.err.find("cut.gz: "), std::string::npos);
  EXPECT_EQ(sigma({"match", "--rules", "none", "--events", "-"}).exit_code, 3);
}

TEST_F(Sigma, MatchEvaluatesCorrelationsByTheTimeOfEvents) {
  place_.write("a.yml", rule("b", "Image: x", kCreation) + kCount);
  place_.write("e.jsonl",
               "{\"Image\":\"x\",\"U\":\"p\",\"t\":5}\n{\"Image\":\"x\",\"U\":\"p\",\"t\":9}\n"
               "{\"Image\":\"x\",\"t\":9}\n{\"Image\":\"x\",\"U\":\"p\"}\n");
  const Ended ended = match({"e.jsonl", "--no-logsource", "--time", "t"});
  EXPECT_EQ(ended.out,
            "{\"event\":1,\"correlation\":\"count\",\"events\":[0,1],\"group\":{\"U\":\"p\"}}\n");
  EXPECT_NE(ended.err.find("not correlated: 1 hit without a field of its group"),
            std::string::npos);
  EXPECT_NE(ended.err.find("not correlated: 1 event without a time"), std::string::npos);
  EXPECT_EQ(ended.exit_code, 1);
  const Ended without = match({"e.jsonl", "--no-logsource"});
  EXPECT_NE(without.out.find("\"rules\":[\"b\"]"), std::string::npos);
  EXPECT_NE(without.err.find("1 correlation not evaluated: --time names"), std::string::npos);
}

// EVTX says the time in an attribute; events of several makers call it by several names.
TEST_F(Sigma, TimesAreFoundByWhatPeopleCallThem) {
  place_.write("a.yml", rule("b", "Image: x", kCreation) + kCount + "---\n" +
                            rule("c", "Image: other", kCreation));
  place_.write(
      "e.jsonl",
      R"({"Event":{"System":{"TimeCreated":{"#attributes":{"SystemTime":"2026-01-01T00:00:01Z"}}},"EventData":{"Image":"x","U":"p"}}})"
      "\n"
      R"({"@timestamp":"2026-01-01T00:00:03Z","Image":"x","U":"p"})"
      "\n"
      R"({"Image":"other"})"
      "\n");
  const std::string fired =
      "{\"event\":1,\"correlation\":\"count\",\"events\":[0,1],\"group\":{\"U\":\"p\"}}\n";
  for (const char* const name :
       {"TimeCreated_SystemTime", "Event.System.TimeCreated.#attributes.SystemTime"}) {
    const Ended ended =
        match({"e.jsonl", "--no-logsource", "--time", name, "--time", "@timestamp"});
    EXPECT_EQ(ended.out, fired + "{\"event\":2,\"rules\":[\"c\"]}\n") << name;
    // The last event has no time, but no correlation asks for it.
    EXPECT_EQ(ended.err, "");
    EXPECT_EQ(ended.exit_code, 0);
  }
  const Ended wrong = match({"e.jsonl", "--no-logsource", "--time", "utctime"});
  EXPECT_EQ(wrong.exit_code, 1);
  EXPECT_NE(wrong.err.find("event 0 has no time in `utctime`; it has one in "
                           "`TimeCreated_SystemTime`"),
            std::string::npos)
      << wrong.err;
}

// What stands in for a field does so for what only a correlation reads.
TEST_F(Sigma, CorrelationsFindFieldsByTheirOtherNames) {
  place_.write("a.yml", rule("b", "Image: x", kCreation) +
                            "title: c\ncorrelation: {type: event_count, rules: b, timespan: 1h, "
                            "group-by: Computer, condition: {gte: 2}}\n");
  place_.write("e.jsonl",
               "{\"winlog\":{\"computer_name\":\"p\"},\"Image\":\"x\",\"t\":5}\n"
               "{\"winlog\":{\"computer_name\":\"p\"},\"Image\":\"x\",\"t\":9}\n");
  EXPECT_EQ(
      match({"e.jsonl", "--no-logsource", "--time", "t"}).out,
      "{\"event\":1,\"correlation\":\"c\",\"events\":[0,1],\"group\":{\"Computer\":\"p\"}}\n");
}

TEST_F(Sigma, RulesAreKeptForTheNextRun) {
  place_.write("e.jsonl", "{\"Image\":\"x\"}\n");
  for (int i = 0; i < 2; ++i) {
    const Ended ended = match({"e.jsonl", "--no-logsource", "--rules-cache", "kept"});
    EXPECT_EQ(ended.out, "{\"event\":0,\"rules\":[\"a\",\"b\"]}\n") << i << ended.err;
    EXPECT_TRUE(std::filesystem::exists(place_.path("kept")));
  }
  const Ended over = match({"e.jsonl", "--no-logsource", "--rules-cache", "e.jsonl"});
  EXPECT_EQ(over.out, "{\"event\":0,\"rules\":[\"a\",\"b\"]}\n");
  EXPECT_NE(over.err.find("e.jsonl: this is no cache of rules"), std::string::npos) << over.err;
}

TEST_F(Sigma, CheckOfNothingIsAProblem) {
  place_.write("empty/readme.txt", "no rule");
  const Ended ended = sigma({"check", "empty"});
  EXPECT_EQ(ended.exit_code, 1);
  EXPECT_NE(ended.err.find("there are no rules"), std::string::npos);
}

TEST_F(Sigma, CheckSaysEveryFindingWithItsPlace) {
  const Ended fine = sigma({"check", "a.yml"});
  EXPECT_EQ(fine.exit_code, 0);
  EXPECT_EQ(fine.out, "2 rules and 0 correlations loaded; 0 errors, 0 warnings\n");
  place_.write("b.yml", rule("c", "F|contain: x", kCreation) +
                            rule("d", "F|expand: '%u%'", "category: c") +
                            "title: e\ntags: [odd]\n" + rule("f", "F: x", "category: c").substr(9));
  const Ended ended = sigma({"check", "a.yml", "b.yml"});
  EXPECT_EQ(ended.exit_code, 1);
  EXPECT_NE(ended.out.find("b.yml:5:7: there is no modifier `contain`"), std::string::npos)
      << ended.out;
  EXPECT_NE(ended.out.find("b.yml:12:17: the placeholder `%u%` has no values"), std::string::npos);
  EXPECT_NE(ended.out.find(": warning: "), std::string::npos);
  EXPECT_NE(ended.out.find("3 rules and 0 correlations loaded; 2 errors, 1 warning\n"),
            std::string::npos);
  const Ended given = sigma({"check", "b.yml", "--placeholder", "u=x", "--json"});
  EXPECT_NE(given.out.find("\"line\":5,\"column\":7,\"weight\":\"error\""), std::string::npos);
  EXPECT_NE(given.out.find("\"rules\":2,\"correlations\":0,\"errors\":1,\"warnings\":1"),
            std::string::npos)
      << given.out;
}

TEST_F(Sigma, TestCountsWhatPassedAndFailed) {
  const std::string test =
      R"({"name":"n","kind":"detection","rule":"title: t\nlogsource: {category: c}\ndetection: {s: {F: a}, condition: s}","events":[{"F":"a"}],"expect":[)";
  place_.write("c.jsonl", test + "true]}\n\n" + test + "false]}\n{}\n");
  const Ended ended = sigma({"test", "c.jsonl"});
  EXPECT_EQ(ended.exit_code, 1);
  EXPECT_EQ(ended.out,
            "passed  n\n"
            "failed  c.jsonl:3: n: events[0] matches, expected that it does not match\n"
            "failed  c.jsonl:4: no case: a case has a `name`, a text\n"
            "1 passed, 2 failed\n");
  place_.write("c.jsonl", test + "true]}");
  EXPECT_EQ(sigma({"test", "c.jsonl"}).exit_code, 0);
  EXPECT_EQ(sigma({"test", "none.jsonl"}).exit_code, 3);
}

TEST_F(Sigma, ExplainSaysWhichPartHeld) {
  place_.write("e.jsonl", "{\"Image\":\"z\"}\n{\"Image\":\"xy\"}\n");
  const Ended first = sigma({"explain", "a.yml", "e.jsonl"});
  EXPECT_EQ(first.exit_code, 0) << first.err;
  EXPECT_EQ(first.out.substr(0, first.out.find('\n')), "b: does not hold");
  EXPECT_NE(first.out.find("seen: `z`"), std::string::npos) << first.out;
  const Ended other = sigma({"explain", "a.yml", "e.jsonl", "--event", "1", "--id", "a"});
  EXPECT_EQ(other.out.substr(0, other.out.find('\n')), "a: holds");
  EXPECT_EQ(sigma({"explain", "a.yml", "e.jsonl", "--event", "2"}).exit_code, 3);
  EXPECT_EQ(sigma({"explain", "a.yml", "e.jsonl", "--id", "z"}).exit_code, 3);
  // Why `match` does not list what holds.
  EXPECT_NE(other.out.find("the log source does not fit: the rule is for product windows, category "
                           "process_creation; channel and event id of the event tell none"),
            std::string::npos)
      << other.out;
  place_.write("a.yml", rule("b", "Image: x", kCreation) + kCount);
  EXPECT_NE(sigma({"explain", "a.yml", "e.jsonl", "--id", "count"}).err.find("is a correlation"),
            std::string::npos);
}

}  // namespace
}  // namespace rulemap::e2e
