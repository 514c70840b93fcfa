#include "rulemap/yaml/node.h"

#include <gtest/gtest.h>

#include "rulemap/yaml/parse.h"

namespace rulemap::yaml {
namespace {

Node only(std::string_view text) {
  Parsed parsed = parse_with_libyaml(text);
  EXPECT_TRUE(parsed.ok()) << text;
  return parsed.documents.empty() ? Node{} : std::move(parsed.documents.front());
}

TEST(Node, FindsAKeyOfAMap) {
  const Node map = only("a: 1\nb: 2\n");
  ASSERT_NE(map.find("b"), nullptr);
  EXPECT_EQ(map.find("b")->text, "2");
  EXPECT_EQ(map.find("c"), nullptr);
  EXPECT_EQ(map.find("a")->find("b"), nullptr);
}

TEST(Node, SameSeesEveryDifference) {
  const char* base = "a: [x, y]\nb: z\n";
  EXPECT_TRUE(same(only(base), only(base)));
  for (const char* other : {"a: [x, z]\nb: z\n", "a: [x]\nb: z\n", "c: [x, y]\nb: z\n",
                            "a: [x, y]\nb: \"z\"\n", "a: [x, y]\nb:  z\n", "a: [x, y]\n b: z\n",
                            "a: [x, y]\n", "a: [x, y]\nb:\n", "\na: [x, y]\nb: z\n"}) {
    EXPECT_FALSE(
        same(only(base), parse_with_libyaml(other).documents.empty() ? Node{} : only(other)))
        << other;
  }
}

TEST(Node, KindsHaveNames) {
  EXPECT_EQ(kind_name(Node::Kind::null), "null");
  EXPECT_EQ(kind_name(Node::Kind::scalar), "scalar");
  EXPECT_EQ(kind_name(Node::Kind::list), "list");
  EXPECT_EQ(kind_name(Node::Kind::map), "map");
}

}  // namespace
}  // namespace rulemap::yaml
