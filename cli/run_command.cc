// rulemap run PIPELINE: the whole way, with a progress line and a summary.
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <memory>

#include "rulemap/engine/printable.h"
#include "rulemap/engine/run.h"
#include "rulemap/engine/run_plan.h"
#include "run_pipeline.h"

namespace rulemap::cli {
namespace {

std::atomic<int> g_signal{0};

// Nothing is done yet while a run that goes on only meets what it knows.
std::string progress_text(const engine::Progress& progress, double seconds) {
  if (progress.seen == 0) return "reading";
  if (!progress.all_seen && progress.known == progress.seen) {
    return "reading again: " + std::to_string(progress.seen) + " inputs that are known";
  }
  const std::string count = std::to_string(progress.done) + " of " + std::to_string(progress.seen);
  if (!progress.waits.empty()) return count + " done; " + engine::printable(progress.waits);
  const double rate = seconds > 0 ? static_cast<double>(progress.done) / seconds : 0;
  char speed[64];
  std::snprintf(speed, sizeof speed, " done, %.0f/s", rate);
  std::string out = count + (progress.all_seen ? "" : "+") + speed;
  if (!progress.all_seen || rate <= 0) return out;
  std::snprintf(speed, sizeof speed, ", %.0f s left",
                static_cast<double>(progress.seen - progress.done) / rate);
  return out + speed;
}

// A line on a terminal that is written over: done, rate, time left.
class ProgressLine {
 public:
  explicit ProgressLine(bool show) : show_(show && ::isatty(STDERR_FILENO)) {}
  ~ProgressLine() { clear(); }

  void update(const engine::Progress& progress) {
    if (!show_) return;
    const auto now = std::chrono::steady_clock::now();
    if (now - last_ < std::chrono::milliseconds(100)) return;
    last_ = now;
    const std::chrono::duration<double> since = now - start_;
    complain("\r" + progress_text(progress, since.count()) + "\x1b[K");
    shown_ = true;
  }
  void clear() {
    if (std::exchange(shown_, false)) complain("\r\x1b[K");
  }

 private:
  bool show_;
  bool shown_ = false;
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
  std::chrono::steady_clock::time_point last_{};
};

// The file that was named on the command line, not the pipeline's, is the wrong one.
bool is_about_dead_letters(const engine::Diagnostics& found) {
  const auto& all = found.all();
  return !all.empty() && all.front().code == "dead-letters";
}

}  // namespace

void run_pipeline(const RunArguments& arguments, Common& common) {
  engine::Registry registry;
  load_plugins(registry, common);
  ProgressLine progress(!arguments.quiet && !arguments.json);
  engine::LoadSettings settings;
  settings.plugins.allow_unsafe = common.allow_unsafe_plugins;
  settings.replay = arguments.replay;
  settings.log = [&](std::uint32_t level, std::string_view step, std::string_view line) {
    if (level < 2) return;
    progress.clear();
    complain("rulemap: " + std::string(step) + (step.empty() ? "" : ": ") +
             engine::printable(line) + "\n");
  };
  engine::Loaded loaded = engine::load_pipeline(arguments.pipeline, registry, settings);
  if (!loaded.diagnostics.all().empty()) complain(loaded.diagnostics.text());
  if (!loaded.pipeline) {
    if (arguments.json) print(loaded.diagnostics.json());
    common.exit_code = is_about_dead_letters(loaded.diagnostics) ? kUsage : kProblems;
    return;
  }
  // A second one ends the process at once.
  for (const int number : {SIGINT, SIGTERM}) {
    std::signal(number, [](int received) {
      g_signal = received;
      std::signal(received, SIG_DFL);
    });
  }
  engine::RunOptions options;
  options.interrupted = [] { return g_signal != 0; };
  options.state_folder = arguments.state;
  if (arguments.plan) {
    const engine::RunPlan plan = engine::plan_run(*loaded.pipeline, options);
    print(arguments.json ? plan.json() : plan.text());
    common.exit_code = plan.failed ? kFailed : kFine;
    return;
  }
  options.fresh = arguments.fresh;
  options.dry_run = arguments.dry_run;
  options.progress = [&](const engine::Progress& each) { progress.update(each); };
  const engine::RunReport report = engine::run(*loaded.pipeline, options);
  progress.clear();
  print(arguments.json ? report.json() : report.text());
  common.exit_code = report.failed                               ? kFailed
                     : arguments.strict && report.gave_up_some() ? kGaveUpSome
                                                                 : kFine;
  // A call that does not end would keep the process from ending.
  if (report.left_running) std::_Exit((std::fflush(nullptr), kFailed));
}

void add_run_options(CLI::App& command, RunArguments& arguments) {
  command
      .add_option("--state", arguments.state, "The state folder (default: $XDG_STATE_HOME/rulemap)")
      ->type_name("DIR");
  command.add_flag("--json", arguments.json, "Write the summary as JSON");
  command.add_flag("--fresh", arguments.fresh,
                   "Begin anew where the last run of this pipeline and input did not end");
  command.add_flag("--strict", arguments.strict,
                   "End with code 4 where an input or a record was refused or dead-lettered");
  command.add_flag("--quiet", arguments.quiet, "No progress line");
}

void add_run(CLI::App& app, Common& common) {
  auto arguments = std::make_shared<RunArguments>();
  CLI::App* command = app.add_subcommand("run", "Run a pipeline to its end");
  command->add_option("pipeline", arguments->pipeline, "The pipeline file")->required();
  add_run_options(*command, *arguments);
  command->add_flag("--plan", arguments->plan,
                    "Say what the run would ask, from the cache and of the network, and how long "
                    "the allowance makes it; nothing is asked for, nothing written");
  command->add_flag("--dry-run", arguments->dry_run,
                    "Ask providers and go through all steps, and say what sinks would change; "
                    "nothing is changed outside, no file is written");
  command->callback([arguments, &common] { run_pipeline(*arguments, common); });
}

}  // namespace rulemap::cli
