// Pipeline files: everything that `rulemap check` does with one.
#include <rapidjson/document.h>

#include "fuzz.h"
#include "rulemap/engine/pipeline.h"

extern "C" {
extern const rulemap_entry rulemap_entry_attack;
extern const rulemap_entry rulemap_entry_misp;
extern const rulemap_entry rulemap_entry_sigma;
extern const rulemap_entry rulemap_entry_table;
extern const rulemap_entry rulemap_entry_text;
extern const rulemap_entry rulemap_entry_virustotal;
}

namespace rulemap::fuzz {

Material material() {
  Material out;
  out.seeds = files_below("tests/golden/mistakes", ".yaml");
  for (const std::string& each : files_below("examples/pipelines", ".yaml")) {
    out.seeds.push_back(each);
  }
  out.words = {
      "sources",     "steps",     "sinks",       "with",       "when",        "limits",
      "on_error",    "retry",     "attempts",    "backoff",    "then",        "stop",
      "case",        "by",        "tlp",         "pap",        "vars",        "secrets",
      "default",     "env",       "type",        "rate",       "timeout",     "branches",
      "else",        "pass",      "core.route",  "core.set",   "core.drop",   "core.merge",
      "core.dedupe", "text.iocs", "table.jsonl", "misp.event", "${vars.x}",   "${secrets.y}",
      "$${",         "${",        "4/min",       "1s..2m",     "dead_letter", "plugins",
      "max_tlp",     "replay",    "{}",          "[]",         "7d",          "amber"};
  return out;
}

namespace {

const std::vector<const rulemap_entry*>& entries() {
  static const std::vector<const rulemap_entry*> all = {
      &rulemap_entry_attack, &rulemap_entry_misp, &rulemap_entry_sigma,
      &rulemap_entry_table,  &rulemap_entry_text, &rulemap_entry_virustotal};
  return all;
}

void judge(const engine::Diagnostics& diagnostics, std::string_view text) {
  const auto lines = std::count(text.begin(), text.end(), '\n') + 1;
  for (const engine::Diagnostic& each : diagnostics.all()) {
    expect(!each.message.empty() && !each.code.empty(), "a diagnostic says what is wrong");
    expect(each.line <= lines, "a diagnostic lies inside its file");
  }
  expect(diagnostics.all().empty() || !diagnostics.text().empty(), "what is wrong is shown");
  rapidjson::Document document;
  const std::string json = diagnostics.json();
  document.Parse(json.data(), json.size());
  expect(!document.HasParseError() && document.HasMember("problems"), "diagnostics are JSON");
}

}  // namespace
}  // namespace rulemap::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace rulemap;
  static const fuzz::Folder folder;
  const std::string_view text = fuzz::view_of(data, size);
  const std::string path = folder.path("pipeline.yaml");
  fuzz::write_file(path, text);
  engine::Registry registry;
  for (const rulemap_entry* each : fuzz::entries()) {
    fuzz::expect(registry.add(*each).ok(), "the plugins that are linked in can be added");
  }
  engine::LoadSettings settings;
  settings.for_run = false;
  settings.environment = [](const std::string&) { return std::nullopt; };
  const engine::Loaded loaded = engine::load_pipeline(path, registry, settings);
  fuzz::judge(loaded.diagnostics, text);
  fuzz::expect((loaded.pipeline == nullptr) == loaded.diagnostics.has_errors(),
               "there is a pipeline, or an error");
  return 0;
}
