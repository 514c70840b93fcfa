// A step that asks for services which none of ours needs yet: cancel, metrics, pool.
#include <atomic>

#include "rulemap/sdk/plugin.h"

namespace {

class Served final : public rulemap::Step<Served> {
 public:
  static constexpr rulemap::Label label{.id = "test.served", .summary = "Asks for every service."};
  static constexpr auto reads = rulemap::fields(rulemap::field::text("ioc.value"));
  static constexpr auto writes =
      rulemap::fields(rulemap::field::text("seen.end"), rulemap::field::integer("seen.sum"));

  Served(rulemap::NoConfig, rulemap::Host host) : host_(host) {}

  void process(Row row) {
    host_.count("rows");
    host_.count("debt", -2);
    host_.gauge("length", static_cast<std::int64_t>(row.text("ioc.value").size()));
    std::atomic<std::int64_t> sum = 0;
    host_.run_all(100, [&](std::size_t index) {
      sum += static_cast<std::int64_t>(index);
      if (index % 10 == 0) host_.count("tens");
    });
    row.set("seen.sum", sum.load());
    row.set("seen.end", host_.cancelled() ? "asked for" : "far");
  }

 private:
  rulemap::Host host_;
};

}  // namespace

RULEMAP_PLUGIN(Served)
