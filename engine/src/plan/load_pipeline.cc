#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "config/block_reader.h"
#include "config/read_pipeline.h"
#include "config/variables.h"
#include "plan/dead_letters.h"
#include "plan/input_paths.h"
#include "plan/network_keys.h"
#include "plan/output_paths.h"
#include "plan/pipeline.h"
#include "plan/plan_builder.h"
#include "plan/replay_plan.h"
#include "rulemap/ids/uuid.h"

namespace rulemap::engine {
namespace fs = std::filesystem;
namespace {

constexpr std::uintmax_t kLargestFile = std::uintmax_t{1} << 20;

Error too_large(std::uintmax_t size, const std::string& name) {
  return {"the pipeline file has " + std::to_string(size) + " bytes; the limit is " +
              std::to_string(kLargestFile),
          name};
}

Result<std::string> read_file(const std::string& path) {
  std::error_code failed;
  const auto size = fs::file_size(path, failed);
  if (failed) return Error{"the pipeline file cannot be read: " + failed.message(), path};
  if (size > kLargestFile) return too_large(size, path);
  std::ifstream file(path, std::ios::binary);
  std::string text(size, '\0');
  if (!file.read(text.data(), static_cast<std::streamsize>(size))) {
    return Error{"the pipeline file cannot be read", path};
  }
  return text;
}

std::optional<std::string> process_environment(const std::string& name) {
  const char* found = std::getenv(name.c_str());
  return found ? std::optional<std::string>(found) : std::nullopt;
}

void load_plugins(const PipelineFile& file, const std::string& base, Registry& registry,
                  const LoadOptions& options, Diagnostics& diagnostics) {
  for (const Written& each : file.plugins) {
    const std::string path = (fs::path(base) / each.text).lexically_normal().string();
    const auto loaded = registry.load(path, options);
    if (loaded.ok()) continue;
    report(diagnostics, each.place, each.text.size(), loaded.error().text(), "plugin");
  }
}

Loaded unreadable(const std::string& name, const Error& why) {
  Loaded out{Diagnostics(name, ""), nullptr};
  out.diagnostics.add({Severity::error, name, 0, 0, 1, why.message, "file", ""});
  return out;
}

// What is no dead letter file is refused before a sink could begin its file anew.
std::optional<Loaded> unfit_to_replay(const LoadSettings& settings) {
  if (!settings.replay) return std::nullopt;
  const std::string& path = settings.replay->path;
  const NoDeadLetters found = check_dead_letters(path);
  if (found.why.empty()) return std::nullopt;
  Loaded out{Diagnostics(path, ""), nullptr};
  out.diagnostics.add({Severity::error, path, found.line, 1, 1, found.why, "dead-letters", ""});
  return out;
}

Loaded load_text(const std::string& name, bool in_a_file, const std::string& text,
                 const std::string& base, Registry& registry, const LoadSettings& settings) {
  if (auto unfit = unfit_to_replay(settings)) return std::move(*unfit);
  Loaded out{Diagnostics(name, text), nullptr};
  Diagnostics& diagnostics = out.diagnostics;
  const PipelineFile file = read_pipeline(text, diagnostics);
  load_plugins(file, base, registry, settings.plugins, diagnostics);

  std::unique_ptr<Pipeline, DeletePipeline> pipeline(new Pipeline(settings.service));
  pipeline->file = name;
  pipeline->world =
      std::make_unique<World>(settings.clock ? *settings.clock : system_clock(), settings.log);
  const bool replays = !file.http.replay.empty();
  const Variables variables(file, settings.environment ? settings.environment : process_environment,
                            pipeline->world->secrets(),
                            replays            ? SecretsAre::unused
                            : settings.for_run ? SecretsAre::needed
                                               : SecretsAre::checked,
                            base, diagnostics);
  pipeline->digest = ids::sha256_hex(ids::joined({text, variables.text()}));
  use_network_keys(file.http, base, variables, *pipeline->world, diagnostics);
  // After a mistake in the file's shape the plan would only repeat it.
  if (file.name.empty() && diagnostics.has_errors() && file.sources.empty()) return out;
  pipeline->plan = build_plan(file, registry, variables, *pipeline->world, pipeline->program.abi(),
                              base, settings.replay ? &*settings.replay : nullptr, diagnostics);
  check_input_paths(file, !settings.replay, registry, variables, base, diagnostics);
  check_output_paths(file, in_a_file ? name : "", registry, variables, base, diagnostics);
  if (settings.replay) {
    replay_records(*pipeline->plan, *settings.replay, registry, *pipeline->world, diagnostics);
    pipeline->digest = ids::sha256_hex(ids::joined({pipeline->digest, settings.replay->from}));
  }
  if (!diagnostics.has_errors()) out.pipeline = std::move(pipeline);
  return out;
}

}  // namespace

void DeletePipeline::operator()(Pipeline* pipeline) const {
  if (!pipeline->left_running) delete pipeline;
}

Loaded load_pipeline(const std::string& path, Registry& registry, const LoadSettings& settings) {
  const auto text = read_file(path);
  if (!text.ok()) return unreadable(path, text.error());
  return load_text(path, true, *text, fs::absolute(path).parent_path().string(), registry,
                   settings);
}

Loaded load_pipeline_text(std::string_view text, const std::string& base_folder, Registry& registry,
                          const LoadSettings& settings) {
  const std::string name = "pipeline";
  if (text.size() > kLargestFile) return unreadable(name, too_large(text.size(), name));
  return load_text(name, false, std::string(text), fs::absolute(base_folder).string(), registry,
                   settings);
}

}  // namespace rulemap::engine
