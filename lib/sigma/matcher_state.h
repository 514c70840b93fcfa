// What a Matcher holds: every test of its rules, numbered, and the classes that were built.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "class_tree.h"
#include "rule_class.h"
#include "rulemap/sigma/log_source.h"
#include "rulemap/sigma/matcher.h"

namespace rulemap::sigma {

struct MatcherState {
  MatcherState(const RuleSet& rule_set, const MatchOptions& match_options);

  // What tells the class of `event`, in `key`; nothing of a field that is absent.
  void write_key(const Event& event, const LogSource* source, std::string& key) const;
  // Waits while another thread builds.
  const RuleClass& class_of(const Event& event, const LogSource* source, const std::string& key);

  const RuleSet& rules;
  const MatchOptions options;
  FieldNames fields;
  Slot channel = 0, event_id = 0;

 private:
  const RuleClass& built(const Event& event, const LogSource* source, const std::string& key,
                         bool is_by_event);
  NumberedExpression number(const Expression& expression);
  // Regexes are made ready when the first class needs them.
  void compile(const NumberedExpression& expression);
  EventSource source_of(const Event& event, const LogSource* source) const;

  std::vector<const Test*> asked_;
  std::unordered_map<std::string, TestId> numbers_;  // of tests, by what they ask
  std::vector<NumberedExpression> expressions_;      // of rules
  std::mutex mutex_;                                 // of what follows
  std::vector<std::unique_ptr<CompiledTest>> tests_;
  std::unordered_map<std::string, std::unique_ptr<RuleClass>> classes_;
};

}  // namespace rulemap::sigma
