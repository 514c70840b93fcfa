#include "rulemap/engine/run.h"

#include "run/runner.h"

namespace rulemap::engine {
namespace {

RunReport failed(Error why) {
  RunReport out;
  out.failed = true;
  out.error = std::move(why);
  return out;
}

}  // namespace

RunReport run(Pipeline& pipeline, const RunOptions& options) {
  auto state = StateFolder::open(options.state_folder.empty() ? default_state_folder()
                                                              : options.state_folder);
  if (!state.ok()) return failed(state.error());
  auto ledger = Ledger::open((*state)->path() + "/ledger.sqlite");
  if (!ledger.ok()) return failed(ledger.error());
  auto opened = pipeline.world->open(**state, pipeline.plan->name);
  if (!opened.ok()) return failed(opened.error());
  RunReport report;
  Runner(pipeline, options, **state, *ledger).run(report);
  return report;
}

}  // namespace rulemap::engine
