// Selections, values and modifiers: the tests that they make.
#include <gtest/gtest.h>

#include "load_testing.h"

namespace rulemap::sigma {
namespace {

// The tree of one entry, without the selection's name.
std::string tree(const std::string& selection, const LoadOptions& options = {}) {
  const std::string out = tree_of("s:\n  " + selection + "\ncondition: s", options);
  return out.starts_with("[s]") ? out.substr(3) : out;
}

void expect(std::span<const char* const[2]> rows) {
  for (const auto& row : rows) EXPECT_EQ(tree(row[0]), row[1]) << row[0];
}

TEST(Lower, ValuesHaveTheTypesOfYaml) {
  const char* rows[][2] = {
      {"F: abc", "F='abc'"},
      {"F: 1", "F='1'#1#"},
      {"F: '1'", "F='1'#1"},
      {"F: \"1\"", "F='1'#1"},
      {"F: 0x1F", "F='0x1F'#31#"},
      {"F: 0o17", "F='0o17'#15#"},
      {"F: '0x1F'", "F='0x1F'"},
      {"F: 1e3", "F='1e3'#1000#"},
      {"F: .5", "F='.5'#0.500000#"},
      {"F: -5.", "F='-5.'#-5#"},
      {"F: 1_000", "F='1_000'"},
      {"F: 2024-01-01", "F='2024-01-01'"},
      {"F: yes", "F='yes'"},
      {"F: off", "F='off'"},
      {"F: true", "F='true'"},
      {"F: False", "F='false'"},
      {"F: 'True'", "F='True'"},
      {"F: null", "F null"},
      {"F: ~", "F null"},
      {"F:", "F null"},
      {"F: 'null'", "F='null'"},
      {"F: ''", "F=''"},
      {"F: '*'", "F=*"},
      {"F: [a, null, '']", "(F='a' | F null | F='')"},
      {"F: 1*", "F='1'*"},
      {"a.b: c", "a.b='c'"},
  };
  expect(rows);
}

TEST(Lower, SelectionsAreMapsListsAndKeywords) {
  const char* rows[][2] = {
      {"F: a\n  G: b", "(F='a' & G='b')"},
      {"- F: a\n    G: b\n  - H: c", "((F='a' & G='b') | H='c')"},
      {"- word\n  - 42", "(=*'word'* | =*'42'*#)"},
      {"- word\n  - F: a", "(=*'word'* | F='a')"},
      {"- 'a*b?'", "=*'a'*'b'?*"},
      {"- '*a*'", "=*'a'*"},
      {"'|all': [a, b]", "(=*'a'* & =*'b'*)"},
      {"'|contains|all': [a, b]", "(=*'a'* & =*'b'*)"},
      {"'|startswith': a", "='a'*"},
      {"'|re': a+", "~/a+/"},
      {"'|cased': A", "==*'A'*"},
      {"F|contains: a\n  F|endswith: b", "(F=*'a'* & F=*'b')"},
  };
  for (const auto& row : rows) {
    // A keyword is looked for inside, so it is no number.
    std::string wanted = row[1];
    if (wanted.find("*#") != std::string::npos) wanted.erase(wanted.find("*#") + 1, 1);
    EXPECT_EQ(tree(row[0]), wanted) << row[0];
  }
  EXPECT_EQ(tree_of("s: word\ncondition: s"), "[s]=*'word'*");
}

TEST(Lower, WildcardsAndAnchors) {
  const char* rows[][2] = {
      {"F|contains: a", "F=*'a'*"},
      {"F|startswith: a", "F='a'*"},
      {"F|endswith: a", "F=*'a'"},
      {"F|startswith|endswith: a", "F=*'a'*"},
      {"F|contains: '*a'", "F=*'a'*"},
      {"F|contains: ''", "F=*"},
      {R"(F|contains: 'a\')", R"(F=*'a\'*)"},
      {R"(F|startswith: 'a\*')", "F='a*'*"},
      {"F|contains: 5", "F=*'5'*"},
      {"F|endswith: true", "F=*'true'"},
      {"F|contains: [a, b]", "(F=*'a'* | F=*'b'*)"},
      {"F|contains|all: [a, b]", "(F=*'a'* & F=*'b'*)"},
      {"F|all|contains: [a, b]", "(F=*'a'* & F=*'b'*)"},
      {"F|cased: A", "F=='A'"},
      {"F|cased|contains: A", "F==*'A'*"},
      {"F|contains|cased: A", "F==*'A'*"},
      {"F|cased: 5", "F=='5'#5#"},
  };
  expect(rows);
}

TEST(Lower, NeqIsNoneOfTheValues) {
  const char* rows[][2] = {
      {"F|neq: a", "!F='a'"},
      {"F|neq: [a, b]", "!(F='a' | F='b')"},
      {"F|neq: null", "!F null"},
      {"F|neq|contains: a", "!F=*'a'*"},
      {"F|re|neq: a", "!F~/a/"},
      {"F|cidr|neq: 10.0.0.0/8", "!F in 10.0.0.0/8"},
      {"F|fieldref|neq: G", "!F@equals G"},
      {"F|neq|lt: 5", "!F<5"},
  };
  expect(rows);
}

TEST(Lower, RegexesWithTheirFlags) {
  const char* rows[][2] = {
      {"F|re: 'a*\\.b'", "F~/a*\\.b/"},
      {"F|re|i: a", "F~/a/i"},
      {"F|re|i|m|s: a", "F~/a/ims"},
      {"F|re|ignorecase|multiline|dotall: a", "F~/a/ims"},
      {"F|re: 42", "F~/42/"},
      {"F|re|contains: a", "F~/a/"},
      {"F|re|cased: a", "F~/a/"},
      {"F|re: [a, b]", "(F~/a/ | F~/b/)"},
      {"F|re|all: [a, b]", "(F~/a/ & F~/b/)"},
      {"F|re: '.{1000,}'", "F~/.{1000,}/"},
  };
  expect(rows);
}

TEST(Lower, EncodingsOfAValue) {
  const char* rows[][2] = {
      {"F|base64: foobar", "F='Zm9vYmFy'"},
      {"F|base64: fo", "F='Zm8='"},
      {"F|base64|contains: foo", "F=*'Zm9v'*"},
      {"F|base64: 1", "F='MQ=='"},
      {R"(F|base64: 'a\*')", "F='YSo='"},
      {"F|base64|base64: foobar", "F='Wm05dlltRnk='"},
      {"F|base64offset: foobar", "(F=*'Zm9vYmFy'* | F=*'Zvb2Jhc'* | F=*'mb29iYX'*)"},
      {"F|base64offset|contains: foobar", "(F=*'Zm9vYmFy'* | F=*'Zvb2Jhc'* | F=*'mb29iYX'*)"},
      {"F|base64offset|startswith: foobar", "(F='Zm9vYmFy'* | F='Zvb2Jhc'* | F='mb29iYX'*)"},
      {"F|utf16le|base64: ab", "F='YQBiAA=='"},
      {"F|wide|base64: ab", "F='YQBiAA=='"},
      {"F|utf16be|base64: ab", "F='AGEAYg=='"},
      {"F|utf16|base64: ab", "F='//5hAGIA'"},
      {"F|wide|base64: \xC3\xA4", "F='5AA='"},
      {"F|wide|base64: \xF0\x9F\x98\x80", "F='PdgA3g=='"},
      {"F|base64offset|contains: [ab, cd]",
       "((F=*'YW'* | F=*'Fi'* | F=*'hY'*) | (F=*'Y2'* | F=*'Nk'* | F=*'jZ'*))"},
      {"F|base64offset|contains|all: [ab, cd]",
       "((F=*'YW'* | F=*'Fi'* | F=*'hY'*) & (F=*'Y2'* | F=*'Nk'* | F=*'jZ'*))"},
  };
  expect(rows);
}

// The unstable characters are counted in bytes: of a letter of two bytes too.
TEST(Lower, Base64OffsetCountsBytes) {
  EXPECT_EQ(tree("F|base64offset: \xC3\xA4"), "(F=*'w6'* | F=*'Ok'* | F=*'Dp'*)");
}

TEST(Lower, WindashIsAnyDashWhereverOneStands) {
  const char* rows[][2] = {
      {"F|windash: '-a'", "F=~'a'"},
      {"F|windash: '/a -b/c'", "F=~'a '~'b'~'c'"},
      {"F|windash|contains: ' -a'", "F=*' '~'a'*"},
      {"F|contains|windash: ' -a'", "F=*' '~'a'*"},
      {"F|windash: '\xE2\x80\x93\xE2\x80\x94\xE2\x80\x95x'", "F=~~~'x'"},
      {"F|windash: 'a'", "F='a'"},
      {"F|windash: -1", "F=~'1'"},
      {R"(F|windash: '-*\*')", "F=~*'*'"},
  };
  expect(rows);
  // No expansion, so many dashes cost nothing.
  EXPECT_EQ(tree("F|windash: '" + std::string(1000, '-') + "'"), "F=" + std::string(1000, '~'));
}

TEST(Lower, Networks) {
  const char* rows[][2] = {
      {"F|cidr: 10.0.0.0/8", "F in 10.0.0.0/8"},
      {"F|cidr: 0.0.0.0/0", "F in 0.0.0.0/0"},
      {"F|cidr: 10.1.2.3", "F in 10.1.2.3/32"},
      {"F|cidr: '2001:db8::/32'", "F in 2001:db8::/32"},
      {"F|cidr: '::1'", "F in ::1/128"},
      {"F|cidr: '::ffff:10.0.0.0/104'", "F in 10.0.0.0/8"},
      {"F|cidr: '::ffff:10.1.2.3'", "F in 10.1.2.3/32"},
      {"F|cidr: [10.0.0.0/8, 'fe80::/10']", "(F in 10.0.0.0/8 | F in fe80::/10)"},
  };
  expect(rows);
}

TEST(Lower, NumbersDatesPresenceAndOtherFields) {
  const char* rows[][2] = {
      {"F|lt: 5", "F<5"},
      {"F|lte: 5", "F<=5"},
      {"F|gt: '5'", "F>5"},
      {"F|gte: 9007199254740993", "F>=9007199254740993"},
      {"F|gt: 0.5", "F>0.500000"},
      {"F|gt: [1, 2]", "(F>1 | F>2)"},
      {"F|exists: true", "F exists"},
      {"F|exists: 'false'", "F absent"},
      {"F|minute: 59", "F.minute=59"},
      {"F|hour: [0, 23]", "(F.hour=0 | F.hour=23)"},
      {"F|day: 31", "F.day=31"},
      {"F|week: 53", "F.week=53"},
      {"F|month: 12", "F.month=12"},
      {"F|year: 2026", "F.year=2026"},
      {"F|fieldref: G", "F@equals G"},
      {"F|fieldref|contains: G", "F@contains G"},
      {"F|startswith|fieldref: a.b", "F@starts_with a.b"},
      {"F|fieldref|endswith|cased: G", "F@ends_with cased G"},
      {"F|fieldref: [G, H]", "(F@equals G | F@equals H)"},
  };
  expect(rows);
}

TEST(Lower, PlaceholdersAreFilledIn) {
  LoadOptions options;
  options.placeholders = {{"a", {"x", "y*"}}, {"b.c-d_1", {"1"}}, {"none", {}}};
  const char* rows[][2] = {
      {"F|expand: '%a%'", "(F='x' | F='y'*)"},
      {"F|contains|expand: '-%a%-'", "(F=*'-x-'* | F=*'-y'*'-'*)"},
      {"F|expand: '%a%%a%'", "(F='xx' | F='xy'* | F='y'*'x' | F='y'*'y'*)"},
      {"F|expand: '%b.c-d_1%'", "F='1'#1"},
      {"F|expand: '\\%a\\%'", "F='%a%'"},
      {"F|expand: '100% of'", "F='100% of'"},
      {"F|expand: plain", "F='plain'"},
      {"F|expand: 5", "F='5'#5#"},
      {"F|expand|all: '%a%'", "(F='x' & F='y'*)"},
      {"F|re|expand: '^%b.c-d_1%$'", "F~/^1$/"},
      {"F|cidr|expand: '10.0.0.%b.c-d_1%'", "F in 10.0.0.1/32"},
      {"F: '%a%'", "F='%a%'"},
      {"F|expand: '%zz%'",
       "6:15: the placeholder `%zz%` has no values; give it some to load this rule"},
      {"F|expand: '%none%'",
       "6:15: the placeholder `%none%` has no values; give it some to load this rule"},
  };
  for (const auto& row : rows) EXPECT_EQ(tree(row[0], options), row[1]) << row[0];
}

TEST(Lower, PlaceholdersThatMultiplyAreBounded) {
  LoadOptions options;
  options.placeholders["a"] = std::vector<std::string>(100, "x");
  EXPECT_NE(tree("F|expand: '%a%%a%%a%%a%'", options).find("make more than 200000 values"),
            std::string::npos);
  options.placeholders["a"] = std::vector<std::string>(10, std::string(1 << 20, 'x'));
  EXPECT_NE(tree("F|expand: '%a%%a%'", options).find("16 MiB"), std::string::npos);
}

}  // namespace
}  // namespace rulemap::sigma
