// A pipeline, loaded from its file and checked: the way in for everybody who embeds the engine.
//
//   Registry registry;
//   registry.load("build/plugins/virustotal.so");
//   Loaded loaded = load_pipeline("ioc-to-misp.yaml", registry, {});
//   if (!loaded.pipeline) std::cerr << loaded.diagnostics.text();
//   else RunReport report = run(*loaded.pipeline, {.state_folder = "state"});     // run.h
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "rulemap/engine/clock.h"
#include "rulemap/engine/diagnostic.h"
#include "rulemap/engine/registry.h"

namespace rulemap::engine {

// Records in place of the pipeline's sources, as the dead letter file holds them.
struct ReplayedRecords {
  std::string path;  // JSON lines, as the sink table.jsonl writes them
  std::string from;  // id of the step, or of the one sink, where they go on; empty: the first step
};

struct LoadSettings {
  // false: `rulemap check`: a secret without a value is only a warning.
  bool for_run = true;
  // Plugins that the file names are loaded with these.
  LoadOptions plugins = {};
  std::optional<ReplayedRecords> replay = {};
  // Null: the process's own environment.
  std::function<std::optional<std::string>(const std::string& name)> environment = {};
  // Null: the system's clock. Has to outlive the pipeline.
  Clock* clock = nullptr;
  // One line for people, without secrets; step may be empty. Null: lines are dropped.
  // level: 0 debug, 1 info, 2 warning, 3 error. One line at a time, on any thread.
  std::function<void(std::uint32_t level, std::string_view step, std::string_view line)> log = {};
  // Services that the program has for plugins of its own, by id; null: not offered. What it gives
  // has to outlive the pipeline. Any thread. embed.h is made of this.
  std::function<const void*(std::string_view id)> service = {};
};

// Opaque: plan, instances and services of one pipeline. Runs once.
class Pipeline;
struct DeletePipeline {
  void operator()(Pipeline* pipeline) const;
};

// pipeline is null where the diagnostics have an error. Its registry has to outlive it.
struct Loaded {
  Diagnostics diagnostics;
  std::unique_ptr<Pipeline, DeletePipeline> pipeline;
};

// Reads, checks and plans; touches no network and writes nothing. Plugins that the file names are
// added to the registry.
Loaded load_pipeline(const std::string& path, Registry& registry, const LoadSettings& settings);
// The same without a file: paths in `text` count from base_folder, problems name it "pipeline".
Loaded load_pipeline_text(std::string_view text, const std::string& base_folder, Registry& registry,
                          const LoadSettings& settings);

}  // namespace rulemap::engine
