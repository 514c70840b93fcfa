// What rules say of events, point by point; the generated pairs of property_test.cc and the corpus
// of sigmahq_match_test.cc stand beside.
#include "rulemap/sigma/matcher.h"

#include <gtest/gtest.h>

#include <string>
#include <thread>

#include "rulemap/sigma/event_reader.h"
#include "rulemap/sigma/load.h"

namespace rulemap::sigma {
namespace {

RuleSet rules_of(const std::string& text) {
  const RuleText one{"rule.yml", text};
  RuleSet rules = load_texts({&one, 1});
  for (const Problem& problem : rules.problems) ADD_FAILURE() << problem.text();
  return rules;
}

// A rule of one selection, its lines as they stand below `sel:`.
std::string rule_with(const std::string& selection, const std::string& condition = "sel") {
  return "title: t\nlogsource: {product: windows}\ndetection:\n  sel:\n" + selection +
         "\n  condition: " + condition + "\n";
}

bool matches(const std::string& rule, const std::string& json) {
  const RuleSet rules = rules_of(rule);
  const Matcher matcher(rules, {.by_log_source = false});
  Matching matching(matcher);
  EventReader reader(matcher.fields());
  Event event;
  const auto read = reader.read(json, event);
  EXPECT_TRUE(read.ok()) << json;
  return !matching.match(event).empty();
}

struct Case {
  const char *selection, *json;
  bool expected;
};

void expect(std::initializer_list<Case> cases) {
  for (const Case& each : cases) {
    EXPECT_EQ(matches(rule_with(each.selection), each.json), each.expected)
        << each.selection << " and " << each.json;
  }
}

TEST(Matcher, Texts) {
  expect({{"    A: abc", R"({"A":"ABC"})", true},
          {"    A|cased: abc", R"({"A":"ABC"})", false},
          {"    A: abc", R"({"A":"abcd"})", false},
          {"    A: 'a*c'", R"({"A":"a\n\nc"})", true},
          {"    A: 'a?c'", R"({"A":"a\nc"})", true},
          {"    A: 'a?c'", R"({"A":"aäc"})", true},
          {"    A: 'a??c'", R"({"A":"aäc"})", false},
          {"    A: '*ab*ab*abc'", R"({"A":"ababababc"})", true},
          {"    A|contains: 'ababc'", R"({"A":"xabababc"})", true},
          {"    A: ÄRGER", R"({"A":"ärger"})", true},
          {"    A: sk", "{\"A\":\"\xC5\xBF\xE2\x84\xAA\"}", true},
          {"    A|contains: ''", R"({"A":""})", true},
          {"    A|windash|contains: ' -x'", "{\"A\":\"a \xE2\x80\x93x\"}", true}});
}

TEST(Matcher, NullAbsentAndEmpty) {
  expect({{"    A: null", R"({"B":1})", true},
          {"    A: null", R"({"A":null})", true},
          {"    A: null", R"({"A":""})", false},
          {"    A: null", R"({"A":[]})", false},
          {"    A: null", R"({"A":{}})", false},
          {"    A: null", R"({"A":["x",null]})", true},
          {"    A: ''", R"({"A":""})", true},
          {"    A: ''", R"({"A":null})", false},
          {"    A: ''", R"({"B":1})", false},
          {"    A: '*'", R"({"A":""})", true},
          {"    A: '*'", R"({"A":null})", false},
          {"    A: 'null'", R"({"A":null})", false},
          {"    A|exists: true", R"({"A":null})", true},
          {"    A|exists: true", R"({"A":[]})", true},
          {"    A|exists: true", R"({"B":1})", false},
          {"    A|exists: false", R"({"B":1})", true},
          {"    A|neq: x", R"({"B":1})", true}});
}

TEST(Matcher, NumbersAndBooleans) {
  expect({{"    A: 42", R"({"A":42})", true},
          {"    A: 42", R"({"A":"42"})", true},
          {"    A: 42", R"({"A":"042"})", true},
          {"    A: 42", R"({"A":42.0})", true},
          {"    A: '42'", R"({"A":42.0})", true},
          {"    A: '42'", R"({"A":"042"})", false},
          {"    A: 9007199254740993", R"({"A":9007199254740992})", false},
          {"    A: 18446744073709551615", R"({"A":18446744073709551615})", true},
          {"    A: true", R"({"A":true})", true},
          {"    A: 'false'", R"({"A":false})", true},
          {"    A: true", R"({"A":"True"})", true},
          {"    A|gt: 9007199254740992", R"({"A":"9007199254740993"})", true},
          {"    A|lt: 5", R"({"A":"five"})", false},
          {"    A|contains: 4", R"({"A":142})", true}});
}

TEST(Matcher, ArraysAndObjects) {
  expect({{"    A: b", R"({"A":["a","b"]})", true},
          {"    A|contains|all: [a, b]", R"({"A":["a","b"]})", true},
          {"    A.x: 1", R"({"A":[{"x":2},{"x":1}]})", true},
          {"    A.x: 1", R"({"A.x":2,"A":{"x":1}})", false},
          {"    A: x", R"({"A":{"x":"x"}})", false},
          {"    A: b", R"({"A":"a","A":"b"})", true}});
}

TEST(Matcher, Keywords) {
  expect({{"    - keyword", R"({"A":"a KEYWORD b"})", true},
          {"    - keyword", R"({"keyword":"x"})", false},
          {"    - keyword", R"({"A":"x","keyword":"y"})", false},
          {"    - 'y\",\"b'", R"({"a":"xy","b":"c"})", false},
          {"    - 'xyzz'", R"({"a":"\u0078\u0079","b":"\u007a\u007a"})", false},
          {"    - 'aaa\"bcdefg'", R"({"k":"aaa\"bcdefg"})", true},
          {"    - 'bcdefg\"'", R"({"k":"\"\"\"\"\"abcdefg"})", false},
          {"    - true", R"({"A":[{"b":true}]})", true},
          {"    - 1234", R"({"A":123456})", true},
          {"    - 'key*word'", R"({"A":"keyword"})", true},
          {"    - 'key*word'", R"({"A":"key","B":"word"})", false},
          {"    - 'Straße'", R"({"A":"STRAßE"})", true},
          {"    - 'task'", "{\"A\":\"ta\xC5\xBF\xE2\x84\xAA\"}", true},
          {"    '|all': [one, two]", R"({"A":"one","B":"two"})", true},
          {"    '|re': '^on[e]$'", R"({"A":"one"})", true},
          {"    - ab", R"({"A":"xaby"})", true}});
}

