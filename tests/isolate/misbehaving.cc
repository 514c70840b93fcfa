// A plugin that does to its own process what a row says.
#include <unistd.h>

#include <cstdlib>

#include "rulemap/sdk/plugin.h"

extern char** environ;

namespace {

class Misbehave final : public rulemap::Step<Misbehave> {
 public:
  static constexpr rulemap::Label label{.id = "test.misbehave", .summary = "Does what a row says."};
  static constexpr auto reads = rulemap::fields(rulemap::field::text("ioc.value"));
  static constexpr auto writes = rulemap::fields(rulemap::field::text("seen.environment"));

  void process(Row row) {
    const std::string_view what = row.text("ioc.value");
    if (what == "crash") std::abort();
    if (what == "leave") ::_exit(0);
    while (what == "hang") ::pause();
    if (what == "noise") (void)!::write(3, "no message at all", 17);
    // A message of the right length that says nothing that is known.
    const char unknown[16] = {8, 0, 0, 0, 0, 0, 0, 0, 99};
    if (what == "unknown") (void)!::write(3, unknown, sizeof unknown);
    std::string all;
    for (char** each = environ; *each; ++each) all += std::string(*each) + "\n";
    row.set("seen.environment", all);
  }
};

}  // namespace

RULEMAP_PLUGIN(Misbehave)
