// rulemap check PIPELINE...: every problem in one go; no network, nothing written.
#include <memory>

#include "command.h"
#include "rulemap/engine/pipeline.h"

namespace rulemap::cli {
namespace {

struct CheckArguments {
  std::vector<std::string> pipelines;
  bool json = false;
};

void check(const CheckArguments& arguments, Common& common) {
  engine::Registry registry;
  load_plugins(registry, common);
  engine::LoadSettings settings;
  settings.for_run = false;
  settings.plugins.allow_unsafe = common.allow_unsafe_plugins;
  for (const std::string& path : arguments.pipelines) {
    const engine::Loaded loaded = engine::load_pipeline(path, registry, settings);
    if (arguments.json)
      print(loaded.diagnostics.json());
    else if (!loaded.diagnostics.all().empty())
      print(loaded.diagnostics.text());
    else
      print(path + ": fine\n");
    if (loaded.diagnostics.has_errors()) common.exit_code = kProblems;
  }
}

}  // namespace

void add_check(CLI::App& app, Common& common) {
  auto arguments = std::make_shared<CheckArguments>();
  CLI::App* command = app.add_subcommand("check", "Say what is wrong with pipeline files");
  command->add_option("pipelines", arguments->pipelines, "Pipeline files")->required();
  command->add_flag("--json", arguments->json, "One JSON object a file");
  command->callback([arguments, &common] { check(*arguments, common); });
}

}  // namespace rulemap::cli
