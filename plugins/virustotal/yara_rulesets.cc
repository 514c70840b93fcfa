// virustotal.report: what the rules of YARA results say, out of their rulesets.
#include <algorithm>

#include "report_step.h"
#include "yara_reader.h"

namespace rulemap::virustotal {

void ReportStep::write_rules_of(Row row, std::vector<RuleMatch> rules, std::size_t first,
                                OpenRules& open, Findings& findings) {
  for (RuleMatch& each : rules) {
    const bool is_open = config_.rulesets && each.match.kind == "yara";
    // The rule's own licence counts before that of its source, and an entry's members stay.
    if (is_open && !ruleset_path(each.ruleset_id).empty()) each.match.licence.clear();
    if (is_open) add_open(each, first, open);
    write(row.append("matches"), each);
    ++first;
  }
  for (const RuleMatch& each : rules) {
    write_techniques(row, each.match, each.techniques, findings);
  }
}

void ReportStep::write_techniques(Row row, const Match& match, const std::vector<std::string>& ids,
                                  Findings& findings) {
  for (const std::string& id : ids) {
    const bool is_new = findings.rule_techniques.emplace(id, match.id).second;
    if (is_new) row.add(technique_of(match, id));
  }
}

Outcome ReportStep::ask_for_rulesets(Row row, const OpenRules& open, Findings& findings) {
  std::size_t asked = 0;
  std::string_view state = "known";
  for (const auto& [id, rules] : open) {
    if (rulesets_.is_forbidden() || asked++ >= kMaxRulesets) {
      findings.reader.leave_out(rulesets_.is_forbidden() ? 0 : rules.size());
      state = "not_asked";
      continue;
    }
    const Answer answer = judge(host_, ask(row, ruleset_path(id), "YARA ruleset"), ruleset_parts_);
    switch (answer.kind) {
      case Answer::Kind::found:
        write_rules(row, rules, answer.data, findings);
        continue;
      case Answer::Kind::unknown:
        for (const OpenRule& each : rules) {
          write_missing(row.amend("matches", each.index), each.source);
        }
        continue;
      case Answer::Kind::held_back:
        state = "not_asked";
        continue;
      case Answer::Kind::forbidden:
        rulesets_.forbid(host_, answer);
        state = "failed";
        continue;
      case Answer::Kind::refused:
        host_.warn("YARA ruleset " + id + ": " + answer.why);
        state = "failed";
        continue;
      default:
        row.set("vt.rulesets", "failed");
        return come_again(row, "YARA ruleset: ", answer);
    }
  }
  row.set("vt.rulesets", state);
  return {};
}

void ReportStep::write_rules(Row row, const std::vector<OpenRule>& rules, Doc data,
                             Findings& findings) {
  std::vector<std::string> names;
  for (const OpenRule& each : rules) names.push_back(each.name);
  const auto facts = read_ruleset(data, names, rules.front().source, findings.reader);
  for (const OpenRule& each : rules) {
    const auto found = facts.find(each.name);
    if (found == facts.end()) {
      write_missing(row.amend("matches", each.index), each.source);
      continue;
    }
    write(row.amend("matches", each.index), found->second);
    const Match match{.kind = "yara", .id = each.name, .how = std::string(how::kObserved)};
    write_techniques(row, match, found->second.techniques, findings);
  }
}

}  // namespace rulemap::virustotal
