#include "pipeline_run.h"

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "rulemap/engine/run.h"

extern "C" {
extern const rulemap_entry rulemap_entry_attack;
extern const rulemap_entry rulemap_entry_misp;
extern const rulemap_entry rulemap_entry_sigma;
extern const rulemap_entry rulemap_entry_text;
extern const rulemap_entry rulemap_entry_virustotal;
}

namespace rulemap::bench {
namespace {

[[noreturn]] void fail(const std::string& why) {
  std::fprintf(stderr, "%s\n", why.c_str());
  std::exit(1);
}

std::string write_pipeline(const std::string& folder, const std::string& rules) {
  const std::string path = folder + "/pipeline.yaml";
  std::ofstream(path) << "pipeline: bench\n"
                         "version: 1\n"
                         "http: { replay: recordings }\n"
                         "sources:\n"
                         "  - id: list\n"
                         "    use: text.iocs\n"
                         "    with: { path: iocs.txt }\n"
                         "    case: { title: Benchmark, tlp: green }\n"
                         "steps:\n"
                         "  - { id: once, use: core.dedupe }\n"
                         "  - { id: vt, use: virustotal.report, with: { relations: [] } }\n"
                         "  - { id: same, use: core.merge }\n"
                         "  - { id: rules, use: sigma.map, with: { rules: ['"
                      << rules
                      << "'] } }\n"
                         "  - { id: attack, use: attack.map }\n"
                         "sinks:\n"
                         "  - { id: misp, use: misp.event, with: { path: event.json } }\n";
  return path;
}

}  // namespace

std::string steps_text() {
  return "text.iocs -> core.dedupe -> virustotal.report -> core.merge -> sigma.map -> attack.map "
         "-> misp.event";
}

Spent run_pipeline(const Corpus& corpus, const std::string& rules) {
  engine::Registry registry;
  for (const rulemap_entry* each :
       {&rulemap_entry_attack, &rulemap_entry_misp, &rulemap_entry_sigma, &rulemap_entry_text,
        &rulemap_entry_virustotal}) {
    if (const auto added = registry.add(*each); !added.ok()) fail(added.error().text());
  }
  engine::Loaded loaded = engine::load_pipeline(write_pipeline(corpus.folder, rules), registry, {});
  if (!loaded.pipeline) fail(loaded.diagnostics.text());
  const std::string state = corpus.folder + "/state";
  std::filesystem::remove_all(state);

  const Stopwatch watch;
  const engine::RunReport report = engine::run(*loaded.pipeline, {.state_folder = state});
  const Spent spent = watch.spent();
  const bool whole = !report.failed && report.lookups_failed == 0 && report.answers_missing == 0 &&
                     report.sinks.at(0).written + report.merged == corpus.indicators;
  if (!whole) fail("the run is not whole:\n" + report.text());
  return spent;
}

}  // namespace rulemap::bench
