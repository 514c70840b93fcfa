// rulemap plugins [ID]: what is there, and the options of one source, step or sink.
#include <functional>
#include <memory>

#include "command.h"
#include "json_text.h"
#include "rulemap/engine/diagnostic.h"
#include "rulemap/host/columns.h"
#include "rulemap/host/options.h"
#include "rulemap/host/services.h"

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
  // Which fields it reads and writes with these options; empty: it is structure, none.
  std::function<Result<host::Declared>(const rulemap_host*, const rulemap_config&)> fields;
};

constexpr rulemap_option route_key(const char* name, const char* choices, const char* about) {
  return {.size = sizeof(rulemap_option),
          .name = name,
          .about = about,
          .standard = nullptr,
          .choices = choices,
          .type = 0,
          .flags = RULEMAP_OPTION_REQUIRED};
}
// Keys of the step itself, not of its `with`.
constexpr rulemap_option kBranches =
    route_key("branches", nullptr,
              "A list of `id`, `when` and `steps`; a record goes through the steps of the first "
              "whose `when` holds. Stands in the step itself, not under `with`");
constexpr rulemap_option kElse =
    route_key("else", "pass|drop",
              "What becomes of a record that no branch takes. Stands in the step itself");
constexpr const rulemap_option* kRouteOptions[] = {&kBranches, &kElse};

// Structure rather than a step of a plugin, but authors look for it here.
constexpr rulemap_descriptor kRoute{
    .size = sizeof(rulemap_descriptor),
    .id = "core.route",
    .version = RULEMAP_VERSION,
    .summary = "Sends each record to the first of its `branches` whose `when` holds.",
    .label = "filter",
    .provider = nullptr,
    .options = kRouteOptions,
    .option_count = std::size(kRouteOptions),
    .threads = RULEMAP_SERIAL,
    .flags = 0,
    .max_batch = 0};

template <class Abi>
auto fields_of(const Abi& abi) {
  return [&abi](const rulemap_host* host, const rulemap_config& config) {
    return host::declared_fields(abi, host, config);
  };
}

std::vector<Part> parts_of(const engine::Registry& registry) {
  std::vector<Part> out{{"step", &kRoute, &registry.plugins().front(), {}}};
  for (const engine::PluginInfo& plugin : registry.plugins()) {
    const rulemap_entry& entry = *plugin.entry;
    for (std::uint32_t i = 0; i < entry.source_count; ++i) {
      out.push_back({"source", entry.sources[i]->about, &plugin, fields_of(*entry.sources[i])});
    }
    for (std::uint32_t i = 0; i < entry.step_count; ++i) {
      out.push_back({"step", entry.steps[i]->about, &plugin, fields_of(*entry.steps[i])});
    }
    for (std::uint32_t i = 0; i < entry.sink_count; ++i) {
      out.push_back({"sink", entry.sinks[i]->about, &plugin, fields_of(*entry.sinks[i])});
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
    const char* type = type_name(option.type);
    out += std::string("    ") + option.name + (*type ? ": " : "") + type;
    if (option.flags & RULEMAP_OPTION_REQUIRED) out += ", required";
    if (option.standard) out += std::string(", default ") + option.standard;
    if (option.choices) out += std::string(", one of ") + option.choices;
    out += std::string("\n        ") + option.about + "\n";
  }
  return out;
}

// With the options as they are where nobody writes any; what they name may be missing then.
Result<host::Declared> declared(const Part& part) {
  if (!part.fields) return host::Declared{};
  host::ConfigValues values(*part.about, "");
  (void)values.complete();
  const host::Services services{host::Lent{}};
  return part.fields(services.abi(), values.abi());
}

const char* field_type(std::uint32_t type) {
  constexpr const char* kNames[] = {"any",  "bool", "int",  "float",
                                    "text", "time", "list", "object"};
  return type < std::size(kNames) ? kNames[type] : "?";
}

std::string field_lines(const char* what, const std::vector<host::DeclaredField>& fields) {
  if (fields.empty()) return "";
  std::string out = std::string("    ") + what + "\n";
  for (const host::DeclaredField& each : fields) {
    const std::string gap(each.name.size() < 24 ? 24 - each.name.size() : 1, ' ');
    out += "        " + each.name + gap + field_type(each.type) + "\n";
  }
  return out;
}

std::string fields_text(const Part& part) {
  const Result<host::Declared> found = declared(part);
  if (!found.ok()) return "    fields depend on its options: " + found.error().text() + "\n";
  return field_lines("reads", found->reads) + field_lines("writes", found->writes);
}

void put_fields(JsonText& out, const char* key, const std::vector<host::DeclaredField>& fields) {
  out.key(key).open_list();
  for (const host::DeclaredField& each : fields) {
    out.open_object().field("name", each.name).field("type", field_type(each.type)).close();
  }
  out.close();
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
  const Result<host::Declared> fields = declared(part);
  put_fields(out, "reads", fields.ok() ? fields->reads : std::vector<host::DeclaredField>{});
  put_fields(out, "writes", fields.ok() ? fields->writes : std::vector<host::DeclaredField>{});
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
          part.plugin->origin + "\n" + options_text(*part.about) + fields_text(part));
  }
  if (found) return;
  std::vector<std::string> ids;
  for (const Part& part : parts_of(registry)) ids.emplace_back(part.about->id);
  const std::string near = engine::guess(arguments.id, ids);
  complain("rulemap: no plugin has `" + arguments.id + "`; " + (near.empty() ? "" : near + " ") +
           "`rulemap plugins` lists what is there\n");
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
