#include <rulemap/sdk/plugin.h>

#include <cctype>
#include <string>

namespace field = rulemap::field;

struct Shout final : rulemap::Step<Shout> {
  static constexpr rulemap::Label label{.id = "acme.shout", .summary = "Says it louder."};
  static constexpr auto reads = rulemap::fields(field::text("ioc.value"));
  static constexpr auto writes =
      rulemap::fields(field::text("acme.shout"), field::list("techniques"));

  void process(Row row) {
    std::string loud(row.text("ioc.value"));
    for (char& c : loud) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    row.set("acme.shout", loud);
    row.add(rulemap::Technique{.id = "T1071", .by = "acme", .how = "theoretical"});
  }
};

RULEMAP_PLUGIN(Shout)
