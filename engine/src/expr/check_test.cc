#include "check.h"

#include <random>

#include "expr_testing.h"

namespace rulemap::expr {
namespace {

std::string complaints(std::string_view source, Expect expect = Expect::condition) {
  return told(compile(source, everything(), expect));
}

TEST(Check, TakesWhatPipelinesWrite) {
  for (const char* source :
       {"ioc.private", "ioc.type in ['sha256', 'domain', 'ipv4', 'url']", "ioc.type == vars.kind",
        "vt.malicious >= vars.min_hits", "exists(vt) and vt.malicious == 0", "vars.strict",
        "vt.score > 1 and vt.malicious > 0.5", "age(vt.first_seen) < 7d and vt.lag > 30s",
        "vt.first_seen < now()", "'apt' in tags and contains(tags, 'apt')", "len(tags) > 0",
        "matches(ioc.value, '^ev.l') or starts_with(lower(ioc.value), 'evil')",
        "in_net(ioc.value, '10.0.0.0/8')", "extra == 5 or extra == 'x' or extra or 'x' in extra",
        "ioc.type in [vars.kind, 'md5']", "exists(ioc.private) == false", "contains(extra, 5)",
        "age(extra) > 1h", "ends_with(ioc.value, \".example\")"}) {
    EXPECT_EQ(complaints(source), "") << source;
  }
}

TEST(Check, SaysWhatDoesNotFit) {
  const struct {
    const char* source;
    const char* told;
  } kCases[] = {
      {"vt.malicous > 1",
       "0+11 field: unknown field `vt.malicous` [did you mean `vt.malicious`?]\n"},
      {"exists(malicious)",
       "7+9 field: unknown field `malicious` [did you mean `vt.malicious`?]\n"},
      {"vt.malicious > vars.min_hit",
       "15+12 field: unknown variable `vars.min_hit` [did you mean `vars.min_hits`?]\n"},
      {"ioc.value == secrets.key", "13+11 field: a secret is never read by an expression\n"},
      {"ioc.value == evil", "13+4 field: unknown field `evil` [a text stands in quotes: 'evil']\n"},
      {"vt.malicious == null",
       "16+4 field: unknown field `null` [a field that is missing: not exists(field)]\n"},
      {"exists and true",
       "0+6 field: unknown field `exists` [it is a function: write exists(field)]\n"},
      {"contain(ioc.value, 'x')",
       "0+23 function: unknown function `contain` [did you mean contains(text, part) or "
       "contains(list, value)?]\n"},
      {"upper(ioc.value) == 'X'",
       "0+16 function: unknown function `upper` [there are exists, contains, starts_with, "
       "ends_with, matches, lower, len, in_net, now, age]\n"},
      {"ioc.value.lower() == 'x'",
       "0+17 function: unknown function `ioc.value.lower` [did you mean lower(text)?]\n"},
      {"(vt.malicous) > 1",
       "1+11 field: unknown field `vt.malicous` [did you mean `vt.malicious`?]\n"},
      {"(ioc.value) == (5)",
       "0+18 type: `ioc.value` is text and `5` is a whole number: they never compare [as a text it "
       "is '5']\n"},
      {"len(tags, tags) > 1",
       "0+15 function: `len` takes 1 argument, not 2 [write len(text or list)]\n"},
      {"now(1) > vt.first_seen", "0+6 function: `now` takes 0 arguments, not 1 [write now()]\n"},
      {"lower(vt.malicious) == 'x'",
       "6+12 type: `lower` takes text here; `vt.malicious` is a whole number [write "
       "lower(text)]\n"},
      {"age(ioc.value) > 1d",
       "4+9 type: `age` takes a time here; `ioc.value` is text [write age(time)]\n"},
      {"exists('x')", "7+3 type: `exists` takes the name of a field [write exists(field)]\n"},
      {"contains(ioc.value, 5)",
       "20+1 type: only a text is part of a text; `5` is a whole number\n"},
      {"contains(tags, tags)",
       "15+4 type: `contains` takes one value here; `tags` is a list [write contains(text, part) "
       "or "
       "contains(list, value)]\n"},
      {"matches(ioc.value, ioc.type)",
       "19+8 type: `matches` takes a text that is written out here [write matches(text, 'regular "
       "expression')]\n"},
      {"matches(ioc.value, '(')",
       "19+3 literal: no regular expression: missing ): ( [the syntax is RE2's]\n"},
      {"matches(ioc.value, '(?:(?:x{100}){100}){100}')",
       "19+26 literal: no regular expression: invalid repetition size: {100} [the syntax is "
       "RE2's]\n"},
      {"in_net(ioc.value, '10.0.0.1/8')",
       "18+12 literal: `'10.0.0.1/8'` has bits set outside its prefix [write '10.0.0.0/8']\n"},
      {"ioc.value == 5",
       "0+14 type: `ioc.value` is text and `5` is a whole number: they never compare [as a text it "
       "is '5']\n"},
      {"ioc.value == vars.min_hits",
       "0+26 type: `ioc.value` is text and `vars.min_hits` is a whole number: they never "
       "compare\n"},
      {"vt.malicious > 'x'",
       "0+18 type: `vt.malicious` is a whole number and `'x'` is text: they never compare\n"},
      {"tags == 'x'",
       "0+11 type: `tags` is a list and `'x'` is text: they never compare [write contains(list, "
       "value), or value in list]\n"},
      {"vt == 1",
       "0+7 type: `vt` is an object and `1` is a whole number: they never compare [ask "
       "exists(object), or name a field of it]\n"},
      {"vt.first_seen > 7d",
       "0+18 type: `vt.first_seen` is a time and `7d` is a duration: they never compare [a time "
       "compares with now() or another time; how old it is: age(x) > 7d]\n"},
      {"age(vt.first_seen) > 7",
       "0+22 type: `age(vt.first_seen)` is a duration and `7` is a whole number: they never "
       "compare "
       "[a duration has a unit, as 30s or 7d]\n"},
      {"ioc.private < true",
       "0+18 type: true and false have no order [compare them with == or !=]\n"},
      {"ioc.value",
       "0+9 type: `ioc.value` is text, not a condition [compare it, or write exists(ioc.value)]\n"},
      {"true and 5",
       "9+1 type: `5` is a whole number, not a condition [compare it with something]\n"},
      {"not lower(ioc.value)",
       "4+16 type: `lower(ioc.value)` is text, not a condition [compare it with something]\n"},
      {"'x' in ioc.value",
       "7+9 type: `in` needs a list; `ioc.value` is text [write contains(text, part)]\n"},
      {"1 in 1",
       "5+1 type: `in` needs a list; `1` is a whole number [a list stands in square brackets: "
       "[1]]\n"},
      {"tags in ['x']",
       "0+4 type: `tags` is a list: it is in no list [write contains(list, value) for each "
       "value]\n"},
      {"ioc.type in ['md5', 5]",
       "20+1 type: `ioc.type` is text and `5` is a whole number: they never compare\n"},
      {"ioc.type in [ioc.value]",
       "13+9 type: a list holds only values that are written out, or vars.x\n"},
      {"ioc.type in []", "12+2 type: nothing is in an empty list\n"},
      {"ioc.type == ['md5']", "12+7 type: a list stands only after `in` [write x in ['a', 'b']]\n"},
      {"['a'] in ['b']", "0+5 type: a list stands only after `in` [write x in ['a', 'b']]\n"},
  };
  for (const auto& c : kCases) EXPECT_EQ(complaints(c.source), c.told) << c.source;
}

TEST(Check, KnowsTheOnlyValuesOfAField) {
  TestScope scope;
  scope.with("state", Type::text, "known|unknown").with("free", Type::text);
  scope.with_constant("vars.word", Value::of_text("other"));
  for (const char* source :
       {"state == 'known'", "state in ['unknown', 'known']", "free == 'other'", "state != free",
        "state == vars.word", "state < 'other'", "not (state == 'unknown')"}) {
    EXPECT_TRUE(compile(source, scope).ok()) << source;
  }
  const struct {
    const char *source, *told, *hint;
  } kCases[] = {
      {"state == 'unknwon'", "`state` is never `'unknwon'`", "did you mean 'unknown'?"},
      {"'x' != state", "`state` is never `'x'`", "it is one of known, unknown"},
      {"state not in ['known', 'x']", "`state` is never `'x'`", "it is one of known, unknown"},
      {"state == ''", "`state` is never `''`", "it is one of known, unknown"}};
  for (const auto& c : kCases) {
    const Compiled compiled = compile(c.source, scope);
    ASSERT_FALSE(compiled.ok()) << c.source;
    ASSERT_EQ(compiled.problems().size(), 1u) << c.source;
    EXPECT_EQ(compiled.problems()[0].message, c.told);
    EXPECT_EQ(compiled.problems()[0].hint, c.hint);
  }
}

TEST(Check, TellsEverythingInOneGoInTheOrderOfTheSource) {
  EXPECT_EQ(complaints("vt.malicous = 1 && ioc.value == 5 and lenn(tags) > 0 and (a b"),
            "0+11 field: unknown field `vt.malicous` [did you mean `vt.malicious`?]\n"
            "12+1 syntax: `=` is not how it is written here [write ==]\n"
            "16+2 syntax: `&&` is not how it is written here [write and]\n"
            "19+14 type: `ioc.value` is text and `5` is a whole number: they never compare [as a "
            "text it is '5']\n"
            "38+10 function: unknown function `lenn` [did you mean len(text or list)?]\n"
            "58+1 field: unknown field `a`\n"
            "60+1 syntax: expected `)`, found `b`\n");
}

TEST(Check, BoundsThePatterns) {
  std::string source = "matches(ioc.value, 'a')";
  for (int i = 1; i < 32; ++i) source += " or matches(ioc.value, 'a')";
  EXPECT_EQ(complaints(source), "");
  EXPECT_NE(complaints(source + " or matches(ioc.value, 'a')").find("limit: more than 32"),
            std::string::npos);
  // Compiled it would need more memory than a pattern may have.
  EXPECT_NE(complaints("matches(ioc.value, '(?:\\pL{500}\\pN{500}){1}')").find("too large"),
            std::string::npos);
}

// Pieces of the language in any order: each pass meets every mistake.
TEST(Check, EveryProblemHasAPlaceInTheSource) {
  static const char* const kPieces[] = {
      "and",    "or",        "not",          "in",        "(",    ")",     "[",         "]",
      ",",      "==",        "!=",           "<",         ">=",   "'x'",   "5",         "0.5",
      "7d",     "true",      "tags",         "ioc",       "vt",   "len",   "ioc.value", "vars.kind",
      "vt.lag", "extra",     "exists(",      "len(",      "age(", "=",     "&&",        "${{ a }}",
      "'",      "matches(",  "in_net(",      "\xE2\x80",  "9z",   "tags[", "-",         "\x00",
      "now()",  "contains(", "'10.0.0.0/8'", "secrets.x", "$"};
  std::mt19937 random(7);
  for (int i = 0; i < 20'000; ++i) {
    std::string source;
    for (auto n = 1 + random() % 14; n > 0; --n) {
      source += kPieces[random() % std::size(kPieces)];
      if (random() % 4 != 0) source += ' ';
    }
    const Compiled compiled = compile(source, everything());
    if (compiled.ok()) continue;
    ASSERT_FALSE(compiled.problems().empty()) << source;
    uint32_t last = 0;
    for (const Problem& problem : compiled.problems()) {
      ASSERT_LE(problem.offset + problem.length, source.size()) << source;
      ASSERT_GE(problem.offset, last) << source;
      last = problem.offset;
    }
  }
}

TEST(Check, AValueMayBeOfAnyTypeButAnObject) {
  EXPECT_EQ(complaints("ioc.value", Expect::value), "");
  EXPECT_EQ(complaints("lower(ioc.value)", Expect::value), "");
  EXPECT_EQ(complaints("tags", Expect::value), "");
  EXPECT_EQ(complaints("vt", Expect::value), "0+2 type: `vt` is an object, not a value\n");
}

}  // namespace
}  // namespace rulemap::expr
