// Has to fail to compile: the field is not among the step's reads.
#include "rulemap/sdk/step.h"

class Misspelt final : public rulemap::Step<Misspelt> {
 public:
  static constexpr rulemap::Label label{.id = "test.misspelt", .summary = "Does not compile."};
  static constexpr auto reads = rulemap::fields(rulemap::field::text("ioc.value"));
  void process(Row row) { (void)row.text(RULEMAP_TEST_FIELD); }
};

const rulemap_step& made() { return rulemap::adapter::StepOf<Misspelt>::kAbi; }
