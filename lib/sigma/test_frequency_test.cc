#include "test_frequency.h"

#include <gtest/gtest.h>

namespace rulemap::sigma {
namespace {

unsigned frequency_of(const char* suffix) {
  Test test;
  test.field = "Image";
  test.ask = Pattern{{{Piece::Kind::any_run, {}}, {Piece::Kind::text, suffix}}, false, {}, false};
  FieldNames names;
  names.add("Image");
  return test_frequency(CompiledTest(test, names));
}

TEST(TestFrequency, KnowsWhatIsCommonInWindowsEvents) {
  EXPECT_GT(frequency_of("\\svchost.exe"), 100u);
  EXPECT_EQ(frequency_of("\\SVCHOST.EXE"), frequency_of("\\svchost.exe"));
  EXPECT_EQ(frequency_of("\\no-such-program.exe"), 0u);
}

}  // namespace
}  // namespace rulemap::sigma
