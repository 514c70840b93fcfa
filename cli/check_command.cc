// rulemap check PIPELINE...: every problem in one go; no network, nothing written.
#include <memory>

#include "command.h"
#include "rulemap/engine/live_check.h"
#include "rulemap/engine/pipeline.h"

namespace rulemap::cli {
namespace {

struct CheckArguments {
  std::vector<std::string> pipelines;
  std::string state;
  bool json = false;
  bool live = false;
};

// Asks the servers that the pipeline would ask.
void check_live(engine::Pipeline& pipeline, const CheckArguments& arguments, Common& common) {
  engine::RunOptions options;
  options.state_folder = arguments.state;
  const engine::LiveCheck found = engine::check_live(pipeline, options);
  print(arguments.json ? found.json() : found.text());
  if (found.has_problems()) common.exit_code = kProblems;
}

void check(const CheckArguments& arguments, Common& common) {
  engine::Registry registry;
  load_plugins(registry, common);
  engine::LoadSettings settings;
  settings.for_run = arguments.live;  // a secret has to be there
  settings.plugins.allow_unsafe = common.allow_unsafe_plugins;
  for (const std::string& path : arguments.pipelines) {
    const engine::Loaded loaded = engine::load_pipeline(path, registry, settings);
    if (loaded.diagnostics.has_errors()) common.exit_code = kProblems;
    if (arguments.live && loaded.pipeline) {
      if (!loaded.diagnostics.all().empty()) complain(loaded.diagnostics.text());
      check_live(*loaded.pipeline, arguments, common);
      continue;
    }
    if (arguments.json)
      print(loaded.diagnostics.json());
    else if (!loaded.diagnostics.all().empty())
      print(loaded.diagnostics.text());
    else
      print(path + ": fine\n");
  }
}

}  // namespace

void add_check(CLI::App& app, Common& common) {
  auto arguments = std::make_shared<CheckArguments>();
  CLI::App* command = app.add_subcommand("check", "Say what is wrong with pipeline files");
  command->add_option("pipelines", arguments->pipelines, "Pipeline files")->required();
  command->add_flag("--json", arguments->json, "One JSON object a file");
  command->add_flag("--live", arguments->live,
                    "Ask the servers as well: are they there, do they take the credentials, what "
                    "is left of the allowance");
  command
      ->add_option("--state", arguments->state,
                   "With --live: the state folder (default: $XDG_STATE_HOME/rulemap)")
      ->type_name("DIR");
  command->callback([arguments, &common] { check(*arguments, common); });
}

}  // namespace rulemap::cli
