// Documents of which some members are read: what is kept, what is left to the whole parser.
#include "rulemap/sdk/parts.h"

#include <gtest/gtest.h>

#include "rulemap/host/services.h"
#include "rulemap/sdk/host.h"

namespace rulemap {
namespace {

std::string read(const std::string& json, const std::vector<std::string>& paths) {
  const host::Services services{host::Lent{}};
  const Parts parts(paths);
  const auto parsed = Host(services.abi()).parse(json, parts);
  return parsed.ok() ? parsed->json() : parsed.error().text();
}

bool is_pruned(const std::string& json, std::uint32_t max_depth = 64) {
  return host::Pruner::pruned(json, *Parts({"a"}).abi(), max_depth).has_value();
}

TEST(Parts, KeepsWhatAPathNamesAndAllBelowIt) {
  const std::string json =
      R"( {"x": [1, {"y": 2}], "a": {"b": {"c": [1, "}\""]}, "d": 3} , "e": 4} )";
  EXPECT_EQ(read(json, {"a.b"}), R"({"a":{"b":{"c":[1,"}\""]}}})");
  EXPECT_EQ(read(json, {"a.b", "a"}), R"({"a":{"b":{"c":[1,"}\""]},"d":3}})");
  EXPECT_EQ(read(json, {"e", "a.d"}), R"({"a":{"d":3},"e":4})");
  EXPECT_EQ(read(json, {"none"}), "{}");
}

TEST(Parts, GoesThroughListsAndAnyMember) {
  const std::string json =
      R"({"a": [{"b": 1, "c": 2}, [{"b": 3}], {"c": 4}, 5], "z": {"c": null}})";
  EXPECT_EQ(read(json, {"a.b"}), R"({"a":[{"b":1},[{"b":3}],{},5]})");
  EXPECT_EQ(read(json, {"*.c"}), R"({"a":[{"c":2},[{}],{"c":4},5],"z":{"c":null}})");
  EXPECT_EQ(read(json, {"a", "*.none"}), R"({"a":[{"b":1,"c":2},[{"b":3}],{"c":4},5],"z":{}})");
}

// What is skipped is held against the grammar as well.
TEST(Parts, RefusesWhatAWholeParseRefuses) {
  const std::pair<const char*, const char*> rows[] = {
      {R"({"x": [1,], "a": 1})", "Invalid value."},
      {R"({"x": {"y": 01}, "a": 1})", "Missing a comma or '}' after"},
      {R"({"x": "\q"})", "Invalid escape character in string."},
      {R"({"x": "\u12g4"})", "Incorrect hex digit after \\u escape in string."},
      {R"({"x": "\ud800"})", "surrogate"},
      {R"({"x": 1e999})", "Number too big to be stored in double."},
      {R"({"x": tru})", "Invalid value."},
      {R"({"x": "y)", "Missing a closing quotation mark in string."},
      {R"({"x": 1} 2)", "must not be followed by other values."},
      {"{\"x\": \"\xff\"}", "the text is not UTF-8"},
      {"{\"x\": \"\t\"}", "1:8"},
      {R"({"x" 1})", "Missing a colon after a name of object member."},
      {"", "The document is empty."}};
  for (const auto& [json, why] : rows) {
    EXPECT_NE(read(json, {"a"}).find(why), std::string::npos) << json << read(json, {"a"});
  }
  EXPECT_EQ(read("{\n\"x\": [1 2]}", {"a"}).find("2:"), read("{\n\"x\": [1 2]}", {"x"}).find("2:"));
}

TEST(Parts, NestsAsDeepAsAWholeParse) {
  const auto nested = [](std::size_t depth) {
    return R"({"x": )" + std::string(depth - 1, '[') + std::string(depth - 1, ']') + "}";
  };
  EXPECT_EQ(read(nested(64), {"a"}), "{}");
  EXPECT_NE(read(nested(65), {"a"}).find("nested deeper than 64 levels"), std::string::npos);
}

TEST(Parts, LeavesWhatIsOddToTheWholeParse) {
  EXPECT_EQ(read(R"({"\u0061": 1, "x": 2})", {"a"}), R"({"a":1,"x":2})");
  EXPECT_EQ(read(R"({"x": "\ud83d\ude00", "a": 1})", {"a"}).find(R"({"x":)"), 0u);
  for (const char* json : {R"({"\u0061": 1})", R"({"x": "\ud83d\ude00"})", R"({"x": 1e100})"}) {
    EXPECT_FALSE(is_pruned(json)) << json;
  }
  for (const char* json : {R"({"x": "é\/\\\u00e9", "y": -1.5e+10})", "[]", "1", "{}"}) {
    EXPECT_TRUE(is_pruned(json)) << json;
  }
}

// Beginnings and ends of words of eight bytes.
TEST(Parts, FindsTheEndOfEveryText) {
  for (std::size_t length = 0; length < 40; ++length) {
    const std::string text(length, 'x');
    for (const std::string end : {"", "\\\"", "\\\\", "\xc3\xa9"}) {
      const std::string json = "{\"x\":\"" + text + end + "\"," + std::string(length, '\t') +
                               "\"a\":\"" + end + text + "\"}";
      EXPECT_EQ(read(json, {"a"}), "{\"a\":\"" + end + text + "\"}");
    }
    EXPECT_FALSE(is_pruned("{\"x\":\"" + text + "\x1f\"}"));
    EXPECT_FALSE(is_pruned("{\"x\":\"" + text));
  }
}

}  // namespace
}  // namespace rulemap
