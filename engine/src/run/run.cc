#include "rulemap/engine/run.h"

#include <memory>

#include "run/runner.h"

namespace rulemap::engine {
namespace {

RunReport failed(const Pipeline& pipeline, Error why) {
  RunReport out;
  out.pipeline = pipeline.plan->name;
  out.pipeline_file = pipeline.file;
  out.failed = true;
  out.error = std::move(why);
  return out;
}

// Everything that a call may touch while it runs.
struct Session {
  Pipeline& pipeline;
  std::unique_ptr<StateFolder> state;
  Ledger ledger;
  RunOptions options;
  std::unique_ptr<Runner> runner;
};

}  // namespace

RunReport run(Pipeline& pipeline, const RunOptions& options) {
  auto state = StateFolder::open(options.state_folder.empty() ? default_state_folder()
                                                              : options.state_folder);
  if (!state.ok()) return failed(pipeline, state.error());
  auto ledger = Ledger::open((*state)->path() + "/ledger.sqlite");
  if (!ledger.ok()) return failed(pipeline, ledger.error());
  auto session = std::make_unique<Session>(
      Session{pipeline, std::move(state).value(), std::move(ledger).value(), options, nullptr});
  auto opened =
      pipeline.world->open(*session->state, *session->state, pipeline.plan->name,
                           [&of = *session](std::string_view scope, std::string_view key) {
                             return of.ledger.recall(scope, key);
                           });
  if (!opened.ok()) return failed(pipeline, opened.error());
  RunReport report;
  session->runner =
      std::make_unique<Runner>(pipeline, session->options, *session->state, session->ledger);
  session->runner->run(report);
  if (!session->runner->left_running()) return (pipeline.world->close(), report);
  pipeline.left_running = true;
  (void)session.release();
  return report;
}

}  // namespace rulemap::engine
