// What is a case, and what is said of a line that is none.
#include <gtest/gtest.h>

#include "rulemap/sigma/cases.h"

namespace rulemap::sigma {
namespace {

std::string with(const std::string& rest) { return R"({"name":"n","rule":"r",)" + rest + "}"; }

TEST(CaseLine, EventsStayAsTheyAreWritten) {
  const auto found = read_case(with(
      R"("kind":"detection","events":[{"a":18446744073709551617, "a":1.0}, {"events":[{"b":"}"}]}],"expect":[true,false])"));
  ASSERT_TRUE(found) << found.error().text();
  ASSERT_EQ(found->events.size(), 2u);
  EXPECT_EQ(found->events[0], R"({"a":18446744073709551617, "a":1.0})");
  EXPECT_EQ(found->events[1], R"({"events":[{"b":"}"}]})");
  EXPECT_EQ(found->holds, (std::vector<bool>{true, false}));
}

TEST(CaseLine, EveryKindHasItsExpectation) {
  const char* rows[] = {
      R"("kind":"filter","events":[{}],"expect":[false])",
      R"("kind":"collection","events":[{},{}],"expect":[["a","b"],[]])",
      R"("kind":"correlation","events":[{},{}],"expect":[true])",
      R"("kind":"correlation","events":[],"expect":[false])",
      R"("kind":"load_error")",
      R"("kind":"load_error","events":[],"expect":[])",
      R"("kind":"detection","events":[],"expect":[],"placeholders":{"p":["x","1"]})",
  };
  for (const char* row : rows) {
    const auto found = read_case(with(row));
    EXPECT_TRUE(found) << row << found.error().text();
  }
  EXPECT_EQ(read_case(with(rows[1]))->ids[0], (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(read_case(with(rows[6]))->placeholders.at("p")[0], "x");
}

TEST(CaseLine, WhatIsNoneIsSaid) {
  const std::pair<std::string, const char*> rows[] = {
      {"{", "byte 2"},
      {"[]", "one JSON object in a line"},
      {"{}", "a `name`"},
      {R"({"name":"n","kind":"detection"})", "a `rule`"},
      {with(R"("kind":"detect")"), "`kind` is one of detection, filter, collection, correlation"},
      {with(R"("kind":"detection")"), "`events` is a list of JSON objects"},
      {with(R"("kind":"detection","events":[1],"expect":[true])"), "and of nothing else"},
      {with(R"("kind":"detection","events":[[{}]],"expect":[true])"), "and of nothing else"},
      {with(R"("kind":"detection","events":[{}],"expect":[])"), "each of the 1 events"},
      {with(R"("kind":"detection","events":[{}])"), "each of the 1 events"},
      {with(R"("kind":"detection","events":[{}],"expect":["x"])"), "true or false"},
      {with(R"("kind":"collection","events":[{}],"expect":[true])"), "a list of ids"},
      {with(R"("kind":"correlation","events":[{},{}],"expect":[true,false])"), "[true] or [false]"},
      {with(R"("kind":"load_error","placeholders":[])"), "maps names"},
      {with(R"("kind":"load_error","placeholders":{"p":"x"})"), "`p` has a list of texts"},
      {std::string(2'000'000, '['), "byte"},
  };
  for (const auto& [line, message] : rows) {
    const auto found = read_case(line);
    ASSERT_FALSE(found) << line.substr(0, 100);
    EXPECT_NE(found.error().text().find(message), std::string::npos)
        << line.substr(0, 100) << found.error().text();
  }
}

}  // namespace
}  // namespace rulemap::sigma
