#include "source/event_query.h"

#include <gtest/gtest.h>

namespace rulemap::misp {
namespace {

TEST(EventQuery, AsksForAPageWithoutAttributes) {
  EXPECT_EQ(EventQuery{}.body(2, 50),
            R"({"returnFormat":"json","metadata":1,"excludeGalaxy":1,"limit":50,"page":2})");
}

TEST(EventQuery, TagsStandInTheBody) {
  const EventQuery query{.tags = {"a:b=\"c/d\""},
                         .search = "x",
                         .from = "2026-01-01",
                         .changed_since = 5,
                         .published = EventQuery::Published::no};
  EXPECT_EQ(query.body(1, 1),
            R"({"returnFormat":"json","metadata":1,"excludeGalaxy":1,"limit":1,"page":1,)"
            R"("tags":["a:b=\"c/d\""],"eventinfo":"%x%","from":"2026-01-01","timestamp":5,)"
            R"("published":0})");
}

TEST(EventQuery, EachQuestionHasItsDigest) {
  const EventQuery one{.tags = {"a", "b"}}, same{.tags = {"b", "a"}}, other{.tags = {"a"}};
  EXPECT_EQ(one.digest("https://m"), same.digest("https://m"));
  EXPECT_NE(one.digest("https://m"), other.digest("https://m"));
  EXPECT_NE(one.digest("https://m"), one.digest("https://n"));
}

TEST(EventQuery, Dates) {
  EXPECT_TRUE(is_date("2026-01-31"));
  for (const char* wrong : {"", "2026-1-31", "2026-13-01", "2026-01-32", "31.01.2026"}) {
    EXPECT_FALSE(is_date(wrong)) << wrong;
  }
}

}  // namespace
}  // namespace rulemap::misp
