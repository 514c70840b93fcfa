#include "rulemap/engine/run.h"

#include <memory>

#include "run/runner.h"
#include "run/work_folder.h"

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

// Everything that a call may touch while it runs. Members end in the order against this one.
struct Session {
  Pipeline& pipeline;
  std::unique_ptr<StateFolder> shared;
  std::unique_ptr<WorkFolder> work;  // of a dry run, with a state of its own
  std::unique_ptr<StateFolder> state;
  Ledger ledger;
  RunOptions options;
  std::unique_ptr<Runner> runner;
};

// Those that say what they would change stay. Gives the ids of the others.
std::vector<std::string> leave_out_sinks(Plan& plan) {
  std::vector<std::string> out;
  for (const SinkPlan& each : plan.sinks) {
    if (!(each.instance->about().flags & RULEMAP_FLAG_DRY_RUN)) out.push_back(each.id);
  }
  std::erase_if(plan.sinks, [](const SinkPlan& each) {
    return !(each.instance->about().flags & RULEMAP_FLAG_DRY_RUN);
  });
  plan.dead_letter.reset();
  return out;
}

RunReport drive(std::unique_ptr<Session> session) {
  Pipeline& pipeline = session->pipeline;
  RunReport report;
  const bool is_dry = session->options.dry_run;
  std::vector<std::string> left_alone;
  if (is_dry) left_alone = leave_out_sinks(*pipeline.plan);
  session->runner = std::make_unique<Runner>(pipeline, session->options,
                                             session->state ? *session->state : *session->shared,
                                             session->ledger);
  session->runner->run(report);
  report.dry_run = is_dry;
  report.left_alone = std::move(left_alone);
  if (!session->runner->left_running()) return (pipeline.world->close(), report);
  pipeline.left_running = true;
  (void)session.release();
  return report;
}

// The state is the installation's own for what outlives runs, and another one for the rest, with
// the same namespace: identities are those of the run that comes.
Result<std::unique_ptr<StateFolder>> state_of_dry_run(const WorkFolder& work,
                                                      const StateFolder& shared) {
  if (work.path().empty()) return Error{"no folder for the dry run can be made"};
  return StateFolder::open_beside(work.path() + "/state", shared);
}

}  // namespace

RunReport run(Pipeline& pipeline, const RunOptions& options) {
  auto shared = StateFolder::open(options.state_folder.empty() ? default_state_folder()
                                                               : options.state_folder);
  if (!shared.ok()) return failed(pipeline, shared.error());
  std::unique_ptr<WorkFolder> work;
  std::unique_ptr<StateFolder> state;
  if (options.dry_run) {
    work = std::make_unique<WorkFolder>();
    auto made = state_of_dry_run(*work, **shared);
    if (!made.ok()) return failed(pipeline, made.error());
    state = std::move(made).value();
    pipeline.world->set_dry_run();
  }
  const StateFolder& own = state ? *state : **shared;
  auto ledger = Ledger::open(own.path() + "/ledger.sqlite");
  if (!ledger.ok()) return failed(pipeline, ledger.error());
  auto session = std::make_unique<Session>(Session{pipeline, std::move(shared).value(),
                                                   std::move(work), std::move(state),
                                                   std::move(ledger).value(), options, nullptr});
  const auto opened = pipeline.world->open(
      session->state ? *session->state : *session->shared, *session->shared, pipeline.plan->name,
      [&of = *session](std::string_view scope, std::string_view key) {
        return of.ledger.recall(scope, key);
      });
  if (!opened.ok()) return failed(pipeline, opened.error());
  return drive(std::move(session));
}

}  // namespace rulemap::engine
