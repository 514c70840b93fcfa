// A plugin of exceptions: a source, a step and a sink that throw where they are told to.
#include <stdexcept>

#include "rulemap/sdk/plugin.h"

namespace rulemap::throwing {
namespace {

namespace field = rulemap::field;

struct Where {
  std::string where;
};
constexpr auto kWhere = rulemap::options(
    option("where", &Where::where, "Where to throw").one_of("create|start|call|never"));

void throw_at(const Where& config, std::string_view place) {
  if (config.where == place) throw std::runtime_error("thrown at " + config.where);
}

// Gives one row, then throws.
class GivesOne final : public Source<GivesOne> {
 public:
  using Config = Where;
  static constexpr Label label{.id = "throwing.source", .summary = "One row, then an exception."};
  static constexpr auto options = kWhere;
  static constexpr auto writes = rulemap::fields(field::text("ioc.type"), field::text("ioc.value"));

  explicit GivesOne(Config config) : config_(std::move(config)) { throw_at(config_, "create"); }
  Result<void> start() { return (throw_at(config_, "start"), Result<void>{}); }
  Outcome poll(Emitter out) {
    if (given_) throw_at(config_, "call");
    if (std::exchange(given_, true)) return Outcome::end();
    out.row().set("ioc.type", "domain").set("ioc.value", "given.example");
    return {};
  }

 private:
  Config config_;
  bool given_ = false;
};

// Throws at the row thrown.example.
class Throws final : public Step<Throws> {
 public:
  using Config = Where;
  static constexpr Label label{.id = "throwing.step", .summary = "An exception at one row."};
  static constexpr auto options = kWhere;
  static constexpr auto reads = rulemap::fields(field::text("ioc.value"));

  explicit Throws(Config config) : config_(std::move(config)) { throw_at(config_, "create"); }
  Result<void> start() { return (throw_at(config_, "start"), Result<void>{}); }
  void process(Row row) {
    if (row.text("ioc.value") == "thrown.example") throw_at(config_, "call");
  }

 private:
  Config config_;
};

// Throws at the row thrown.example.
class ThrowingSink final : public Sink<ThrowingSink> {
 public:
  using Config = Where;
  static constexpr Label label{.id = "throwing.sink", .summary = "An exception at one row."};
  static constexpr auto options = kWhere;
  static constexpr auto reads = rulemap::fields(field::text("ioc.value"));

  explicit ThrowingSink(Config config) : config_(std::move(config)) { throw_at(config_, "create"); }
  Result<void> start() { return (throw_at(config_, "start"), Result<void>{}); }
  void write(const Case&, Row row, Receipts& receipts) {
    if (row.text("ioc.value") == "thrown.example") throw_at(config_, "call");
    receipts.written(row.id(), "kept");
  }

 private:
  Config config_;
};

}  // namespace
}  // namespace rulemap::throwing

RULEMAP_PLUGIN(rulemap::throwing::GivesOne, rulemap::throwing::Throws,
               rulemap::throwing::ThrowingSink)
