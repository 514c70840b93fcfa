// A cell that was lent to a step moved when the step set a field that the record did not have yet:
// short texts live inside the slot itself.
#include <gtest/gtest.h>

#include "rulemap/sdk/plugin.h"
#include "rulemap/testing/harness.h"

namespace {

namespace field = rulemap::field;

std::string read_before, read_after;

class Widen final : public rulemap::Step<Widen> {
 public:
  static constexpr rulemap::Label label{.id = "test.widen", .summary = "Sets many new fields."};
  static void fields(const rulemap::NoConfig&, rulemap::FieldSet& set) {
    set.reads("ioc.value");
    for (int i = 0; i < 64; ++i) set.writes("f" + std::to_string(i), RULEMAP_FIELD_INT);
  }
  void process(Row row) {
    const std::string_view value = row.text(rulemap::Column{0});
    read_before = value;
    for (std::uint32_t i = 0; i < 64; ++i) row.set(rulemap::Column{i}, 1);
    read_after = value;
  }
};

TEST(LentCells, StayWhereTheyAreWhileOtherFieldsAreSet) {
  rulemap::testing::StepHarness step(rulemap::adapter::StepOf<Widen>::kAbi, "{}");
  step.push(R"({"ioc.value": "short"})");
  EXPECT_EQ(read_before, "short");
  EXPECT_EQ(read_after, "short");
}

}  // namespace
