#include "event/json_writer.h"

#include <gtest/gtest.h>

namespace rulemap::misp {
namespace {

std::string text_of(std::string_view value) {
  std::string out;
  JsonWriter(out).text(value);
  return out;
}

TEST(JsonWriter, EscapesWhatJsonWants) {
  const std::pair<std::string_view, const char*> rows[] = {
      {"plain", R"("plain")"},
      {"", R"("")"},
      {R"(a"b\c)", R"("a\"b\\c")"},
      {std::string_view("\0\n\x1f", 3), R"("\u0000\u000a\u001f")"},
      {"b\xC3\xBC"
       "cher \xF0\x9F\x98\x80",
       "\"b\xC3\xBC"
       "cher \xF0\x9F\x98\x80\""},
      {"\x7F", "\"\x7F\""},
      {"a\xFF\xC3", "\"a\xEF\xBF\xBD\xEF\xBF\xBD\""},
      {"\xED\xA0\x80", "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\""},
  };
  for (const auto& [value, json] : rows) EXPECT_EQ(text_of(value), json);
}

TEST(JsonWriter, PutsCommasByItself) {
  std::string out;
  JsonWriter json(out);
  json.open('{').member("a", "1,").key("b").open('[').number(-3).flag(true).open('{').close('}');
  json.text("x").close(']').key("c").open('[').close(']').close('}');
  EXPECT_EQ(out, R"({"a":"1,","b":[-3,true,{},"x"],"c":[]})");
}

}  // namespace
}  // namespace rulemap::misp
