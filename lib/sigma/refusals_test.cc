// Entries that cannot mean anything are refused, with what would be right.
#include <gtest/gtest.h>

#include "load_testing.h"

namespace rulemap::sigma {
namespace {

struct Row {
  const char* selection;
  const char* problem;
};

void expect(std::span<const Row> rows) {
  for (const Row& row : rows) {
    const std::string got = tree_of(std::string("s:\n  ") + row.selection + "\ncondition: s");
    EXPECT_EQ(got.substr(0, std::string_view(row.problem).size()), row.problem) << row.selection;
  }
}

TEST(Refusals, UnknownModifiers) {
  const Row rows[] = {
      {"F|contain: a", "6:5: there is no modifier `contain`; did you mean `contains`?"},
      {"F|endwsith: a", "6:5: there is no modifier `endwsith`; did you mean `endswith`?"},
      {"F|Contains: a", "6:5: there is no modifier `Contains`; did you mean `contains`?"},
      {"F|vql: a", "6:5: there is no modifier `vql`"},
      {"F|: a", "6:5: a modifier is missing behind `|`"},
      {"F||contains: a", "6:5: a modifier is missing behind `|`"},
      {"F|contains|contains: a", "6:5: `contains` is written twice; once is enough"},
      {"F|wide|utf16le|base64: a", "6:5: `utf16le` is written twice"},
  };
  expect(rows);
}

TEST(Refusals, ModifiersThatDoNotGoTogether) {
  const Row rows[] = {
      {"F|re|cidr: a", "6:5: `re` and `cidr` ask for different things; write two entries"},
      {"F|gt|lt: 1", "6:5: `gt` and `lt` ask for different things"},
      {"F|hour|gte: 8", "6:5: `hour` and `gte` ask for different things"},
      {"F|i: a", "6:5: i, m and s are flags of `re`: write `re|i`"},
      {"F|i|re: a", "6:5: `re` stands first, its flags behind it"},
      {"F|contains|re: a", "6:5: `re` stands first"},
      {"F|re|startswith: a", "6:5: `startswith` cannot stand beside `re`, which is found anywhere"},
      {"F|re|endswith: a", "6:5: `endswith` cannot stand beside `re`"},
      {"F|re|base64: a", "6:5: `base64` cannot stand beside `re`"},
      {"F|re|windash: a", "6:5: `windash` cannot stand beside `re`"},
      {"F|re|i|cased: a", "6:5: `i` and `cased` exclude each other"},
      {"F|cidr|contains: 10.0.0.0/8", "6:5: `contains` cannot stand beside `cidr`"},
      {"F|lt|cased: 1", "6:5: `cased` cannot stand beside `lt`, which compares no letters"},
      {"F|exists|neq: true", "6:5: `neq` cannot stand beside `exists`, which takes true or false"},
      {"F|exists|contains: true", "6:5: `contains` cannot stand beside `exists`"},
      {"F|fieldref|base64: G", "6:5: `base64` cannot stand beside `fieldref`"},
      {"F|fieldref|re: G", "6:5: `fieldref` and `re` ask for different things"},
      {"F|neq|all: [a, b]", "6:5: `neq` asks for none of the values and `all` for each"},
      {"F|contains|base64: a", "6:5: `base64` stands before `contains`: modifiers work from left"},
      {"F|base64offset|base64: abc", "6:5: `base64` stands before `base64offset`"},
      {"F|wide: a", "6:5: `utf16le` makes bytes that base64 or base64offset must encode"},
      {"F|base64|wide: a", "6:5: `utf16le` makes bytes"},
      {"F|wide|contains: a", "6:5: `utf16le` makes bytes"},
      {"F|windash|base64: a", "6:5: `windash` stands for several characters"},
      {"'|cidr': 10.0.0.0/8", "6:5: `cidr` asks a field, and this entry names none"},
      {"'|exists': true", "6:5: `exists` asks a field"},
      {"'|fieldref': G", "6:5: `fieldref` asks a field"},
  };
  expect(rows);
}

TEST(Refusals, ValuesOfTheWrongKind) {
  const Row rows[] = {
      {"F|all: a", "6:5: `all` asks for several values, and here is one; leave it out"},
      {"F|contains|all: [a]", "6:5: `all` asks for several values"},
      {"'|all': [a]", "6:5: `all` asks for several values"},
      {"F: []", "6:5: an empty list is no value"},
      {"F: {a: b}", "6:8: a value is text, a number, true, false or null, not a map"},
      {"F: [a, [b]]", "6:12: a value is text, a number, true, false or null, not a list"},
      {"F|contains: null", "6:17: null is no text; `contains` cannot ask for it"},
      {"F|re: [a, null]", "6:15: null is no text; `re` cannot ask for it"},
      {"F|lt: null", "6:11: null is no text; `lt` cannot ask for it"},
      {"- null", "6:7: null is no keyword; to look for the word, quote it"},
      {"- ''", "6:7: an empty keyword stands in every event"},
      {"- [a]", "6:7: a value is text"},
      {"F|lt: abc", "6:11: `lt` takes a number"},
      {"F|gte: 1e999", "6:12: `gte` takes a number"},
      {"F|exists: 1", "6:15: `exists` takes true or false"},
      {"F|exists: [true]", "6:5: `exists` takes true or false, not a list"},
      {"F|hour: 24", "6:13: `hour` takes a number from 0 to 23"},
      {"F|minute: -1", "6:15: `minute` takes a number from 0 to 59"},
      {"F|month: 0", "6:14: `month` takes a number from 1 to 12"},
      {"F|week: 1.5", "6:13: `week` takes a number from 1 to 53"},
      {"F|fieldref: 5", "6:17: `fieldref` takes the name of another field"},
      {"F|fieldref: ''", "6:17: `fieldref` takes the name of another field"},
      {"F|base64: 'a*'", "6:15: wildcards cannot be encoded; escape `*` and `?`"},
      {"F|base64: ''", "6:15: an empty value cannot be encoded"},
      {"F|base64offset: a", "6:21: this value is too short for `base64offset`"},
      {"F|cidr: 10.1.2.3/8", "6:13: bits behind the prefix are set; write 10.0.0.0/8"},
      {"F|cidr: '2001:db8::1/32'", "6:13: bits behind the prefix are set; write 2001:db8::/32"},
      {"F|cidr: 10.0.0.0/33", "6:13: the prefix of this network is a number from 0 to 32"},
      {"F|cidr: 10.0.0.0/", "6:13: the prefix of this network is a number from 0 to 32"},
      {"F|cidr: 10.0.*", "6:13: `cidr` takes a network such as 10.0.0.0/8 or 2001:db8::/32"},
      {"F|re: '(?=a)'", "6:11: the regex is refused: "},
      {"F|re: '(a'", "6:11: the regex is refused: missing ): (a"},
      {"F|re: 'a{1001}'", "6:11: the regex is refused: "},
      {"F|re: '(a)\\1'", "6:11: the regex is refused: "},
      {"F|re: '((a{100}){100}){100}'", "6:11: the regex is refused: "},
  };
  expect(rows);
  EXPECT_EQ(tree_of("s: {}\ncondition: s"),
            "5:3: a selection has entries `field: value`; this one has none");
  EXPECT_EQ(tree_of("s: []\ncondition: s"),
            "5:3: a selection is a list of maps or keywords; this one is empty");
  EXPECT_EQ(
      tree_of("s:\ncondition: s"),
      "5:3: a selection has entries `field: value`, or a list of keywords; this one has none");
}

TEST(Refusals, AllProblemsOfARuleAreNamed) {
  EXPECT_EQ(tree_of("s:\n  F|contain: a\n  G|lt: b\nunused:\n  H|re: '('\ncondition: s and"),
            "6:5: there is no modifier `contain`; did you mean `contains`?\n"
            "7:11: `lt` takes a number\n"
            "9:11: the regex is refused: missing ): (; groups that look around and references back "
            "are not in Sigma's regexes\n"
            "10:19: the condition ends where a name is due");
}

}  // namespace
}  // namespace rulemap::sigma
