#include <algorithm>

#include "config/span_text.h"
#include "host/planned_requests.h"
#include "rulemap/engine/run_plan.h"
#include "run/runner.h"
#include "run/work_folder.h"

namespace rulemap::engine {
namespace {

RunPlan failed(RunPlan out, Error why) {
  out.failed = true;
  out.error = std::move(why);
  return out;
}

std::string rates_text(const std::vector<RateFile>& rates) {
  std::string out;
  for (const RateFile& each : rates) (out += out.empty() ? "" : ", ") += rate_text(each);
  return out;
}

PlannedServer planned(const PlannedRequests::Account& of, std::int64_t longest_wait_ms,
                      std::int64_t now_ms, World& world) {
  PlannedServer out;
  out.server = of.server;
  out.rates = rates_text(of.rates);
  for (const auto& [kind, counts] : of.kinds) {
    out.kinds.push_back({kind, counts.needed, counts.cached, counts.at_most});
    out.requests += counts.needed + counts.at_most;
  }
  const Forecast when = world.http().forecast(of.account, of.rates, out.requests, longest_wait_ms);
  out.milliseconds = when.last_ms;
  out.in_one_go = when.in_one_go;
  out.one_go_milliseconds = when.one_go_ms;
  out.why_not_more = when.why_not_more;
  if (!out.why_not_more.empty()) out.goes_on_ms = now_ms + when.goes_on_ms;
  return out;
}

std::int64_t longest_wait(const Plan& plan) {
  std::int64_t out = 0;
  for (const StepPlan& each : plan.steps) {
    if (each.asks_network) out = std::max(out, each.longest_wait_ms);
  }
  return out;
}

// Everything that a call may touch while it runs. Members end in the order against this one.
struct Session {
  std::unique_ptr<WorkFolder> work;
  std::unique_ptr<StateFolder> state;
  Ledger ledger;
  PlannedRequests requests;
  RunOptions options;
  std::unique_ptr<Runner> runner;
};

void fill(RunPlan& out, const RunReport& report, const PlannedRequests& requests,
          Pipeline& pipeline) {
  out.accepted = report.accepted;
  out.refused = report.refused;
  out.merged = report.merged;
  out.not_asked = report.not_asked;
  out.not_asked_not_listed = report.not_asked_not_listed;
  const std::int64_t wait = longest_wait(*pipeline.plan);
  const std::int64_t now = pipeline.world->clock().now_ms();  // one for all that is said
  for (const auto& [name, account] : requests.accounts()) {
    out.servers.push_back(planned(account, wait, now, *pipeline.world));
  }
}

}  // namespace

RunPlan plan_run(Pipeline& pipeline, const RunOptions& options) {
  RunPlan out;
  Plan& plan = *pipeline.plan;
  World& world = *pipeline.world;
  out.pipeline = plan.name;
  auto shared = StateFolder::open(options.state_folder.empty() ? default_state_folder()
                                                               : options.state_folder);
  if (!shared.ok()) return failed(std::move(out), shared.error());
  auto work = std::make_unique<WorkFolder>();
  if (work->path().empty())
    return failed(std::move(out), {"no folder for the plan can be made", ""});
  auto state = StateFolder::open(work->path() + "/state");
  if (!state.ok()) return failed(std::move(out), state.error());
  auto ledger = Ledger::open((*state)->path() + "/ledger.sqlite");
  if (!ledger.ok()) return failed(std::move(out), ledger.error());
  std::unique_ptr<Session> session(new Session{
      std::move(work), std::move(state).value(), std::move(ledger).value(), {}, options, nullptr});
  const auto opened = world.open(
      *session->state, **shared, plan.name,
      [](std::string_view, std::string_view) -> Result<std::string> { return std::string(); });
  if (!opened.ok()) return failed(std::move(out), opened.error());
  plan.sinks.clear();
  plan.dead_letter.reset();
  world.http().plan_into(&session->requests);
  RunReport report;
  session->runner =
      std::make_unique<Runner>(pipeline, session->options, *session->state, session->ledger);
  session->runner->run(report);
  if (session->runner->left_running()) {
    pipeline.left_running = true;
    (void)session.release();
    return failed(std::move(out), report.error);
  }
  fill(out, report, session->requests, pipeline);
  world.http().plan_into(nullptr);
  world.close();
  return report.failed ? failed(std::move(out), report.error) : out;
}

}  // namespace rulemap::engine
