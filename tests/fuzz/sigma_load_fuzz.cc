// Files of Sigma rules -> a RuleSet.
#include "fuzz.h"
#include "rulemap/sigma/load.h"

namespace rulemap::fuzz {

Material material() {
  Material out;
  out.seeds = files_below("examples/rules", ".yml");
  out.seeds.push_back(
      "title: A\nname: a\nlogsource: {category: c}\ndetection:\n  s_1:\n    F|contains|all: [a, "
      "b]\n    G|re|i: 'a+'\n  s_2: [word, {H: null}]\n  condition: 1 of s_* and not (s_1 or s_2)\n"
      "---\ntitle: C\ncorrelation:\n  type: temporal\n  rules: [a]\n  timespan: 5m\n  group-by: "
      "[F]\n"
      "  condition: a and not a\n---\ntitle: X\nlogsource: {category: c}\nfilter:\n  rules: any\n"
      "  s: {F|cidr: 10.0.0.0/8}\n  condition: not s\n");
  out.seeds.push_back(
      "action: global\ntitle: G\nlogsource: {category: c}\n---\ndetection:\n  s: {F|expand: "
      "'%x%', G|base64offset|contains: abc}\n  condition: s\n---\naction: repeat\nlevel: low\n");
  out.words = {"|contains",
               "|all",
               "|re",
               "|i",
               "|cased",
               "|neq",
               "|exists",
               "|lt",
               "|cidr",
               "|windash",
               "|base64",
               "|base64offset",
               "|wide",
               "|hour",
               "|expand",
               "|utf16",
               "|fieldref",
               "%x%",
               "1 of ",
               "all of",
               "them",
               " and ",
               " or ",
               "not ",
               "(",
               ")",
               "*",
               "?",
               "\\",
               "null",
               "---\n",
               "- ",
               "[]",
               "{}",
               "action: reset",
               "condition: ",
               "filter:",
               "rules:",
               "timespan",
               "temporal",
               "correlation:",
               "detection:"};
  return out;
}

namespace {

void judge(const sigma::Expression& expression, unsigned depth) {
  using Kind = sigma::Expression::Kind;
  expect(depth <= sigma::Expression::kMostDepth, "trees are no deeper than is said");
  expect(expression.kind != Kind::negation || expression.parts.size() == 1,
         "a negation has one part");
  expect(expression.kind != Kind::test || expression.parts.empty(), "a test has no parts");
  const bool is_joined = expression.kind == Kind::all || expression.kind == Kind::any;
  expect(!is_joined || !expression.parts.empty(), "what was loaded asks something");
  for (const sigma::Expression& part : expression.parts) judge(part, depth + 1);
}

void judge(const sigma::RuleSet& set) {
  for (const sigma::Rule& rule : set.rules) {
    expect(!rule.header.title.empty(), "a rule has a title");
    judge(rule.expression, 1);
  }
  for (const sigma::Correlation& correlation : set.correlations) {
    expect(!correlation.members.empty() && correlation.timespan_ms > 0,
           "a correlation has members and a span");
    for (const auto& member : correlation.members) {
      const std::size_t count = member.is_correlation ? set.correlations.size() : set.rules.size();
      expect(member.index < count, "members are there");
    }
  }
  for (const sigma::Problem& problem : set.problems) {
    expect(!problem.message.empty() && problem.path == "rule.yml" && problem.place.line > 0,
           "a problem says what and where");
  }
}

}  // namespace
}  // namespace rulemap::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace rulemap;
  sigma::LoadOptions options;
  options.placeholders["x"] = {"a", "b*"};
  const sigma::RuleText text{"rule.yml", fuzz::view_of(data, size)};
  fuzz::judge(sigma::load_texts({&text, 1}, options));
  return 0;
}
