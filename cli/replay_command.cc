// rulemap replay PIPELINE RECORDS: what failed goes on where it failed.
#include <memory>

#include "command.h"
#include "run_pipeline.h"

namespace rulemap::cli {

void add_replay(CLI::App& app, Common& common) {
  auto arguments = std::make_shared<RunArguments>();
  auto replay = std::make_shared<engine::ReplayedRecords>();
  CLI::App* command =
      app.add_subcommand("replay", "Bring records of a dead letter file into a pipeline again");
  command->add_option("pipeline", arguments->pipeline, "The pipeline file")->required();
  command->add_option("records", replay->path, "The dead letter file, JSON lines")
      ->required()
      ->check(CLI::ExistingFile);
  command
      ->add_option("--from", replay->from,
                   "The step, or the one sink, where they go on (default: the first step)")
      ->type_name("ID");
  add_run_options(*command, *arguments);
  command->callback([arguments, replay, &common] {
    arguments->replay = *replay;
    run_pipeline(*arguments, common);
  });
}

}  // namespace rulemap::cli
