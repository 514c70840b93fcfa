#include "plan/plan_builder.h"

#include <algorithm>

#include "config/block_reader.h"
#include "config/secret_words.h"
#include "core/embedded.h"
#include "host/tlp.h"
#include "plan/field_scope.h"
#include "plan/options_reader.h"
#include "plan/policies.h"
#include "record/vocabulary.h"

namespace rulemap::engine {
namespace {

constexpr std::int64_t kFreshMs = 7 * std::int64_t{86'400'000};  // so old a cached answer may be

// Descriptor ids, for guesses.
template <class Abi>
void collect(std::vector<std::string>& out, const Abi* const* all, std::uint32_t count) {
  for (std::uint32_t i = 0; i < count; ++i) out.emplace_back(all[i]->about->id);
}

class PlanBuilder {
 public:
  PlanBuilder(const PipelineFile& file, const Registry& registry, const Variables& variables,
              World& world, const rulemap_host* program, const std::string& base_folder,
              Diagnostics& diagnostics)
      : file_(file),
        registry_(registry),
        variables_(variables),
        world_(world),
        program_(program),
        base_folder_(base_folder),
        diagnostics_(diagnostics),
        plan_(std::make_unique<Plan>()) {}

  std::unique_ptr<Plan> build() {
    plan_->name = file_.name.text;
    plan_->base_folder = base_folder_;
    FieldScope scope(plan_->fields, variables_);
    for (const NeutralField& each : kNeutralFields) {
      plan_->fields.intern(each.name);
      if (each.by_host) scope.write(each.name, {each.type, "", 0});
    }
    name_slots();
    for (const SourceFile& each : file_.sources) add_source(each, scope);
    collect_later(file_.steps);
    plan_->first_step = add_steps(file_.steps, kToSinks, scope);
    for (const SinkFile& each : file_.sinks) {
      if (auto sink = make_sink(each, "sink `" + each.id.text + "`", &scope)) {
        plan_->sinks.push_back(std::move(*sink));
      }
    }
    if (file_.dead_letter) {
      plan_->dead_letter = make_sink(*file_.dead_letter, "dead_letter", nullptr);
    }
    warn_without_tlp();
    return std::move(plan_);
  }

 private:
  void name_slots() {
    host::FieldTable& f = plan_->fields;
    plan_->slots = {f.find("kind"),         f.find("id"),       f.find("case.id"),
                    f.find("case.title"),   f.find("tlp"),      f.find("pap"),
                    f.find("errors"),       f.find("also"),     f.find("ioc.type"),
                    f.find("ioc.value"),    f.find("ioc.port"), f.find("ioc.private"),
                    f.find("ioc.original"), f.find("ioc.file"), f.find("ioc.line")};
  }

  void problem(yaml::Place place, std::size_t length, std::string message, std::string code,
               std::string hint = {}, Severity severity = Severity::error) {
    report(diagnostics_, place, length, std::move(message), std::move(code), std::move(hint),
           severity);
  }

  void check_id(const Written& id, const std::string& what) {
    if (id.empty()) return;
    const auto [first, is_new] = ids_.emplace(id.text, id.place);
    if (is_new) return;
    problem(
        id.place, id.text.size(),
        what + " has the same id as another block, at line " + std::to_string(first->second.line),
        "duplicate-id");
  }

  // Null where no plugin has it; then that has been reported.
  template <class Abi>
  const Abi* look_up(const Abi* found, const BlockFile& block, const char* kind,
                     const std::vector<std::string>& known) {
    if (found) return found;
    unknown_part_ = true;
    for (const yaml::Member& each : block.with.members) {
      if (names_secret(each.key)) hide(diagnostics_, each.value);
    }
    if (block.use.empty()) return found;
    const std::string& id = block.use.text;
    std::string hint = guess(id, known);
    const bool is_source = registry_.source(id), is_step = registry_.step(id),
               is_sink = registry_.sink(id);
    if (is_source || is_step || is_sink) {
      hint = "`" + id + "` is a " +
             (is_source ? "source"
              : is_step ? "step"
                        : "sink") +
             ": it belongs under `" +
             (is_source ? "sources"
              : is_step ? "steps"
                        : "sinks") +
             "`";
    }
    problem(block.use.place, id.size(), "no plugin has a " + std::string(kind) + " `" + id + "`",
            "unknown-plugin", hint.empty() ? "`rulemap plugins` lists what is there" : hint);
    return nullptr;
  }

