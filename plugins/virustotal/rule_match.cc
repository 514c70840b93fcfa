#include "rule_match.h"

#include <algorithm>
#include <utility>

#include "plain_text.h"

namespace rulemap::virustotal {

void add(RuleMatch& to, RuleFacts facts) {
  to.match.text = std::move(facts.text);
  if (!facts.licence.empty()) to.match.licence = std::move(facts.licence);
  if (to.match.description.empty()) to.match.description = std::move(facts.description);
  to.match.families = std::move(facts.families);
  to.techniques = std::move(facts.techniques);
  for (std::string& each : facts.references) {
    const bool is_known =
        std::find(to.references.begin(), to.references.end(), each) != to.references.end();
    if (!is_known) to.references.push_back(std::move(each));
  }
}

void write(EntryBuilder out, const RuleMatch& result) {
  model::write(out, result.match);
  out.set_texts("references", result.references);
  out.set_text("ruleset", result.ruleset).set_text("ruleset_id", result.ruleset_id);
  out.set_text("sandbox", result.sandbox);
  if (result.evidence_left_out > 0) out.set("evidence_left_out", result.evidence_left_out);
}

Technique technique_of(const Match& match, const std::string& id) {
  return {.id = id, .by = match.kind, .source = match.id, .how = match.how};
}

void add_references(const std::vector<std::string>& said, std::vector<std::string>& to,
                    FieldReader& reader) {
  for (const std::string& each : said) {
    std::string line = line_of(each);
    if (line.empty() || std::find(to.begin(), to.end(), line) != to.end()) continue;
    if (to.size() >= kMaxRuleReferences)
      reader.leave_out();
    else
      to.push_back(std::move(line));
  }
}

}  // namespace rulemap::virustotal
