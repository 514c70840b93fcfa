#include "rulemap/yaml/parse.h"

#include <gtest/gtest.h>

#include <chrono>
#include <random>

namespace rulemap::yaml {
namespace {

using Driver = Parsed (*)(std::string_view, const Limits&);

std::string at(Place place) {
  return "@" + std::to_string(place.line) + ":" + std::to_string(place.column);
}

// A tree in one line: values and keys with their places, quoted text in quotes.
std::string shown(const Node& node) {
  std::string text;
  for (const Node& item : node.items) text += shown(item) + " ";
  for (const Member& member : node.members) {
    text += member.key + at(member.place) + "=" + shown(member.value) + " ";
  }
  if (!text.empty()) text.pop_back();
  if (node.is_list()) return "[" + text + "]" + at(node.place);
  if (node.is_map()) return "{" + text + "}" + at(node.place);
  if (node.is_null()) return "null" + at(node.place);
  return (node.quoted ? "'" + node.text + "'" : node.text) + at(node.place);
}

std::string shown(const Parsed& parsed) {
  std::string text;
  for (const Problem& problem : parsed.problems) text += to_error(problem, "f").text() + "\n";
  if (!parsed.ok()) return text;
  for (const Node& document : parsed.documents) text += shown(document) + "\n";
  return text;
}

class Parse : public testing::TestWithParam<Driver> {
 protected:
  std::string tree(std::string_view text) { return shown(GetParam()(text, {})); }
  Parsed parse(std::string_view text, const Limits& limits = {}) {
    return GetParam()(text, limits);
  }
};

INSTANTIATE_TEST_SUITE_P(BothDrivers, Parse,
                         testing::Values(&parse_with_libyaml, &parse_with_yaml_cpp),
                         [](const auto& driver) {
                           return driver.index == 0 ? "libyaml" : "yaml_cpp";
                         });

TEST_P(Parse, GivesLocatedTrees) {
  struct Row {
    const char* text;
    const char* tree;
  };
  const Row rows[] = {
      {"", ""},
      {"# only a comment\n", ""},
      {"a", "a@1:1\n"},
      {"a: b\n", "{a@1:1=b@1:4}@1:1\n"},
      {"- a\n- b\n", "[a@1:3 b@2:3]@1:1\n"},
      {"a:\n- b\n", "{a@1:1=[b@2:3]@2:1}@1:1\n"},
      {"a:\n  b: c\n  d: e\n", "{a@1:1={b@2:3=c@2:6 d@3:3=e@3:6}@2:3}@1:1\n"},
      {"a: [b, {c: d}]\n", "{a@1:1=[b@1:5 {c@1:9=d@1:12}@1:8]@1:4}@1:1\n"},
      {"[a: b]\n", "[{a@1:2=b@1:5}@1:2]@1:1\n"},
      {"{a, b: }\n", "{a@1:2=null@1:2 b@1:5=null@1:5}@1:1\n"},
      {"a: 'no'\nb: no\n", "{a@1:1='no'@1:4 b@2:1=no@2:4}@1:1\n"},
      {"a: 010\nb: 1e3\n", "{a@1:1=010@1:4 b@2:1=1e3@2:4}@1:1\n"},
      {"a:\nb: ~\nc: null\nd: ''\ne: nullable\n",
       "{a@1:1=null@1:1 b@2:1=null@2:4 c@3:1=null@3:4 d@4:1=''@4:4 e@5:1=nullable@5:4}@1:1\n"},
      {"-\n- a\n", "[null@1:1 a@2:3]@1:1\n"},
      {"a:\nnull or not: b\n", "{a@1:1=null@1:1 null or not@2:1=b@2:14}@1:1\n"},
      {"a:\n~#: b\n", "{a@1:1=null@1:1 ~#@2:1=b@2:5}@1:1\n"},
      {"a: ~ # b\nc: [~ , ~]\n", "{a@1:1=null@1:4 c@2:1=[null@2:5 null@2:9]@2:4}@1:1\n"},
      {"a: |\n  b\n  c\nd: >-\n  e\n  f\n", "{a@1:1='b\nc\n'@1:4 d@4:1='e f'@4:4}@1:1\n"},
      {"a: b\n  c\n", "{a@1:1=b c@1:4}@1:1\n"},
      {"? a\n: b\n", "{a@1:3=b@2:3}@1:1\n"},
      {"'<<': a\n", "{<<@1:1=a@1:7}@1:1\n"},
      {"a: b\n---\nc\n...\n", "{a@1:1=b@1:4}@1:1\nc@3:1\n"},
      {"---\n---\na\n", "null@1:1\na@3:1\n"},
      {"\xEF\xBB\xBF"
       "a: b\n",
       "{a@1:1=b@1:4}@1:1\n"},
      {"a: b\r\nc: d\r\n", "{a@1:1=b@1:4 c@2:1=d@2:4}@1:1\n"},
      // Columns count characters: two umlauts of two bytes each stand before b.
      {"{\xC3\xA4\xC3\xB6: b}\n", "{\xC3\xA4\xC3\xB6@1:2=b@1:6}@1:1\n"},
      {"a: \"\\u00e4\\n\"\n", "{a@1:1='\xC3\xA4\n'@1:4}@1:1\n"},
      {"a: x\tb\n", "{a@1:1=x\tb@1:4}@1:1\n"},
  };
  for (const Row& row : rows) EXPECT_EQ(tree(row.text), row.tree) << row.text;
}

TEST_P(Parse, TellsWhereAndWhatToMend) {
  struct Row {
    const char* text;
    const char* where;
    const char* message;  // a part of it
  };
  const Row rows[] = {
      {"a:\n\tb: c\n", "f:2:1", "a tab is used for indentation"},
      {"a:\n  b: c\n\td: e\n", "f:3:1", "a tab is used for indentation"},
      {"a:\n \tb\n", "f:2:2", "a tab is used for indentation"},
      {"a: 1\nb: 2\na: 3\n", "f:3:1", "`a` is written twice: first in line 1, again in line 3"},
      {"a:\n  x: 1\n  'x': 2\n", "f:3:3", "first in line 2"},
      {"{a: 1, a: 2}\n", "f:1:8", "`a` is written twice"},
      {"x: 1\n<<: {a: b}\n", "f:2:1", "merge keys are not supported; write the keys out"},
      {"a: &x 1\n", "f:1:4", "anchors (`&name`) are not supported"},
      {"a: &x {b: c}\n", "f:1:4", "anchors"},
      {"a: &x [b]\nc: *x\n", "f:2:4", "aliases (`*name`) are not supported"},
      {"a: !secret b\n", "f:1:4", "tags (`!name`) are not supported"},
      {"a: !!str 1\n", "f:1:4", "tags"},
      {"a: !t [b]\n", "f:1:4", "tags"},
      {"a: {{ b }}\n", "f:1:5", "a key is text, not a map; quote a value"},
      {"? [a]\n: b\n", "f:1:3", "a key is text, not a list"},
      {"a: b\n~: c\n", "f:2:1", "a key is missing here"},
      {"{: c}\n", "f:1:2", "a key or a value is missing here"},
      {"a: 1\n  b: 2\n", "f:2:4", "a `:` followed by a blank cannot stand here"},
      {"a: b: c\n", "f:1:5", "a `:` followed by a blank cannot stand here"},
      {"a:\n    b: 1\n  c: 2\n", "f:3:3", "bad indentation"},
      {"- a\n b: c\n", "f:2:3", "`:` followed by a blank cannot stand here"},
      {"- a\nb: c\n", "f:2:1", "bad indentation: this is no item of the list"},
      {"a: 1\nb\nc: 2\n", "f:2:1", "this line has no `:`"},
      {"a: 'b\nc: d\n", "f:1:4", "quoted text that begins here is never closed"},
      {"a: \"b\nc: d\n", "f:1:4", "quoted text that begins here is never closed"},
      {"'", "f:1:1", "quoted text that begins here is never closed"},
      {"a: [b, c\nd: e\n", "f:1:4", "the `[` that begins here"},
      {"a: {b: c\n", "f:1:4", "the `{` that begins here"},
      {"a: \"C:\\Windows\"\n", "f:1:7", "unknown escape in double quotes"},
      {"a: %b\n", "f:1:4", "no value can begin with this character; quote the text"},
      {"a: `b`\n", "f:1:4", "no value can begin with this character"},
      {"a: - b\n", "f:1:4", "a list item `- ` cannot start here"},
      {"a: |x\n  b\n", "f:1:5", "the text begins in the next line"},
      {"a: b\xFF\n", "f:1:5", "not UTF-8"},
      {"a: \xC0\xAF\n", "f:1:4", "not UTF-8"},
      {"\xFF\xFE"
       "a\n",
       "f:1:1", "not UTF-8"},
      {"a: b\x01\n", "f:1:5", "U+0001 is not allowed"},
      {"a: b\rc: d\n", "f:1:5", "a carriage return without a newline"},
      {"a: b\xE2\x80\xA8\n", "f:1:5", "line separator U+2028"},
  };
  for (const Row& row : rows) {
    const Parsed parsed = parse(row.text);
    ASSERT_FALSE(parsed.ok()) << row.text;
    const Error error = to_error(parsed.problems.back(), "f");
    EXPECT_EQ(error.where, row.where) << row.text << "\n" << error.message;
    EXPECT_NE(error.message.find(row.message), std::string::npos) << row.text << error.message;
  }
}

TEST_P(Parse, ReportsEveryProblemInTheOrderOfTheFile) {
  EXPECT_EQ(tree("a: 1\nb: {x: 1, x: 2}\na: 2\n<<: c\nd: *e\na: 3\n"),
            "f:2:11: the key `x` is written twice: first in line 2, again in line 2\n"
            "f:3:1: the key `a` is written twice: first in line 1, again in line 3\n"
            "f:4:1: merge keys are not supported; write the keys out\n"
            "f:5:4: aliases (`*name`) are not supported; write the value out\n"
            "f:6:1: the key `a` is written twice: first in line 1, again in line 6\n");
}

TEST_P(Parse, AProblemKnowsHowLongItsKeyIs) {
  EXPECT_EQ(parse("title: 1\ntitle: 2\n").problems[0].length, 5U);
  EXPECT_EQ(parse("\xC3\xA4: 1\n\xC3\xA4: 2\n").problems[0].length, 1U);
}

TEST_P(Parse, AMillionLaughsStaysSmall) {
  std::string text = "a: &a [x, x]\n";
  for (char c = 'b'; c < 'z'; ++c) {
    text += std::string(1, c) + ": &" + c + " [*" + char(c - 1) + ", *" + char(c - 1) + "]\n";
  }
  const Parsed parsed = parse(text);
  EXPECT_FALSE(parsed.ok());
  EXPECT_LE(parsed.problems.size(), 100U);
}

TEST_P(Parse, NamesTheLimitThatIsExceeded) {
  const Limits limits{.bytes = 100, .nodes = 10, .depth = 3};
  const auto message = [&](const std::string& text) {
    const Parsed parsed = parse(text, limits);
    return parsed.ok() ? "" : parsed.problems.back().message;
  };
  EXPECT_EQ(message("[[[a]]]"), "");
  EXPECT_EQ(message("[[[[a]]]]"),
            "lists and maps are nested deeper than 3 levels, the most that is read");
  EXPECT_EQ(message("[1,2,3,4,5,6,7,8,9]"), "");
  EXPECT_EQ(message("[1,2,3,4,5,6,7,8,9,10]"),
            "the text has more than 10 keys and values, the most that is read");
  EXPECT_EQ(message(std::string(100, 'a')), "");
  EXPECT_EQ(message(std::string(101, 'a')), "the text has 101 bytes; at most 100 are read");
}

// Every text here costs a naive reader its stack, its memory or minutes.
TEST_P(Parse, AnswersHostileTextsFast) {
  std::string keys;
  for (int i = 0; i < 45'000; ++i) keys += "k" + std::to_string(i) + ": 1\n";
  std::string nested;
  for (int i = 0; i < 1'000; ++i) nested += std::string(i, ' ') + "a:\n";
  std::string dashes, questions, quotes;
  for (int i = 0; i < 100'000; ++i) dashes += "- ", questions += "? ", quotes += "'a' ";
  const std::string texts[] = {std::string(10 << 20, '['),
                               std::string(100'000, '['),
                               std::string(100'000, '{'),
                               std::string(1'000'000, ' '),
                               std::string(1'000'000, '\n'),
                               std::string(1'000'000, '\t'),
                               std::string(1'000'000, 'a'),
                               std::string(1'000'000, '!'),
                               std::string(1'000'000, '"'),
                               std::string(1'000'000, '\''),
                               "[" + std::string(400'000, ','),
                               dashes,
                               questions,
                               quotes,
                               keys,
                               nested,
                               "a: '" + std::string(1'000'000, '\n')};
  const auto start = std::chrono::steady_clock::now();
  for (const std::string& text : texts) parse(text);
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(10));
}

// Random pieces of YAML: neither driver may crash, hang or throw.
TEST_P(Parse, SurvivesRandomTexts) {
  const char* pieces[] = {
      "a",    "b: ", "- ", "\n",    "\n  ",  "\t",          "[",        "]",  "{",   "}",
      ", ",   "\"",  "'",  "|\n",   "> \n",  "# c",         "&a ",      "*a", "!t ", "~",
      "<<: ", "? ",  ": ", "---\n", "...\n", "%YAML 1.2\n", "\xC3\xA4", "\\"};
  std::mt19937 random(20240501);
  for (int round = 0; round < 20'000; ++round) {
    std::string text;
    for (auto n = random() % 12; n > 0; --n) text += pieces[random() % std::size(pieces)];
    const Parsed parsed = parse(text);
    for (const Problem& problem : parsed.problems) {
      EXPECT_GE(problem.place.line, 1U) << text;
      EXPECT_GE(problem.length, 1U) << text;
      EXPECT_FALSE(problem.message.empty()) << text;
    }
  }
}

// What only parse_with_yaml_cpp refuses: the texts in which the two libraries are known to part.
TEST(ParseWithYamlCpp, RefusesWhatParsersReadDifferently) {
  for (const char* text : {"'\n  \n'", "- \n|\n", "{a\n}", "b: [--- ? a\n'q']"}) {
    EXPECT_TRUE(parse_with_libyaml(text).ok()) << text;
    const Parsed parsed = parse_with_yaml_cpp(text);
    ASSERT_EQ(parsed.problems.size(), 1U) << text;
    EXPECT_NE(parsed.problems[0].message.find("in different ways"), std::string::npos) << text;
  }
}

}  // namespace
}  // namespace rulemap::yaml
