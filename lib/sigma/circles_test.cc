#include "circles.h"

#include <gtest/gtest.h>

namespace rulemap::sigma {
namespace {

using Circles = std::vector<std::vector<std::size_t>>;

TEST(Circles, AreFoundOnceWhereverOneEnters) {
  EXPECT_EQ(circles_in({}), Circles{});
  EXPECT_EQ(circles_in({{1, 2}, {2}, {}}), Circles{});
  EXPECT_EQ(circles_in({{0}}), (Circles{{0}}));
  EXPECT_EQ(circles_in({{1}, {2}, {3}, {1}}), (Circles{{1, 2, 3}}));
  EXPECT_EQ(circles_in({{1}, {0}, {3}, {2}, {0, 2}}), (Circles{{0, 1}, {2, 3}}));
  // Two that share a member: the second leads into the first.
  EXPECT_EQ(circles_in({{1}, {0, 2}, {1}}), (Circles{{0, 1}}));
  // The first reference of 0 is no way into the circle.
  EXPECT_EQ(circles_in({{2, 1}, {0}, {}}), (Circles{{0, 1}}));
}

}  // namespace
}  // namespace rulemap::sigma
