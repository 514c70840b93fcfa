#include <rulemap/sdk/plugin.h>

#include <string>

namespace field = rulemap::field;

struct Numbers final : rulemap::Source<Numbers> {
  static constexpr rulemap::Label label{.id = "acme.numbers", .summary = "Gives hosts by number."};
  static constexpr auto writes = rulemap::fields(field::text("ioc.type"), field::text("ioc.value"));
  struct Config {
    std::int64_t count;
  };
  static constexpr auto options =
      rulemap::options(rulemap::option("count", &Config::count, "How many").standard("3"));

  explicit Numbers(Config config) : config_(config) {}
  rulemap::Outcome poll(Emitter out) {
    for (std::int64_t n = 1; n <= config_.count; ++n) {
      const std::string host = "host-" + std::to_string(n) + ".example";
      out.row().set("ioc.type", "domain").set("ioc.value", host);
    }
    return rulemap::Outcome::end();
  }
  Config config_;
};

RULEMAP_PLUGIN(Numbers)
