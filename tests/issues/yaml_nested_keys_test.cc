// A megabyte of `{` was told once for each level that a map is no key.
#include <gtest/gtest.h>

#include "rulemap/yaml/parse.h"

namespace rulemap::yaml {
namespace {

TEST(YamlNestedKeys, AreOneProblem) {
  const std::string open_brackets(std::size_t{1} << 20, '{');
  for (const auto parse : {parse_with_libyaml, parse_with_yaml_cpp}) {
    const Parsed parsed = parse(open_brackets, {});
    ASSERT_EQ(parsed.problems.size(), 2u);
    EXPECT_EQ(parsed.problems[0].place, (Place{1, 2}));
    EXPECT_NE(parsed.problems[0].message.find("a key is text, not a map"), std::string::npos);
    EXPECT_NE(parsed.problems[1].message.find("nested deeper"), std::string::npos);
  }
}

TEST(YamlNestedKeys, KeysBesideEachOtherAreAProblemEach) {
  for (const auto parse : {parse_with_libyaml, parse_with_yaml_cpp}) {
    EXPECT_EQ(parse("a: {{ b }}\nc: {[ {d: 1}, {{e}} ]}\n", {}).problems.size(), 2u);
  }
}

}  // namespace
}  // namespace rulemap::yaml