TEST(Matcher, Regexes) {
  expect({{"    A|re: 'b.c'", R"({"A":"abxcd"})", true},
          {"    A|re: 'B.C'", R"({"A":"abxcd"})", false},
          {"    A|re|i: 'B.C'", R"({"A":"abxcd"})", true},
          {"    A|re: 'b.c'", R"({"A":"b\nc"})", false},
          {"    A|re|s: 'b.c'", R"({"A":"b\nc"})", true},
          {"    A|re: 'abc$'", R"({"A":"abc\n"})", true},
          {"    A|re: 'abc$'", R"({"A":"abc\n\n"})", false},
          {"    A|re: '^b'", R"({"A":"a\nb"})", false},
          {"    A|re|m: '^b'", R"({"A":"a\nb"})", true},
          {"    A|re: '.{4,}'", R"({"A":"abc\nabc"})", false},
          {"    A|re: '.{4,}'", R"({"A":"ab\näöüß"})", true},
          {"    A|re: '(.){4,}'", R"({"A":"äöü"})", false},
          {"    A|re: '.{4,}'", "{\"A\":\"ab\xFFzz\"}", false},
          {"    A|re: '(?i)task'", "{\"A\":\"ta\xC5\xBF\xE2\x84\xAA\"}", true}});
}

TEST(Matcher, OtherAsks) {
  expect({{"    A|cidr: 10.0.0.0/8", R"({"A":"10.1.2.3"})", true},
          {"    A|cidr: 10.0.0.0/8", R"({"A":"11.1.2.3"})", false},
          {"    A|cidr: 10.0.0.0/8", R"({"A":"::ffff:10.1.2.3"})", true},
          {"    A|cidr: 'fe80::/10'", R"({"A":"FE80::1"})", true},
          {"    A|cidr: 0.0.0.0/0", R"({"A":"text"})", false},
          {"    A|fieldref: B", R"({"A":"X","B":"x"})", true},
          {"    A|fieldref|cased: B", R"({"A":"X","B":"x"})", false},
          {"    A|fieldref: B", R"({"A":"x"})", false},
          {"    A|fieldref: B", R"({"A":null,"B":null})", false},
          {"    A|fieldref|endswith: B", R"({"A":"ax","B":["b","x"]})", true},
          {"    A|hour: 6", R"({"A":"2025-11-28T06:43:04+05:00"})", true},
          {"    A|week: 1", R"({"A":"2024-12-30"})", true},
          {"    A|hour: 0", R"({"A":"2024-12-30"})", false},
          {"    A|year: 2023", R"({"A":1700000000})", true},
          {"    A|year: 2023", R"({"A":1700000000123})", true},
          {"    A|day: 31", R"({"A":"2025-02-31"})", false}});
}

