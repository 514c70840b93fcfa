#include "matcher_state.h"

#include <utility>

#include "rulemap/sigma/event_reader.h"

namespace rulemap::sigma {
namespace {

void append_part(std::string_view text, std::string& out) {
  out += std::to_string(text.size());
  out += ':';
  out += text;
}

// Equal for tests that ask the same of the same field; empty where that is not looked for.
std::string key_of(const Test& test) {
  std::string key;
  append_part(test.field, key);
  if (const auto* const pattern = std::get_if<Pattern>(&test.ask)) {
    key += pattern->cased ? 'P' : 'p';
    key += pattern->number ? pattern->written_as_number ? 'N' : 'n' : ' ';
    for (const Piece& piece : pattern->pieces) {
      key += static_cast<char>('0' + static_cast<int>(piece.kind));
      append_part(piece.text, key);
    }
    return key;
  }
  if (const auto* const regex = std::get_if<Regex>(&test.ask)) {
    key += 'r';
    for (const bool flag : {regex->any_case, regex->multi_line, regex->dot_is_newline}) {
      key += flag ? '1' : '0';
    }
    return key += regex->text;
  }
  return {};
}

}  // namespace

MatcherState::MatcherState(const RuleSet& rule_set, const MatchOptions& match_options)
    : rules(rule_set), options(match_options) {
  for (const Rule& rule : rules.rules) add_fields(rule.expression, fields);
  // Before what stands in for them.
  for (const std::string& each : options.fields) fields.add(each);
  add_reader_fields(fields);
  channel = *fields.find("Channel");
  event_id = *fields.find("EventID");
  for (const Rule& rule : rules.rules) expressions_.push_back(number(rule.expression));
  tests_.resize(asked_.size());
}

NumberedExpression MatcherState::number(const Expression& expression) {
  NumberedExpression out;
  out.kind = expression.kind;
  for (const Expression& part : expression.parts) out.parts.push_back(number(part));
  if (expression.kind != Expression::Kind::test) return out;
  const auto next = static_cast<TestId>(asked_.size());
  const std::string key = key_of(expression.test);
  out.test = key.empty() ? next : numbers_.try_emplace(key, next).first->second;
  if (out.test == next) asked_.push_back(&expression.test);
  return out;
}

void MatcherState::compile(const NumberedExpression& expression) {
  for (const NumberedExpression& part : expression.parts) compile(part);
  if (expression.kind != Expression::Kind::test || tests_[expression.test]) return;
  tests_[expression.test] = std::make_unique<CompiledTest>(*asked_[expression.test], fields);
}

EventSource MatcherState::source_of(const Event& event, const LogSource* source) const {
  if (source == nullptr) return event_source(event.origin());
  EventSource out;
  out.product = source->product;
  out.service = source->service;
  if (!source->category.empty()) out.categories.push_back(source->category);
  return out;
}

void MatcherState::write_key(const Event& event, const LogSource* source, std::string& key) const {
  key.clear();
  // Texts are the event's to choose, so their lengths stand before them.
  const auto append = [&key](std::string_view text) {
    const auto length = static_cast<std::uint32_t>(text.size());
    key.append(reinterpret_cast<const char*>(&length), sizeof length);
    key += text;
  };
  // One index for all: one of every rule for each kind of event would cost too much memory.
  if (!options.by_log_source) return;
  if (source != nullptr) {
    append(source->product);
    append(source->service);
    append(source->category);
  }
  const Origin origin = event.origin();
  append({reinterpret_cast<const char*>(&origin), sizeof origin});
  for (const Slot slot : {channel, event_id}) {
    event.any_value(slot, [&](const Value& value) {
      key += static_cast<char>(value.kind);
      append(value.text);
      return false;
    });
    key += event.has(slot) ? '+' : '-';
  }
}

const RuleClass& MatcherState::class_of(const Event& event, const LogSource* source,
                                        const std::string& key) {
  // An event chooses its key, so long ones get no class of their own.
  constexpr std::size_t kLongestKey = 512;
  const std::lock_guard lock(mutex_);
  if (const auto at = classes_.find(key); at != classes_.end()) return *at->second;
  const bool is_known_by_event = options.by_log_source && key.size() <= kLongestKey;
  if (is_known_by_event && classes_.size() < options.most_classes) {
    return built(event, source, key, true);
  }
  std::string by_source = "*" + std::to_string(event.origin());
  if (source != nullptr) {
    by_source = "*" + source->product + '\0' + source->service + '\0' + source->category;
  }
  if (!options.by_log_source) by_source.clear();
  if (const auto at = classes_.find(by_source); at != classes_.end()) return *at->second;
  return built(event, source, by_source, false);
}

const RuleClass& MatcherState::built(const Event& event, const LogSource* source,
                                     const std::string& key, bool is_by_event) {
  const EventSource event_is = source_of(event, source);
  const Known known = [&](TestId id) -> std::optional<bool> {
    const CompiledTest& test = *tests_[id];
    const bool is_told = test.slot == channel || test.slot == event_id;
    if (!is_by_event || !is_told || std::holds_alternative<FieldRef>(test.test->ask)) {
      return std::nullopt;
    }
    return test.holds(event);
  };
  std::vector<RuleClass::Source> sources;
  for (std::uint32_t i = 0; i < expressions_.size(); ++i) {
    if (options.by_log_source && !fits(rules.rules[i].source, event_is)) continue;
    compile(expressions_[i]);
    Tree tree = simplified(expressions_[i], known);
    if (tree.kind == Tree::Kind::constant && !tree.value) continue;
    sources.push_back({i, std::move(tree)});
  }
  auto& place = classes_[key];
  place = std::make_unique<RuleClass>(std::move(sources), tests_, options.by_frequency);
  return *place;
}

}  // namespace rulemap::sigma