  std::optional<Condition> condition(const Written& when, const FieldScope& scope,
                                     expr::Expect expect = expr::Expect::condition) {
    if (when.empty()) return std::nullopt;
    expr::Compiled compiled = expr::compile(when.text, scope, expect);
    if (compiled.ok()) return Condition{when.text, std::move(compiled).program()};
    for (const expr::Problem& each : compiled.problems()) {
      // What an unknown plugin would have written, nobody can say.
      if (each.code != "field" || !unknown_part_) expression_problem(when, each);
    }
    return std::nullopt;
  }

  void expression_problem(const Written& when, const expr::Problem& found) {
    yaml::Place place = when.place;
    const auto before = std::string_view(when.text).substr(0, found.offset);
    place.column += static_cast<std::uint32_t>(
        std::count_if(before.begin(), before.end(), [](char c) { return (c & 0xc0) != 0x80; }));
    if (when.quoted) ++place.column;
    std::string hint = found.hint;
    const std::string name = when.text.substr(found.offset, found.length);
    if (const auto later = later_.find(name); later != later_.end() && found.code == "field") {
      hint = "step `" + later->second.step + "` (line " + std::to_string(later->second.line) +
             ") writes it, but runs later";
    }
    problem(place, found.length, found.message, std::string(found.code), hint);
  }

  host::Lent lend(const Door& door) const {
    host::Lent out = world_.lend(door);
    out.program = program_;
    return out;
  }

  template <class InstanceType>
  bool create(InstanceType& instance, const BlockFile& block, const std::string& what) {
    const auto created = instance.create(plan_->fields);
    if (created.ok()) return true;
    const yaml::Node* at = block.with.find(created.error().where);
    const yaml::Place place = at ? at->place : block.use.place;
    problem(place, at ? at->text.size() : block.use.text.size(),
            what + ": " + world_.secrets().redacted(created.error().message), "config");
    return false;
  }

