// rulemap inside a program: its plugins linked in, indicators from memory, records into a function.
// Arguments: the folder `examples`, a folder for the state of runs.
#include "rulemap/engine/embed.h"

#include <iostream>

#include "rulemap/engine/run.h"
#include "rulemap/plugins.h"

namespace engine = rulemap::engine;

// Answers come from recordings; without the line `http` they come from VirusTotal.
constexpr char kPipeline[] = R"(
pipeline: alerts
version: 1
http: { replay: recordings }
secrets: { key: { env: VT_API_KEY } }
sources:
  - { id: alert, use: embed.indicators, case: { title: Alert 4711, tlp: green } }
steps:
  - { id: vt, use: virustotal.report, with: { key: "${secrets.key}" } }
  - { id: attack, use: attack.map }
sinks:
  - { id: program, use: embed.records }
)";

int main(int argc, char** argv) {
  if (argc != 3) return std::cerr << "usage: embed EXAMPLES STATE\n", 2;

  engine::Registry registry;
  for (const rulemap_entry* each : {&rulemap_entry_virustotal, &rulemap_entry_attack}) {
    if (const auto added = registry.add(*each); !added.ok()) {
      return std::cerr << added.error().text() << "\n", 1;
    }
  }

  engine::Embedded ends;
  ends.next = engine::each_of({"3ecd2f5bb5aeae5f9b5bf988fb1b42c4", "login.paket-status\\.example",
                               "hxxps://update-check[.]example/stage/2?id=7", "setup.exe"});
  ends.take = [](const rulemap::Doc& record) {
    std::cout << record.text("ioc.value").value_or("") << ": "
              << record.integer("reputation.malicious").value_or(0) << " call it malicious";
    for (const rulemap::Doc each : record["techniques"]) {
      std::cout << " " << each.text("id").value_or("");
    }
    std::cout << "\n";
  };

  engine::LoadSettings settings;
  if (!engine::attach(ends, registry, settings).ok()) return 1;
  const engine::Loaded loaded = engine::load_pipeline_text(kPipeline, argv[1], registry, settings);
  if (!loaded.pipeline) return std::cerr << loaded.diagnostics.text(), 1;
  const engine::RunReport report = engine::run(*loaded.pipeline, {.state_folder = argv[2]});
  std::cerr << report.text();
  return report.failed ? 1 : 0;
}
