#include "source/cursor.h"

#include <gtest/gtest.h>

namespace rulemap::misp {
namespace {

const auto kOne = *ids::Uuid::parse("6477a023-526d-4b3d-883d-5f4a62fcdb21");
const auto kTwo = *ids::Uuid::parse("6477a023-526d-4b3d-883d-5f4a62fcdb22");

TEST(Cursor, EventsOfOneSecondAreToldApart) {
  Cursor cursor;
  cursor.pass(100, kOne);
  EXPECT_TRUE(cursor.has_passed(100, kOne));
  EXPECT_FALSE(cursor.has_passed(100, kTwo));
  EXPECT_TRUE(cursor.has_passed(99, kTwo));
  EXPECT_FALSE(cursor.has_passed(101, kOne));
  cursor.pass(100, kTwo);
  EXPECT_TRUE(cursor.has_passed(100, kOne));
  cursor.pass(101, kTwo);
  EXPECT_FALSE(cursor.has_passed(101, kOne));
}

TEST(Cursor, NeverGoesBack) {
  Cursor cursor;
  cursor.pass(100, kOne);
  cursor.pass(99, kTwo);
  EXPECT_EQ(cursor.text(), "100 " + kOne.text());
}

TEST(Cursor, IsKeptAsText) {
  Cursor cursor;
  cursor.pass(100, kOne);
  cursor.pass(100, kTwo);
  EXPECT_EQ(Cursor::parse(cursor.text()).text(), cursor.text());
  EXPECT_EQ(Cursor::parse("").text(), "0");
  for (const char* broken : {"x", "-5", "100 x", "100 6477a023"}) {
    EXPECT_EQ(Cursor::parse(broken).text(), "0") << broken;
  }
}

}  // namespace
}  // namespace rulemap::misp
