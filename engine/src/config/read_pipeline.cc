#include "config/read_pipeline.h"

#include <algorithm>

#include "config/read_limits.h"
#include "config/secret_words.h"
#include "rulemap/yaml/parse.h"

namespace rulemap::engine {
namespace {

constexpr std::size_t kMaxRouteDepth = 8;

bool is_name(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  });
}

void check_name(const Written& id, Diagnostics& diagnostics) {
  if (id.empty() || is_name(id.text)) return;
  report(diagnostics, id.place, id.text.size(),
         "`" + id.text + "` is no name: use a to z, 0 to 9, _ and -", "value");
}

class PipelineReader {
 public:
  explicit PipelineReader(Diagnostics& diagnostics) : diagnostics_(diagnostics) {}

  PipelineFile read(const yaml::Node& root) {
    PipelineFile out;
    BlockReader top(root, "the pipeline", diagnostics_);
    out.name = top.required("pipeline");
    check_name(out.name, diagnostics_);
    read_version(top, out);
    out.about = top.scalar("about");
    for (const yaml::Node& each : top.list("plugins")) out.plugins.push_back(plain(each));
    read_vars(top.node("vars"), out);
    read_secrets(top.node("secrets"), out);
    read_defaults(top.node("defaults"), out);
    read_http(top.node("http"), out);
    for (const yaml::Node& each : some(top, root, "sources")) out.sources.push_back(source(each));
    for (const yaml::Node& each : top.list("steps")) out.steps.push_back(step(each, 1));
    for (const yaml::Node& each : some(top, root, "sinks")) out.sinks.push_back(sink(each));
    if (const yaml::Node* node = top.node("dead_letter")) out.dead_letter = dead_letter(*node);
    top.planned({"tests", "schedule"});
    top.finish();
    return out;
  }

 private:
  Written plain(const yaml::Node& node) {
    if (node.is_scalar()) return {node.text, node.place};
    report(diagnostics_, node.place, 1, "a path is wanted here", "type");
    return {"", node.place};
  }

  const std::vector<yaml::Node>& some(BlockReader& top, const yaml::Node& root,
                                      std::string_view key) {
    const auto& list = top.list(key);
    const yaml::Node* node = top.node(key);
    if (list.empty() && top.is_map() && (!node || node->is_null() || node->is_list())) {
      top.problem(node ? node->place : root.place, 1,
                  "the pipeline needs at least one entry under `" + std::string(key) + "`",
                  "missing");
    }
    return list;
  }

  void read_version(BlockReader& top, PipelineFile& out) {
    out.version = top.required("version");
    if (out.version.empty() || out.version.text == "1") return;
    top.problem(out.version.place, out.version.text.size(),
                "this engine reads pipeline files of version 1", "value");
  }

  void read_vars(const yaml::Node* node, PipelineFile& out) {
    if (!node || node->is_null() || !expect_map(*node, "vars")) return;
    for (const yaml::Member& each : node->members) {
      VarFile var{each.key, each.place, {}, {}, {}, false};
      if (const yaml::Node* standard = each.value.find("default");
          standard && names_secret(each.key)) {
        hide(diagnostics_, *standard);
      }
      BlockReader reader(each.value, "var `" + each.key + "`", diagnostics_);
      var.env = reader.scalar("env");
      var.type = reader.scalar("type");
      var.has_standard = reader.node("default") != nullptr;
      var.standard = reader.scalar("default");
      reader.scalar("about");
      reader.finish();
      out.vars.push_back(std::move(var));
    }
  }

  void read_secrets(const yaml::Node* node, PipelineFile& out) {
    if (!node || node->is_null() || !expect_map(*node, "secrets")) return;
    for (const yaml::Member& each : node->members) {
      SecretFile secret{each.key, each.place, {}, {}};
      hide_values(each.value);
      BlockReader reader(each.value, "secret `" + each.key + "`", diagnostics_);
      secret.env = reader.scalar("env");
      secret.file = reader.scalar("file");
      reader.finish();
      if (secret.env.empty() == secret.file.empty() && reader.is_map()) {
        reader.problem(each.place, each.key.size(),
                       "secret `" + each.key + "` needs either `env` or `file`", "missing");
      }
      out.secrets.push_back(std::move(secret));
    }
  }

  // What stands here and is no reference is the secret itself.
  void hide_values(const yaml::Node& node) {
    if (!node.is_map()) return hide(diagnostics_, node);
    for (const yaml::Member& each : node.members) {
      const bool reference = each.key == "file" || (each.key == "env" && each.value.is_scalar() &&
                                                    is_variable_name(each.value.text));
      if (!reference) hide(diagnostics_, each.value);
    }
  }

  void read_defaults(const yaml::Node* node, PipelineFile& out) {
    if (!node || node->is_null()) return;
    BlockReader defaults(*node, "defaults", diagnostics_);
    out.limits = read_limits(defaults.node("limits"), diagnostics_);
    out.on_error = read_on_error(defaults.node("on_error"), diagnostics_);
    out.gate = gate(defaults);
    defaults.finish();
  }

  GateFile gate(BlockReader& reader) {
    GateFile out{reader.scalar("max_tlp"), reader.scalar("max_pap"), {}, {}, false};
    for (const yaml::Node& each : reader.list("never_send")) out.never_send.push_back(entry(each));
    for (const yaml::Node& each : reader.list("send_only")) out.send_only.push_back(entry(each));
    out.sends_only = reader.node("send_only") != nullptr;
    return out;
  }
  Written entry(const yaml::Node& node) {
    if (node.is_scalar() && !node.text.empty()) return {node.text, node.place, node.quoted};
    report(diagnostics_, node.place, 1,
           "an entry is a domain, a network, a value, /a regex/ or @a file of them", "type");
    return {"", node.place};
  }

