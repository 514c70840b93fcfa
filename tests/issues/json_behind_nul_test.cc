// Found while parse_json was made faster: behind a NUL character a text could hold anything.
#include <gtest/gtest.h>

#include "rulemap/host/document.h"

namespace rulemap::host {
namespace {

TEST(JsonBehindNul, IsRefusedWhereverTheNulStands) {
  using namespace std::string_view_literals;
  const std::pair<std::string_view, const char*> rows[] = {
      {"{}\0{"sv, "1:3"}, {"\0"sv, "1:1"}, {"{\n\"a\0\": 1}"sv, "2:3"}, {"{\"a\": 1\0}"sv, "1:8"}};
  for (const auto& [text, where] : rows) {
    rapidjson::Document document;
    const auto parsed = parse_json(text, kMaxDepth, document);
    ASSERT_FALSE(parsed.ok()) << text;
    EXPECT_EQ(parsed.error().message, "the text holds a NUL character");
    EXPECT_EQ(parsed.error().where, where);
  }
}

TEST(JsonBehindNul, AnEscapedOneIsText) {
  rapidjson::Document document;
  ASSERT_TRUE(parse_json(R"({"a": "x\u0000y"})", kMaxDepth, document).ok());
  EXPECT_EQ(view_of(document["a"]), std::string_view("x\0y", 3));
}

// The text is read in place; values have to outlive it, and so have copies of them.
TEST(JsonBehindNul, ValuesOwnTheirTexts) {
  rapidjson::Document document;
  const std::string longer(100, 'n');
  {
    const std::string text = R"({"name": ")" + longer + R"(", "esc": "\tq"})";
    ASSERT_TRUE(parse_json(text, kMaxDepth, document).ok());
  }
  rapidjson::Document other;
  other.CopyFrom(document, other.GetAllocator());
  document.SetNull();
  EXPECT_EQ(view_of(other["name"]), longer);
  EXPECT_EQ(view_of(other["esc"]), "\tq");
}

}  // namespace
}  // namespace rulemap::host
