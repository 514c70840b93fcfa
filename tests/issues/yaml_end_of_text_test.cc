// Found by tests/fuzz/yaml_fuzz.cc and pipeline_fuzz.cc: an empty view without a pointer ended the
// process, and a text that breaks off without a newline was told a line behind its last.
#include <gtest/gtest.h>

#include "rulemap/yaml/parse.h"

namespace rulemap::yaml {
namespace {

TEST(YamlEndOfText, AnEmptyViewHasNoDocuments) {
  for (const auto parse : {parse_with_libyaml, parse_with_yaml_cpp}) {
    const Parsed parsed = parse(std::string_view(), {});
    EXPECT_TRUE(parsed.ok());
    EXPECT_TRUE(parsed.documents.empty());
  }
}

TEST(YamlEndOfText, AProblemLiesInTheLastLineThatIsThere) {
  struct Row {
    const char* text;
    Place place;
  };
  const Row rows[] = {{"a: 1\nb: {", {2, 5}}, {"\xC3\xA4: {", {1, 5}}, {"a:\n  - {\n", {3, 1}}};
  for (const Row& row : rows) {
    for (const auto parse : {parse_with_libyaml, parse_with_yaml_cpp}) {
      const Parsed parsed = parse(row.text, {});
      ASSERT_EQ(parsed.problems.size(), 1u) << row.text;
      EXPECT_EQ(parsed.problems[0].place, row.place)
          << row.text << " " << to_error(parsed.problems[0], "text").text();
    }
  }
}

}  // namespace
}  // namespace rulemap::yaml