  void read_http(const yaml::Node* node, PipelineFile& out) {
    if (!node || node->is_null()) return;
    BlockReader http(*node, "http", diagnostics_);
    out.http.replay = http.scalar("replay");
    out.http.record = http.scalar("record");
    out.http.proxy = http.scalar("proxy");
    out.http.ca_file = http.scalar("ca_file");
    out.http.cache_bytes = read_size(http.scalar("cache"), "cache", diagnostics_);
    if (!out.http.replay.empty() && !out.http.record.empty()) {
      http.problem(out.http.record.place, out.http.record.text.size(),
                   "`record` and `replay` exclude each other: what is replayed is recorded already",
                   "conflict");
    }
    http.finish();
  }

  bool expect_map(const yaml::Node& node, std::string what) {
    return BlockReader(node, std::move(what), diagnostics_).is_map();
  }

  // The keys that every block has; `use` names it in messages where it has no id yet.
  void read_block(BlockReader& reader, BlockFile& out, const yaml::Node& node) {
    out.place = node.place;
    out.id = reader.required("id");
    check_name(out.id, diagnostics_);
    out.use = reader.required("use");
    if (const yaml::Node* with = reader.node("with")) {
      out.with = *with;
      if (!with->is_null()) expect_map(*with, "with");
    }
    out.limits = read_limits(reader.node("limits"), diagnostics_);
    out.on_error = read_on_error(reader.node("on_error"), diagnostics_);
    reader.planned({"isolate"});
  }
  std::string name_of(const yaml::Node& node, const char* what) {
    const yaml::Node* id = node.find("id");
    return id && id->is_scalar() ? std::string(what) + " `" + id->text + "`" : std::string(what);
  }

  SourceFile source(const yaml::Node& node) {
    SourceFile out;
    BlockReader reader(node, name_of(node, "source"), diagnostics_);
    read_block(reader, out, node);
    if (const yaml::Node* of = reader.node("case")) {
      BlockReader keys(*of, "case", diagnostics_);
      out.of = {keys.scalar("by"), keys.scalar("title"), keys.scalar("tlp"), keys.scalar("pap")};
      keys.finish();
    }
    reader.planned({"overflow"});
    reader.finish();
    return out;
  }

  StepFile step(const yaml::Node& node, std::size_t depth) {
    StepFile out;
    BlockReader reader(node, name_of(node, "step"), diagnostics_);
    read_block(reader, out, node);
    out.when = reader.scalar("when");
    out.gate = gate(reader);
    reader.planned({"allow"});
    if (out.use.text == "core.route") read_route(reader, out, depth);
    reader.finish();
    return out;
  }

  void read_route(BlockReader& reader, StepFile& out, std::size_t depth) {
    out.otherwise = reader.required(
        "else", "add `else: pass`: what no branch takes goes on; or `else: drop`: it ends here");
    if (!out.otherwise.empty() && out.otherwise.text != "pass" && out.otherwise.text != "drop") {
      reader.problem(out.otherwise.place, out.otherwise.text.size(), "`else` is one of pass, drop",
                     "value");
    }
    const auto& branches = reader.list("branches");
    if (branches.empty()) {
      reader.problem(out.place, 1, "core.route needs at least one entry under `branches`",
                     "missing");
    }
    if (depth >= kMaxRouteDepth) {
      reader.problem(out.place, 1, "routes may stand in routes 8 levels deep", "limit");
      return;
    }
    for (const yaml::Node& each : branches) out.branches.push_back(branch(each, depth));
  }

  BranchFile branch(const yaml::Node& node, std::size_t depth) {
    BranchFile out;
    out.place = node.place;
    BlockReader reader(node, name_of(node, "branch"), diagnostics_);
    out.id = reader.required("id");
    check_name(out.id, diagnostics_);
    out.when = reader.required("when");
    for (const yaml::Node& each : reader.list("steps")) out.steps.push_back(step(each, depth + 1));
    reader.finish();
    return out;
  }

  SinkFile sink(const yaml::Node& node) {
    SinkFile out;
    BlockReader reader(node, name_of(node, "sink"), diagnostics_);
    read_block(reader, out, node);
    out.when = reader.scalar("when");
    reader.planned({"allow"});
    reader.finish();
    return out;
  }

  SinkFile dead_letter(const yaml::Node& node) {
    SinkFile out;
    out.place = node.place;
    out.id = {"dead_letter", node.place};
    BlockReader reader(node, "dead_letter", diagnostics_);
    out.use = reader.required("use");
    if (const yaml::Node* with = reader.node("with")) out.with = *with;
    reader.finish();
    return out;
  }

  Diagnostics& diagnostics_;
};

}  // namespace

PipelineFile read_pipeline(std::string_view text, Diagnostics& diagnostics) {
  const yaml::Parsed parsed = yaml::parse_with_yaml_cpp(text);
  for (const yaml::Problem& each : parsed.problems) {
    report(diagnostics, each.place, each.length, each.message, "yaml");
  }
  if (!parsed.ok()) return {};
  if (parsed.documents.size() != 1) {
    report(diagnostics, {1, 1}, 1,
           parsed.documents.empty() ? "the file is empty: a pipeline begins with `pipeline: NAME`"
                                    : "a pipeline file holds one document, without further `---`",
           "yaml");
    return {};
  }
  return PipelineReader(diagnostics).read(parsed.documents[0]);
}

}  // namespace rulemap::engine