  HttpSettings http_settings(const BlockFile& block, const Written& max_tlp, bool gated) {
    HttpSettings out;
    out.rates = block.limits.rates.empty() ? file_.limits.rates : block.limits.rates;
    out.timeout_ms = block.limits.timeout_ms.value_or(file_.limits.timeout_ms.value_or(30'000));
    out.gated = gated;
    const auto fresh = block.limits.fresh_ms ? block.limits.fresh_ms : file_.limits.fresh_ms;
    if (gated) out.fresh_ms = fresh.value_or(kFreshMs);
    if (!max_tlp.empty()) out.max_tlp = checked_tlp(max_tlp, "max_tlp");
    return out;
  }

  std::string checked_tlp(const Written& written, const std::string& key) {
    if (written.empty()) return "";
    if (tlp_rank(written.text)) return written.text == "white" ? "clear" : written.text;
    problem(written.place, written.text.size(),
            "`" + key + "` is one of " + host::choices_text(kTlpWords), "value",
            guess(written.text, {"clear", "green", "amber", "amber+strict", "red"}));
    return "";
  }

  void declare(const host::Declared& declared, const std::string& id, std::uint32_t line,
               FieldScope& scope) {
    for (const host::DeclaredField& each : declared.writes) {
      scope.write(each.name, {each.type, id, line});
    }
  }

  // Options of type `field` have to name something that is written above.
  void check_field_options(const BlockFile& block, const rulemap_descriptor& about,
                           const FieldScope& scope) {
    for (std::uint32_t i = 0; i < about.option_count; ++i) {
      if (about.options[i]->type != RULEMAP_OPTION_FIELD) continue;
      const yaml::Node* node = block.with.find(about.options[i]->name);
      if (!node || !node->is_scalar() || unknown_part_ || scope.field(node->text)) continue;
      problem(node->place, node->text.size(), "unknown field `" + node->text + "`", "field",
              guess(node->text, scope.names()));
    }
  }

  void add_source(const SourceFile& block, FieldScope& scope) {
    const std::string what = "source `" + block.id.text + "`";
    check_id(block.id, what);
    std::vector<std::string> known;
    for (const PluginInfo& each : registry_.plugins()) {
      collect(known, each.entry->sources, each.entry->source_count);
    }
    const rulemap_source* abi = look_up(registry_.source(block.use.text), block, "source", known);
    SourcePlan out;
    out.id = block.id.text;
    if (abi) {
      auto values = read_options(block, what, *abi->about, variables_, base_folder_, diagnostics_);
      Door& door = world_.door(plan_->name, out.id, http_settings(block, {}, false));
      out.door = &door;
      out.paths = values->paths();
      // What a program hands over is gone once it was read, as with stdin.
      if (block.use.text == kEmbeddedSource) out.paths = {"-"};
      out.instance = std::make_unique<host::SourceInstance>(*abi, std::move(values), lend(door));
      if (create(*out.instance, block, what)) {
        declare(out.instance->declared(), out.id, block.place.line, scope);
      }
    } else {
      // Its fields are unknown now; complaints about every one of them would help nobody.
      for (const NeutralField& each : kNeutralFields) scope.write(each.name, {each.type, "", 0});
    }
    read_case(block, out, scope);
    plan_->sources.push_back(std::move(out));
  }

  void read_case(const SourceFile& block, SourcePlan& out, const FieldScope& scope) {
    out.tlp = checked_tlp(block.of.tlp, "tlp");
    out.pap = checked_tlp(block.of.pap, "pap");
    out.title = variables_.interpolate(block.of.title, diagnostics_).text;
    if (const yaml::Node* path = block.with.find("path")) {
      out.written_paths = path->text;
      for (const yaml::Node& each : path->items) out.written_paths += "\x1f" + each.text;
    }
    const std::string& by = block.of.by.text;
    if (by == "one_per_file")
      out.by = SourcePlan::CaseBy::one_per_file;
    else if (!by.empty() && by != "one") {
      out.by = SourcePlan::CaseBy::expression;
      out.by_expression = condition(block.of.by, scope, expr::Expect::value);
    }
    const bool nameless = out.written_paths == "-" || block.use.text == kEmbeddedSource;
    if (out.by == SourcePlan::CaseBy::one && out.title.empty() && nameless) {
      const char* from = out.written_paths == "-" ? "stdin" : "the program";
      problem(block.place, 1,
              "source `" + out.id + "` reads " + from + ", so its case needs a title", "missing",
              "write `case: { title: ... }`");
    }
  }

  // What steps further down write, so that a `when` that comes too early can be told so.
  void collect_later(const std::vector<StepFile>& steps) {
    for (const StepFile& each : steps) {
      for (const BranchFile& branch : each.branches) collect_later(branch.steps);
      const rulemap_step* abi = registry_.step(each.use.text);
      if (!abi) continue;
      Diagnostics ignored("", "");
      auto values = read_options(each, "", *abi->about, variables_, base_folder_, ignored);
      host::Services services{host::Lent{}};
      const auto declared = host::declared_fields(*abi, services.abi(), values->abi());
      if (!declared.ok()) continue;
      for (const host::DeclaredField& field : declared->writes) {
        later_.emplace(field.name, Writer{field.type, each.id.text, each.place.line});
      }
    }
  }

  // Adds the steps so that the last one leads to `after`; gives the first one's number.
  StepNumber add_steps(const std::vector<StepFile>& steps, StepNumber after, FieldScope& scope) {
    std::vector<StepNumber> numbers;
    for (const StepFile& each : steps) {
      numbers.push_back(static_cast<StepNumber>(plan_->steps.size()));
      plan_->steps.emplace_back();
      add_step(each, numbers.back(), scope);
    }
    for (std::size_t i = 0; i < numbers.size(); ++i) {
      plan_->steps[numbers[i]].next = i + 1 < numbers.size() ? numbers[i + 1] : after;
    }
    for (StepNumber number : numbers) {
      if (plan_->steps[number].use == "core.route") end_route(number);
    }
    return numbers.empty() ? after : numbers[0];
  }

  // While a route's `next` is not known, what follows it is kAfterRoute + its own number.
  static constexpr StepNumber kAfterRoute = 0xffff0000u;
  void end_route(StepNumber route) {
    const StepNumber next = plan_->steps[route].next;
    const auto resolve = [&](StepNumber& to) {
      if (to == kAfterRoute + route) to = next;
    };
    for (StepPlan& each : plan_->steps) {
      resolve(each.next);
      resolve(each.otherwise);
      for (BranchPlan& branch : each.branches) resolve(branch.first);
    }
  }

  void add_step(const StepFile& block, StepNumber number, FieldScope& scope) {
    const std::string what = "step `" + block.id.text + "`";
    check_id(block.id, what);
    StepPlan out;
    out.id = block.id.text;
    out.use = block.use.text;
    out.when = condition(block.when, scope);
    if (block.use.text == "core.route") {
      plan_->steps[number] = std::move(out);
      return add_route(block, number, scope);
    }
    std::vector<std::string> known{"core.route"};
    for (const PluginInfo& each : registry_.plugins()) {
      collect(known, each.entry->steps, each.entry->step_count);
    }
    const rulemap_step* abi = look_up(registry_.step(block.use.text), block, "step", known);
    out.on_error = error_policy(block.on_error, file_.on_error, abi && abi->about->provider);
    if (abi) create_step(*abi, block, what, out, scope);
    plan_->steps[number] = std::move(out);
  }

  void create_step(const rulemap_step& abi, const StepFile& block, const std::string& what,
                   StepPlan& out, FieldScope& scope) {
    if (abi.about->provider) {
      out.provider = abi.about->provider;
      const std::string name = "lookup." + out.provider;
      out.lookup_slot = plan_->fields.intern(name);
      scope.write(name, {RULEMAP_FIELD_TEXT, out.id, block.place.line});
      asks_network_ = asks_network_ || (abi.about->flags & RULEMAP_FLAG_NETWORK);
    }
    auto values = read_options(block, what, *abi.about, variables_, base_folder_, diagnostics_);
    check_field_options(block, *abi.about, scope);
    const bool waits = abi.about->flags & RULEMAP_FLAG_NETWORK && !world_.replays();
    set_limits(*abi.about, block.limits, file_.limits, waits, out);
    if (takes_one_call(*abi.about) && block.limits.in_flight.value_or(1) > 1) {
      problem(block.limits.in_flight_place, 1, what + " takes one call at a time", "in-flight",
              "its plugin says so; leave `in_flight` out", Severity::warning);
    }
    add_worker(abi, std::move(values), block, out);
    if (!create(*out.workers[0].instance, block, what)) return;
    declare(out.workers[0].instance->declared(), out.id, block.place.line, scope);
    while (abi.about->threads == RULEMAP_PER_WORKER && out.workers.size() < out.width) {
      Diagnostics said("", "");  // the first one was told all of it
      add_worker(abi, read_options(block, what, *abi.about, variables_, base_folder_, said), block,
                 out);
      if (!create(*out.workers.back().instance, block, what)) return;
    }
  }

  void add_worker(const rulemap_step& abi, std::unique_ptr<host::ConfigValues> values,
                  const StepFile& block, StepPlan& out) {
    Door& door = world_.door(plan_->name, out.id, http_settings(block, block.max_tlp, true));
    out.workers.push_back({&door, std::make_unique<host::StepInstance>(abi, std::move(values),
                                                                       lend(door), plan_->fields)});
  }

  void add_route(const StepFile& block, StepNumber number, FieldScope& scope) {
    const FieldScope before = scope;
    std::vector<BranchPlan> branches;
    for (const BranchFile& each : block.branches) {
      check_id(each.id, "branch `" + each.id.text + "`");
      FieldScope inside = before;
      auto when = condition(each.when, before);
      const StepNumber first = add_steps(each.steps, kAfterRoute + number, inside);
      scope.join(inside);
      if (when) branches.push_back({each.id.text, std::move(*when), first});
    }
    plan_->steps[number].branches = std::move(branches);
    plan_->steps[number].otherwise =
        block.otherwise.text == "drop" ? kDropped : kAfterRoute + number;
  }

  std::optional<SinkPlan> make_sink(const SinkFile& block, const std::string& what,
                                    const FieldScope* scope) {
    if (scope) check_id(block.id, what);
    std::vector<std::string> known;
    for (const PluginInfo& each : registry_.plugins()) {
      collect(known, each.entry->sinks, each.entry->sink_count);
    }
    SinkPlan out;
    out.id = block.id.text;
    out.use = block.use.text;
    if (scope) out.when = condition(block.when, *scope);
    out.on_error = error_policy(block.on_error, file_.on_error, false);
    out.memory = queue_bytes(block.limits, file_.limits);
    const rulemap_sink* abi = look_up(registry_.sink(block.use.text), block, "sink", known);
    if (!abi) return std::nullopt;
    auto values = read_options(block, what, *abi->about, variables_, base_folder_, diagnostics_);
    if (!scope) add_to_what_is_there(*abi->about, block, *values);
    out.door = &world_.door(plan_->name, out.id, http_settings(block, {}, false));
    out.instance = std::make_unique<host::SinkInstance>(*abi, std::move(values), lend(*out.door),
                                                        plan_->fields);
    create(*out.instance, block, what);
    return out;
  }

  // The dead letters of the last run are not lost with the next one, unless the file says so.
  static void add_to_what_is_there(const rulemap_descriptor& about, const BlockFile& block,
                                   host::ConfigValues& values) {
    for (std::uint32_t i = 0; i < about.option_count; ++i) {
      const std::string_view name = about.options[i]->name;
      if (name != "append" && name != "once") continue;
      if (!block.with.find(name)) (void)values.set(i, "true");
    }
  }

  void warn_without_tlp() {
    if (!asks_network_ || world_.replays()) return;
    for (const SourceFile& each : file_.sources) {
      if (!each.of.tlp.empty()) continue;
      problem(each.id.place, each.id.text.size(),
              "source `" + each.id.text +
                  "` sets no tlp, so nothing of it may be asked of a "
                  "provider",
              "no-tlp", "write `case: { tlp: green }`", Severity::warning);
    }
  }

  const PipelineFile& file_;
  const Registry& registry_;
  const Variables& variables_;
  World& world_;
  const rulemap_host* program_;
  const std::string& base_folder_;
  Diagnostics& diagnostics_;
  std::unique_ptr<Plan> plan_;
  std::map<std::string, yaml::Place> ids_;
  std::map<std::string, Writer> later_;
  bool asks_network_ = false;
  bool unknown_part_ = false;  // a source or step whose fields are not known
};

}  // namespace

std::unique_ptr<Plan> build_plan(const PipelineFile& file, const Registry& registry,
                                 const Variables& variables, World& world,
                                 const rulemap_host* program, const std::string& base_folder,
                                 Diagnostics& diagnostics) {
  return PlanBuilder(file, registry, variables, world, program, base_folder, diagnostics).build();
}

}  // namespace rulemap::engine