TEST(Matcher, BytesThatAreNoUtf8AreCharacters) {
  expect({{"    A: 'a?b'",
           "{\"A\":\"A\xFF"
           "B\"}",
           true},
          {"    A: 'a*b'",
           "{\"A\":\"A\xC3\x28\xFF"
           "B\"}",
           true},
          {"    A|contains: abcd",
           "{\"A\":\"\xFF"
           "ABCD\"}",
           true}});
}

TEST(Matcher, TheLogSourceDecides) {
  const RuleSet rules = rules_of(R"(
title: a
logsource: {category: process_creation, product: windows}
detection: {s: {Image|endswith: x.exe}, condition: s}
---
title: b
logsource: {service: security, product: windows}
detection: {s: {EventID: 4688}, condition: s}
---
title: c
logsource: {product: linux}
detection: {s: {Image|endswith: x.exe}, condition: s}
)");
  const std::string event = R"({"Channel":"Security","EventID":4688,"NewProcessName":"C:\\x.exe"})";
  const LogSource linux_events{"", "linux", ""};
  const auto hits = [&](const MatchOptions& options, const LogSource* source) {
    const Matcher matcher(rules, options);
    Matching matching(matcher);
    EventReader reader(matcher.fields());
    Event read;
    EXPECT_TRUE(reader.read(event, read));
    const auto found = matching.match(read, source);
    return std::vector<std::uint32_t>(found.begin(), found.end());
  };
  EXPECT_EQ(hits({}, nullptr), (std::vector<std::uint32_t>{0, 1}));
  EXPECT_EQ(hits({}, &linux_events), (std::vector<std::uint32_t>{2}));
  EXPECT_EQ(hits({.by_log_source = false}, nullptr), (std::vector<std::uint32_t>{0, 1, 2}));
  EXPECT_EQ(hits({.most_classes = 0}, nullptr), (std::vector<std::uint32_t>{0, 1}));
}

TEST(Matcher, NoEventMayTakeAnothersClass) {
  const RuleSet rules = rules_of(rule_with("    EventID: 7\n    Channel: 'a*'"));
  const Matcher matcher(rules);
  Matching matching(matcher);
  EventReader reader(matcher.fields());
  Event event;
  for (unsigned i = 0; i < 10'000; ++i) {
    const std::string id = std::to_string(i);
    ASSERT_TRUE(reader.read(R"({"Channel":"a)" + id + R"(","EventID":)" + id + "}", event));
    EXPECT_EQ(matching.match(event).size(), i == 7 ? 1U : 0U) << i;
  }
}

TEST(Matcher, ThreadsShareIt) {
  const RuleSet rules = rules_of(rule_with("    A|contains: needle\n    B|re: 'x+y'"));
  const Matcher matcher(rules);
  std::vector<std::thread> threads;
  std::vector<std::size_t> hits(4);
  for (std::size_t t = 0; t < hits.size(); ++t) {
    threads.emplace_back([&, t] {
      Matching matching(matcher);
      EventReader reader(matcher.fields());
      Event event;
      for (int i = 0; i < 300; ++i) {
        const std::string json = R"({"Channel":"Security","EventID":)" + std::to_string(i % 50) +
                                 R"(,"A":"a needle","B":"xxy"})";
        if (reader.read(json, event)) hits[t] += matching.match(event).size();
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(hits, std::vector<std::size_t>(4, 300));
}

}  // namespace
}  // namespace rulemap::sigma
