#include "event/event_report.h"

#include <algorithm>
#include <iterator>

#include "event/markdown.h"
#include "event/rules.h"
#include "event/values.h"

namespace rulemap::misp {
namespace {

constexpr std::string_view kWords[kVerdicts] = {"malicious", "suspicious", "not looked up",
                                                "unknown",   "harmless",   "not judged"};
constexpr std::string_view kLevels[] = {"critical", "high", "medium", "low", "informational"};
constexpr std::size_t kSectionBytes = 10'000;
constexpr std::size_t kMaxSayers = 5;
constexpr std::size_t kLongestName = 200;

int rank_of(std::string_view level) {
  const auto found = std::find(std::begin(kLevels), std::end(kLevels), level);
  return static_cast<int>(found - std::begin(kLevels));
}

bool has_lookup(const Finding& finding, std::string_view state) {
  return std::any_of(finding.lookups.begin(), finding.lookups.end(),
                     [&](const Lookup& each) { return each.state == state; });
}

std::string text_of(Verdict verdict) { return std::string(kWords[static_cast<int>(verdict)]); }

// "malicious, 41 of 72 (virustotal)"
std::string said_of(const Finding& finding, Verdict verdict) {
  const Reputation& said = finding.reputation;
  std::string out = text_of(verdict);
  if (said.malicious && said.total.value_or(0) > 0) {
    out += ", " + std::to_string(*said.malicious) + " of " + std::to_string(*said.total);
  }
  if (!said.by.empty()) out += " (" + code_span(said.by) + ")";
  return out;
}

std::string sayer_of(const Technique& said) {
  const std::string by = said.by.empty() ? "somebody" : said.by;
  return clean_line(said.source.empty() ? by : by + ": " + said.source, kLongestName);
}

}  // namespace

Verdict verdict_of(const Finding& finding) {
  const Reputation& said = finding.reputation;
  if (said.malicious.value_or(0) > 0) return Verdict::malicious;
  if (said.suspicious.value_or(0) > 0) return Verdict::suspicious;
  if (said.malicious && said.total.value_or(0) > 0) return Verdict::harmless;
  if (has_lookup(finding, "failed")) return Verdict::not_looked_up;
  if (has_lookup(finding, "unknown")) return Verdict::unknown;
  if (has_lookup(finding, "not_asked")) return Verdict::not_looked_up;
  return Verdict::not_judged;
}

template <class Key, class Value>
Value* EventReport::Firsts<Key, Value>::at(const Key& key) {
  if (const auto found = list.find(key); found != list.end()) return &found->second;
  if (list.size() < most) return &list[key];
  ++left_out;
  if (!(key < list.rbegin()->first)) return nullptr;
  list.erase(std::prev(list.end()));
  return &list[key];
}

void EventReport::take(const Finding& finding) {
  const Verdict verdict = verdict_of(finding);
  ++verdicts_[static_cast<std::size_t>(verdict)];
  const std::int64_t malicious = finding.reputation.malicious.value_or(0);
  const IndicatorKey key(verdict, -malicious, finding.line, clean_line(finding.value, kLongestName),
                         clean_line(finding.type, kLongestName));
  if (Judged* found = indicators_.at(key)) {
    *found = {said_of(finding, verdict), clean_line(finding.reputation.label, kLongestName)};
  }
  for (const Technique& each : finding.techniques) take_technique(each);
  take_rules(finding);
  take_gaps(finding);
}

void EventReport::take_technique(const Technique& technique) {
  const bool is_mapped = !technique.current_id.empty();
  const std::string& id = is_mapped ? technique.current_id : technique.id;
  Named* found = id.empty() ? nullptr : techniques_.at(clean_line(id, kLongestName));
  if (!found) return;
  const std::string name = clean_line(
      technique.current_name.empty() ? technique.name : technique.current_name, kLongestName);
  if (found->name.empty() || (!name.empty() && name < found->name)) found->name = name;
  found->by.insert(sayer_of(technique));
  if (found->by.size() <= kMaxSayers) return;
  found->by.erase(std::prev(found->by.end()));
  found->more = true;
}

void EventReport::take_rules(const Finding& finding) {
  for (const Rule& each : rules_of(finding).list) {
    const Match& best = each.best();
    const std::string& title = best.title.empty() ? best.said : best.title;
    const RuleKey key(rank_of(best.level),
                      clean_line(title.empty() ? each.key : title, kLongestName),
                      std::string(each.kind), best.id.empty() ? "" : each.key);
    if (std::size_t* count = rules_.at(key)) ++*count;
  }
}

void EventReport::take_gaps(const Finding& finding) {
  const auto count = [&](const std::string& what) {
    if (std::size_t* found = gaps_.at(what)) ++*found;
  };
  for (const Lookup& each : finding.lookups) {
    const std::string provider = code_span(each.provider);
    if (each.state == "failed") count(provider + " failed");
    if (each.state == "not_asked") count(provider + " was not asked");
  }
  for (const std::string& each : finding.failed_steps) count("step " + code_span(each) + " failed");
}

void EventReport::reject(std::string_view why) {
  ++rejected_;
  refuse({"the whole row", "", std::string(why)});
}

void EventReport::refuse(const Refusal& refusal) {
  std::size_t* count =
      refusals_.at({clean_line(refusal.what, kLongestName), clean_line(refusal.why, kLongestName)});
  if (count) ++*count;
}

std::string EventReport::summary() const {
  std::size_t all = 0;
  for (std::size_t each : verdicts_) all += each;
  std::string out = "# What was found\n\n" + std::to_string(all) + " indicators";
  if (rejected_ > 0) out += "; " + std::to_string(rejected_) + " rows are not in the event";
  out += ".\n\n| verdict | indicators |\n| --- | --- |\n";
  for (std::size_t i = 0; i < kVerdicts; ++i) {
    if (verdicts_[i] == 0) continue;
    out += "| " + std::string(kWords[i]) + " | " + std::to_string(verdicts_[i]) + " |\n";
  }
  return out;
}

std::string EventReport::indicators(std::size_t most_bytes) const {
  Section out("Indicators", most_bytes);
  out.add_columns({"indicator", "type", "verdict", "label"});
  for (const auto& [key, judged] : indicators_.list) {
    out.add_row({code_span(std::get<3>(key)), code_span(std::get<4>(key)), judged.said,
                 code_span(judged.label)});
  }
  out.leave_out(indicators_.left_out);
  return out.text();
}

std::string EventReport::techniques() const {
  Section out("Techniques", kSectionBytes);
  out.add_columns({"technique", "name", "said by"});
  for (const auto& [id, named] : techniques_.list) {
    std::string by;
    for (const std::string& each : named.by) by += (by.empty() ? "" : ", ") + code_span(each);
    out.add_row({code_span(id), code_span(named.name), by + (named.more ? " and others" : "")});
  }
  out.leave_out(techniques_.left_out);
  return out.text();
}

std::string EventReport::rules() const {
  Section out("Rules", kSectionBytes);
  out.add_columns({"level", "rule", "kind", "id", "indicators"});
  for (const auto& [key, count] : rules_.list) {
    const auto& [rank, title, kind, id] = key;
    const bool is_known = rank < static_cast<int>(std::size(kLevels));
    out.add_row({is_known ? std::string(kLevels[rank]) : "-", code_span(title), kind, code_span(id),
                 std::to_string(count)});
  }
  out.leave_out(rules_.left_out);
  return out.text();
}

std::string EventReport::gaps() const {
  Section out("What is not known", kSectionBytes);
  for (const auto& [what, count] : gaps_.list) {
    out.add("- " + what + " for " + std::to_string(count) + " indicators");
  }
  out.leave_out(gaps_.left_out);
  return out.text();
}

std::string EventReport::refusals() const {
  Section out("What was refused", kSectionBytes);
  for (const auto& [what, count] : refusals_.list) {
    out.add("- " + code_span(what.first) + ", " + std::to_string(count) +
            " times: " + code_span(what.second));
  }
  out.leave_out(refusals_.left_out);
  return out.text();
}

std::string EventReport::markdown() const {
  constexpr std::size_t kLastWords = 100;
  const std::string head = summary();
  const std::string rest = techniques() + rules() + gaps() + refusals();
  return head + indicators(kMaxReportBytes - kLastWords - head.size() - rest.size()) + rest;
}

}  // namespace rulemap::misp
