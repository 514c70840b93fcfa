#include "rulemap/sigma/explain.h"

#include <gtest/gtest.h>

#include "load_testing.h"
#include "oracle_testing.h"

namespace rulemap::sigma {
namespace {

TEST(Explain, SaysWhatHeldAndWhatWasSeen) {
  const RuleSet rules = load_text(R"(title: t
logsource: {product: windows}
detection:
  sel:
    Image|endswith: ['\cmd.exe', '\sh.exe']
    Size|gt: 5
  filter:
    User: null
    Ip|cidr: 10.0.0.0/8
  word:
    - secret
  condition: (sel and not filter) or word
)");
  ASSERT_EQ(rules.rules.size(), 1u);
  const auto explained =
      explain(rules.rules[0], R"({"Image":["a","C:\\CMD.EXE"],"Size":"7","Ip":"11.0.0.1"})");
  ASSERT_TRUE(explained);
  EXPECT_EQ(shown(*explained), R"(+ any of
  + all of
    + sel: all of
      + any of
        + Image is `*\cmd.exe`; seen: `C:\CMD.EXE`
        - Image is `*\sh.exe`; seen: `a` and 1 more
      + Size > 5; seen: `7`
    + not
      - filter: all of
        + User is null or absent; seen: absent
        - Ip in the network 10.0.0.0/8; seen: `11.0.0.1`
  - word: any value is `*secret*`; seen: 4 values
)");
}

TEST(Explain, AnEventThatCannotBeReadIsAnError) {
  EXPECT_FALSE(explain(Rule{}, "[]"));
  EXPECT_TRUE(explain(Rule{}, "{}")->holds);
}

}  // namespace
}  // namespace rulemap::sigma
