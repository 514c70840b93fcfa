#include "guess.h"

#include <gtest/gtest.h>

#include <vector>

namespace rulemap::expr {
namespace {

TEST(Nearest, FindsWhatWasMeant) {
  const std::vector<std::string> names = {"ioc.type",    "ioc.value",    "vt.malicious",
                                          "vt.harmless", "shodan.ports", "tlp",
                                          "a.count",     "b.count"};
  const struct {
    const char* word;
    const char* meant;
  } kCases[] = {
      {"vt.malicous", "vt.malicious"},
      {"vt.maliciuos", "vt.malicious"},
      {"ioc.typ", "ioc.type"},
      {"icotype", "ioc.type"},
      {"tpl", "tlp"},
      {"ports", "shodan.ports"},  // the prefix was left out
      {"count", ""},              // by two names: no guess
      {"entirely.else", ""},
      {"x", ""},
      {"", ""},
  };
  for (const auto& c : kCases) EXPECT_EQ(nearest(c.word, names), c.meant) << c.word;
}

TEST(Nearest, DoesNotWorkOnLongWords) {
  const std::vector<std::string> names = {std::string(65, 'a'), std::string(64, 'a')};
  EXPECT_EQ(nearest(std::string(65, 'a'), names), "");
  EXPECT_EQ(nearest(std::string(63, 'a'), names), std::string(64, 'a'));
}

}  // namespace
}  // namespace rulemap::expr
