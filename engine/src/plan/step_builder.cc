#include "plan/step_builder.h"

#include "plan/declared_fields.h"
#include "plan/gate_policy.h"
#include "plan/options_reader.h"
#include "plan/part_lookup.h"
#include "plan/policies.h"
#include "record/vocabulary.h"

namespace rulemap::engine {
namespace {

// While a route's `next` is not known, what follows it is kAfterRoute + its own number.
constexpr StepNumber kAfterRoute = 0xffff0000u;

void end_route(Plan& plan, StepNumber route) {
  const StepNumber next = plan.steps[route].next;
  const auto resolve = [&](StepNumber& to) {
    if (to == kAfterRoute + route) to = next;
  };
  for (StepPlan& each : plan.steps) {
    resolve(each.next);
    resolve(each.otherwise);
    for (BranchPlan& branch : each.branches) resolve(branch.first);
  }
}

void add_worker(Planning& planning, const rulemap_step& abi,
                std::unique_ptr<host::ConfigValues> values, const StepFile& block, StepPlan& out) {
  Door& door =
      planning.world.door(planning.plan.name, out.id, block.use.text, planning.http_settings(block, out.gate));
  out.workers.push_back(
      {&door, std::make_unique<host::StepInstance>(abi, std::move(values), planning.lend(door),
                                                   planning.plan.fields)});
}

// Of a step whose calls each have an instance of their own.
void add_other_workers(Planning& planning, const rulemap_step& abi, const StepFile& block,
                       const std::string& what, StepPlan& out) {
  while (abi.about->threads == RULEMAP_PER_WORKER && out.workers.size() < out.width) {
    Diagnostics said("", "");  // the first one was told all of it
    auto values =
        read_options(block, what, *abi.about, planning.variables, planning.base_folder, said);
    add_worker(planning, abi, std::move(values), block, out);
    if (!planning.create(*out.workers.back().instance, block, what)) return;
  }
}

void fill_lookup(Planning& planning, const rulemap_descriptor& about, StepPlan& out,
                 FieldScope& scope) {
  if (!about.provider) return;
  out.provider = about.provider;
  const std::string name = "lookup." + out.provider;
  out.lookup_slot = planning.plan.fields.intern(name);
  scope.write(name, {RULEMAP_FIELD_TEXT, "", 0, std::string(kLookupWords)});
  planning.asks_network = planning.asks_network || (about.flags & RULEMAP_FLAG_NETWORK);
}

void create_step(Planning& planning, const rulemap_step& abi, const StepFile& block,
                 const std::string& what, StepPlan& out, FieldScope& scope) {
  fill_lookup(planning, *abi.about, out, scope);
  auto values = planning.options(block, what, *abi.about);
  check_field_options(planning, block, *abi.about, scope);
  const bool waits = abi.about->flags & RULEMAP_FLAG_NETWORK && !planning.world.replays();
  out.asks_network = abi.about->flags & RULEMAP_FLAG_NETWORK;
  out.gate = gate_policy(planning, block.gate);
  set_limits(*abi.about, block.limits, planning.file.limits, waits, out);
  if (takes_one_call(*abi.about) && block.limits.in_flight.value_or(1) > 1) {
    planning.problem(block.limits.in_flight_place, 1, what + " takes one call at a time",
                     "in-flight", "its plugin says so; leave `in_flight` out", Severity::warning);
  }
  add_worker(planning, abi, std::move(values), block, out);
  if (!planning.create(*out.workers[0].instance, block, what)) return;
  declare(planning, out.workers[0].instance->declared(), block, scope);
  add_other_workers(planning, abi, block, what, out);
}

void add_route(Planning& planning, const StepFile& block, StepNumber number, FieldScope& scope) {
  const FieldScope before = scope;
  std::vector<BranchPlan> branches;
  for (const BranchFile& each : block.branches) {
    planning.check_id(each.id, "branch `" + each.id.text + "`");
    FieldScope inside = before;
    auto when = planning.condition(each.when, before);
    const StepNumber first = add_steps(planning, each.steps, kAfterRoute + number, inside);
    scope.join(inside);
    if (when) branches.push_back({each.id.text, std::move(*when), first});
  }
  StepPlan& out = planning.plan.steps[number];
  out.branches = std::move(branches);
  out.otherwise = block.otherwise.text == "drop" ? kDropped : kAfterRoute + number;
}

void add_step(Planning& planning, const StepFile& block, StepNumber number, FieldScope& scope) {
  const std::string what = "step `" + block.id.text + "`";
  planning.check_id(block.id, what);
  StepPlan out;
  out.id = block.id.text;
  out.use = block.use.text;
  out.when = planning.condition(block.when, scope);
  if (block.use.text == "core.route") {
    planning.plan.steps[number] = std::move(out);
    return add_route(planning, block, number, scope);
  }
  const rulemap_step* abi = find_step(planning, block);
  const bool fills_lookup = abi && abi->about->provider;
  out.on_error = error_policy(block.on_error, planning.file.on_error, fills_lookup);
  if (abi) create_step(planning, *abi, block, what, out, scope);
  planning.plan.steps[number] = std::move(out);
}

// In a branch its `when` says which records end; below all steps nothing does.
void warn_of_drop(Planning& planning, const StepFile& block) {
  if (block.use.text != "core.drop" || !block.when.empty()) return;
  planning.problem(block.use.place, block.use.text.size(),
                   "step `" + block.id.text + "` drops every record: it has no `when`", "drops-all",
                   "write `when: ...` beside `use`", Severity::warning);
}

}  // namespace

StepNumber add_steps(Planning& planning, const std::vector<StepFile>& steps, StepNumber after,
                     FieldScope& scope) {
  std::vector<StepPlan>& plan = planning.plan.steps;
  std::vector<StepNumber> numbers;
  for (const StepFile& each : steps) {
    numbers.push_back(static_cast<StepNumber>(plan.size()));
    plan.emplace_back();
    if (after == kToSinks) warn_of_drop(planning, each);
    add_step(planning, each, numbers.back(), scope);
  }
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    plan[numbers[i]].next = i + 1 < numbers.size() ? numbers[i + 1] : after;
  }
  for (StepNumber number : numbers) {
    if (plan[number].use == "core.route") end_route(planning.plan, number);
  }
  return numbers.empty() ? after : numbers[0];
}

}  // namespace rulemap::engine
