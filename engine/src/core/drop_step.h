// core.drop: ends every record that reaches it. Put a `when` on it.
#pragma once

#include "rulemap/sdk/step.h"

namespace rulemap::engine {

class DropStep final : public Step<DropStep> {
 public:
  static constexpr Label label{.id = "core.drop",
                               .summary = "Ends records; `when` says which.",
                               .label = "filter",
                               .flags = RULEMAP_FLAG_PURE};
  struct Config {
    std::string why;
  };
  static constexpr auto options = rulemap::options(
      option("why", &Config::why, "The reason that the ledger keeps").standard("core.drop"));

  explicit DropStep(Config config) : config_(std::move(config)) {}
  void process(Row row) { row.drop(config_.why); }

 private:
  Config config_;
};

}  // namespace rulemap::engine
