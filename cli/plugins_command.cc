// rulemap plugins [ID]: what is there, and the options of one source, step or sink.
#include <memory>

#include "command.h"
#include "json_text.h"

namespace rulemap::cli {
namespace {

struct PluginsArguments {
  std::string id;
  bool json = false;
};

struct Part {
  const char* contract;
  const rulemap_descriptor* about;
  const engine::PluginInfo* plugin;
};

// Structure rather than a step of a plugin, but authors look for it here.
constexpr rulemap_descriptor kRoute{
    .size = sizeof(rulemap_descriptor),
    .id = "core.route",
    .version = RULEMAP_VERSION,
    .summary = "Sends each record to the first of its `branches` whose `when` holds.",
    .label = "filter",
    .provider = nullptr,
    .options = nullptr,
    .option_count = 0,
    .threads = RULEMAP_SERIAL,
    .flags = 0,
    .max_batch = 0};

std::vector<Part> parts_of(const engine::Registry& registry) {
  std::vector<Part> out{{"step", &kRoute, &registry.plugins().front()}};
  for (const engine::PluginInfo& plugin : registry.plugins()) {
    const rulemap_entry& entry = *plugin.entry;
    for (std::uint32_t i = 0; i < entry.source_count; ++i) {
      out.push_back({"source", entry.sources[i]->about, &plugin});
    }
    for (std::uint32_t i = 0; i < entry.step_count; ++i) {
      out.push_back({"step", entry.steps[i]->about, &plugin});
    }
    for (std::uint32_t i = 0; i < entry.sink_count; ++i) {
      out.push_back({"sink", entry.sinks[i]->about, &plugin});
    }
  }
  return out;
}

const char* type_name(std::uint32_t type) {
  constexpr const char* kNames[] = {"",       "text", "int",   "number", "bool",  "duration",
                                    "secret", "path", "paths", "texts",  "field", "map"};
  return type < std::size(kNames) ? kNames[type] : "?";
}

std::string options_text(const rulemap_descriptor& about) {
  std::string out;
  for (std::uint32_t i = 0; i < about.option_count; ++i) {
    const rulemap_option& option = *about.options[i];
    out += std::string("    ") + option.name + ": " + type_name(option.type);
    if (option.flags & RULEMAP_OPTION_REQUIRED) out += ", required";
    if (option.standard) out += std::string(", default ") + option.standard;
    if (option.choices) out += std::string(", one of ") + option.choices;
    out += std::string("\n        ") + option.about + "\n";
  }
  return out;
}

std::string part_json(const Part& part) {
  JsonText out;
  out.open_object();
  out.field("contract", part.contract).field("id", part.about->id);
  out.field("version", part.about->version).field("label", part.about->label);
  out.field("summary", part.about->summary).field("plugin", part.plugin->name);
  out.field("origin", part.plugin->origin);
  out.key("options").open_list();
  for (std::uint32_t i = 0; i < part.about->option_count; ++i) {
    const rulemap_option& option = *part.about->options[i];
    out.open_object();
    out.field("name", option.name).field("type", type_name(option.type));
    out.field("about", option.about);
    out.field("default", option.standard ? option.standard : "");
    out.field("choices", option.choices ? option.choices : "");
    out.key("required").boolean(option.flags & RULEMAP_OPTION_REQUIRED);
    out.close();
  }
  out.close();
  out.close();
  return out.text() + "\n";
}

void show(const PluginsArguments& arguments, Common& common) {
  engine::Registry registry;
  load_plugins(registry, common);
  bool found = false;
  for (const Part& part : parts_of(registry)) {
    if (!arguments.id.empty() && arguments.id != part.about->id) continue;
    found = true;
    if (arguments.json) {
      print(part_json(part));
      continue;
    }
    const std::string id = part.about->id;
    print(std::string(part.contract) + std::string(8 - std::string(part.contract).size(), ' ') +
          id + std::string(id.size() < 22 ? 22 - id.size() : 1, ' ') + part.about->summary + "\n");
    if (arguments.id.empty()) continue;
    print("    plugin " + part.plugin->name + " " + part.plugin->version + ", " +
          part.plugin->origin + "\n" + options_text(*part.about));
  }
  if (found) return;
  complain("rulemap: no plugin has `" + arguments.id +
           "`; `rulemap plugins` lists what is there\n");
  common.exit_code = kProblems;
}

}  // namespace

void add_plugins(CLI::App& app, Common& common) {
  auto arguments = std::make_shared<PluginsArguments>();
  CLI::App* command =
      app.add_subcommand("plugins", "List sources, steps and sinks, or explain one of them");
  command->add_option("id", arguments->id, "vendor.name of one of them");
  command->add_flag("--json", arguments->json, "One JSON object a line");
  command->callback([arguments, &common] { show(*arguments, common); });
}

}  // namespace rulemap::cli
