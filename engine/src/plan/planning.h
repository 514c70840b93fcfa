// What the builders of one plan share: what they read, what they report to, what is known so far.
// Next: source_builder.h, step_builder.h and sink_builder.h, in the order of plan_builder.cc.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>

#include "config/variables.h"
#include "gate/gate.h"
#include "gate/marking.h"
#include "plan/field_scope.h"
#include "plan/plan.h"
#include "rulemap/engine/diagnostic.h"
#include "rulemap/engine/pipeline.h"
#include "rulemap/engine/registry.h"

namespace rulemap::engine {

struct Planning {
  const PipelineFile& file;
  const Registry& registry;
  const Variables& variables;
  World& world;
  const rulemap_host* program;
  const std::string& base_folder;
  const ReplayedRecords* replay;  // null: its own sources are read
  Diagnostics& diagnostics;
  Plan& plan;

  std::map<std::string, yaml::Place> ids = {};
  std::map<std::string, Writer> later = {};  // the first writers further down
  bool asks_network = false;
  bool unknown_part = false;  // a source or step whose fields are not known

  void problem(yaml::Place place, std::size_t length, std::string message, std::string code,
               std::string hint = {}, Severity severity = Severity::error);
  void check_id(const Written& id, const std::string& what);
  // Empty where nothing was written, or no such word; then that has been reported.
  std::string checked_mark(const Written& written, const std::string& key, Scale words);

  // Nothing where there is no condition, or a wrong one; then that has been reported.
  std::optional<Condition> condition(const Written& when, const FieldScope& scope,
                                     expr::Expect expect = expr::Expect::condition);

  std::unique_ptr<host::ConfigValues> options(const BlockFile& block, const std::string& what,
                                              const rulemap_descriptor& about);
  // gate: null for a sink.
  HttpSettings http_settings(const BlockFile& block, std::shared_ptr<const GatePolicy> gate);
  host::Lent lend(const Door& door) const;

  // False where the plugin refuses its options; then that has been reported.
  template <class InstanceType>
  bool create(InstanceType& instance, const BlockFile& block, const std::string& what) {
    const auto created = instance.create(plan.fields);
    if (!created.ok()) refused(created.error(), block, what);
    return created.ok();
  }

 private:
  void expression_problem(const Written& when, const FieldScope& scope, const expr::Problem& found);
  std::string who_looks_up(const std::string& provider) const;
  void refused(const Error& why, const BlockFile& block, const std::string& what);
};

}  // namespace rulemap::engine
