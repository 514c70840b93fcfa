#include "plan/part_lookup.h"

#include <vector>

#include "config/block_reader.h"
#include "config/secret_words.h"

namespace rulemap::engine {
namespace {

// Descriptor ids, for guesses.
template <class Abi>
void collect(std::vector<std::string>& out, const Abi* const* all, std::uint32_t count) {
  for (std::uint32_t i = 0; i < count; ++i) out.emplace_back(all[i]->about->id);
}

const char* kind_of(const Registry& registry, const std::string& id) {
  if (registry.source(id)) return "source";
  if (registry.step(id)) return "step";
  return registry.sink(id) ? "sink" : nullptr;
}

std::string hint_for(const Registry& registry, const std::string& id,
                     const std::vector<std::string>& known) {
  if (const char* kind = kind_of(registry, id)) {
    return "`" + id + "` is a " + kind + ": it belongs under `" + kind + "s`";
  }
  const std::string hint = guess(id, known);
  return hint.empty() ? "`rulemap plugins` lists what is there" : hint;
}

void unknown(Planning& planning, const BlockFile& block, const char* kind,
             const std::vector<std::string>& known) {
  planning.unknown_part = true;
  for (const yaml::Member& each : block.with.members) {
    if (names_secret(each.key)) hide(planning.diagnostics, each.value);
  }
  if (block.use.empty()) return;
  const std::string& id = block.use.text;
  planning.problem(block.use.place, id.size(),
                   "no plugin has a " + std::string(kind) + " `" + id + "`", "unknown-plugin",
                   hint_for(planning.registry, id, known));
}

}  // namespace

const rulemap_source* find_source(Planning& planning, const BlockFile& block) {
  if (const rulemap_source* found = planning.registry.source(block.use.text)) return found;
  std::vector<std::string> known;
  for (const PluginInfo& each : planning.registry.plugins()) {
    collect(known, each.entry->sources, each.entry->source_count);
  }
  unknown(planning, block, "source", known);
  return nullptr;
}

const rulemap_step* find_step(Planning& planning, const BlockFile& block) {
  if (const rulemap_step* found = planning.registry.step(block.use.text)) return found;
  std::vector<std::string> known{"core.route"};
  for (const PluginInfo& each : planning.registry.plugins()) {
    collect(known, each.entry->steps, each.entry->step_count);
  }
  unknown(planning, block, "step", known);
  return nullptr;
}

const rulemap_sink* find_sink(Planning& planning, const BlockFile& block) {
  if (const rulemap_sink* found = planning.registry.sink(block.use.text)) return found;
  std::vector<std::string> known;
  for (const PluginInfo& each : planning.registry.plugins()) {
    collect(known, each.entry->sinks, each.entry->sink_count);
  }
  unknown(planning, block, "sink", known);
  return nullptr;
}

}  // namespace rulemap::engine
