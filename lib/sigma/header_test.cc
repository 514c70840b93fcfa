// What a rule says of itself, checked; and the documents of a file.
#include <gtest/gtest.h>

#include "load_testing.h"

namespace rulemap::sigma {
namespace {

constexpr const char* kBody = "logsource: {category: c}\ndetection:\n  s: {F: a}\n  condition: s\n";

std::string problems(const std::string& head) { return problems_of(load_text(head + kBody)); }

TEST(Header, EveryFieldIsKept) {
  const RuleSet rules = load_text(
      "title: T\nid: 929A690E-bef0-4204-a928-ef5e620d6fcc\nname: n\nstatus: test\nlevel: high\n"
      "description: |\n  two\n  lines\nauthor: A, B\nlicense: MIT\ndate: 2024-01-31\n"
      "modified: 2024/2/9\ntags: [attack.t1059, cve.2021-1]\nreferences: [r]\n"
      "falsepositives: [p, 1]\nfields: [F]\ntaxonomy: sigma\ncustom: {any: [thing]}\n"
      "related:\n  - id: 929a690e-bef0-4204-a928-ef5e620d6fcd\n    type: derived\n"
      "logsource:\n  category: c\n  product: p\n  service: s\n  definition: d\n"
      "detection:\n  s: {F: a}\n  condition: s\n");
  EXPECT_EQ(problems_of(rules), "");
  ASSERT_EQ(rules.rules.size(), 1u);
  const Header& header = rules.rules[0].header;
  EXPECT_EQ(header.title, "T");
  EXPECT_EQ(header.id, "929a690e-bef0-4204-a928-ef5e620d6fcc");
  EXPECT_EQ(header.name, "n");
  EXPECT_EQ(header.status, "test");
  EXPECT_EQ(header.level, "high");
  EXPECT_EQ(header.description, "two\nlines\n");
  EXPECT_EQ(header.author, "A, B");
  EXPECT_EQ(header.licence, "MIT");
  EXPECT_EQ(header.date, "2024-01-31");
  EXPECT_EQ(header.modified, "2024/2/9");
  EXPECT_EQ(header.tags, (std::vector<std::string>{"attack.t1059", "cve.2021-1"}));
  EXPECT_EQ(header.references, std::vector<std::string>{"r"});
  EXPECT_EQ(header.false_positives, (std::vector<std::string>{"p", "1"}));
  EXPECT_EQ(header.fields, std::vector<std::string>{"F"});
  ASSERT_EQ(header.related.size(), 1u);
  EXPECT_EQ(header.related[0].type, "derived");
  EXPECT_EQ(header.path, "f.yml");
  EXPECT_EQ(header.place, (yaml::Place{1, 1}));
  EXPECT_EQ(rules.rules[0].source, (LogSource{"c", "p", "s"}));
}

TEST(Header, RefusesWhatHasTheWrongTypeOrNoMeaning) {
  const char* rows[][2] = {
      {"", "1:1: a rule has a `title`; this one has none"},
      {"title: ''\n", "1:1: a rule has a `title`; this one has none"},
      {"title: [a]\n", "1:8: `title` is a text, not a list"},
      {"title: T\nid: abc\n", "2:5: `id` is a UUID such as"},
      {"title: T\nid: [a]\n", "2:5: `id` is a text, not a list"},
      {"title: T\nname: {a: b}\n", "2:7: `name` is a text, not a map"},
      {"title: T\nlevel: hihg\n",
       "2:8: `level` is one of informational, low, medium, high or "
       "critical; did you mean `high`?"},
      {"title: T\nlevel: High\n", "2:8: `level` is one of"},
      {"title: T\nstatus: done\n", "2:9: `status` is one of stable, test, experimental, "},
      {"title: T\ndate: 2024-02-30\n", "2:7: `date` is a day such as 2024-01-31"},
      {"title: T\nmodified: 2024-02/03\n", "2:11: `modified` is a day such as 2024-01-31"},
      {"title: T\ndate: yesterday\n", "2:7: `date` is a day such as 2024-01-31"},
      {"title: T\ntags: attack.t1\n", "2:7: `tags` is a list of texts, not a scalar"},
      {"title: T\ntags: [[a.b]]\n", "2:8: `tags` is a list of texts, and this is a list"},
      {"title: T\ntags: [a.b, T1059]\n", "2:13: a tag is a namespace, a dot and a name"},
      {"title: T\nreferences: {a: b}\n", "2:13: `references` is a list of texts, not a map"},
      {"title: T\nrelated: {a: b}\n", "2:10: `related` is a list of maps with `id` and `type`"},
      {"title: T\nrelated: [a]\n", "2:11: `related` is a list of maps with `id` and `type`"},
      {"title: T\nrelated: [{id: x, type: derived}]\n", "2:12: the `id` of a related rule is a"},
      {"title: T\nrelated: [{id: 929a690e-bef0-4204-a928-ef5e620d6fcd, type: child}]\n",
       "2:60: `type` is one of derived, obsolete, merged, renamed or similar"},
      {"title: T\nrelated: [{id: 929a690e-bef0-4204-a928-ef5e620d6fcd}]\n",
       "2:11: an entry of `related` has a `type`"},
      {"title: T\ntaxonomy: [a]\n", "2:11: `taxonomy` is a text, not a list"},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(problems(row[0]).substr(0, std::string_view(row[1]).size()), row[1]) << row[0];
  }
  EXPECT_EQ(problems("title: " + std::string(256, 'x') + "\n"), "");
  EXPECT_EQ(problems("title: " + std::string(257, 'x') + "\n"),
            "1:8: the title has 257 characters, and at most 256 are allowed");
}

TEST(Header, AnOddTagIsAWarning) {
  const RuleSet rules = load_text(std::string("title: T\ntags: [T1059]\n") + kBody);
  EXPECT_EQ(rules.rules.size(), 1u);
  ASSERT_EQ(rules.problems.size(), 1u);
  EXPECT_EQ(rules.problems[0].weight, Problem::Weight::warning);
  EXPECT_EQ(rules.problems[0].piece, "T1059");
}

TEST(Document, PartsThatARuleMustHave) {
  const char* rows[][2] = {
      {"title: T\ndetection: {s: {F: a}, condition: s}\n",
       "1:1: a rule has a map `logsource`; this one has none"},
      {"title: T\nlogsource: [a]\ndetection: {s: {F: a}, condition: s}\n",
       "2:12: a rule has a map `logsource`, and this is a list"},
      {"title: T\nlogsource: {}\ndetection: {s: {F: a}, condition: s}\n",
       "2:12: `logsource` names a category, a product or a service"},
      {"title: T\nlogsource: {category: [a]}\ndetection: {s: {F: a}, condition: s}\n",
       "2:23: `category` is a text, not a list"},
      {"title: T\nlogsource: {category: c}\n",
       "1:1: a rule has a map `detection`; this one has none"},
      {"title: T\nlogsource: {category: c}\ndetection: s\n",
       "3:12: a rule has a map `detection`, and this is a scalar"},
      {"title: T\nlogsource: {category: c}\ndetection: {condition: s}\n",
       "3:24: there is no `s` here"},
      {"just text\n", "1:1: a document of Sigma is a map of keys such as `title`, not a scalar"},
      {"title: T\ndetection: {}\nfilter: {}\n",
       "1:1: a document has one of `detection`, `correlation` and `filter`"},
  };
  for (const auto& row : rows)
    EXPECT_EQ(problems_of(load_text(row[0])).substr(0, std::string_view(row[1]).size()), row[1])
        << row[0];
}

TEST(Document, TimeframeIsAWarningAndMayNameASelection) {
  const RuleSet rules = load_text(rule_of("s: {F: a}\ntimeframe: 5m\ncondition: s"));
  EXPECT_EQ(rules.rules.size(), 1u);
  EXPECT_EQ(problems_of(rules),
            "6:14: `timeframe` says nothing in Sigma 2; a span of time belongs to a correlation");
  EXPECT_EQ(tree_of("timeframe: {F: a}\ncondition: timeframe"), "[timeframe]F='a'");
}

}  // namespace
}  // namespace rulemap::sigma
