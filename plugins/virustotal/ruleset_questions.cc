#include "ruleset_questions.h"

#include <algorithm>

#include "rule_licence.h"

namespace rulemap::virustotal {

void add_open(const RuleMatch& match, std::size_t index, OpenRules& to) {
  if (match.match.kind != "yara" || ruleset_path(match.ruleset_id).empty()) return;
  to[match.ruleset_id].push_back({index, match.match.id, match.match.source});
}

OpenRules open_rules(Doc matches) {
  OpenRules out;
  const std::size_t count = matches.is_list() ? matches.size() : 0;
  for (std::size_t i = 0; i < count; ++i) {
    const Doc entry = matches.at(i);
    if (entry.text("by") != "virustotal" || entry["text_state"]) continue;
    RuleMatch match;
    model::read(entry, match.match);
    match.ruleset_id = model::string_of(entry, "ruleset_id");
    add_open(match, i, out);
  }
  return out;
}

std::string ruleset_path(std::string_view id) {
  constexpr std::size_t kLongest = 64;
  const auto is_hex = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
  if (id.empty() || id.size() > kLongest || !std::all_of(id.begin(), id.end(), is_hex)) return {};
  return "/yara_rulesets/" + std::string(id);
}

void write(EntryBuilder out, const RuleFacts& facts) {
  const bool may_be_kept = text_may_be_kept(facts.licence);
  out.set_text("licence", facts.licence).set_text("description", facts.description);
  out.set_texts("families", facts.families).set_texts("references", facts.references);
  out.set_text("text", facts.text);
  out.set("text_state", !may_be_kept ? "withheld" : facts.text.empty() ? "too_long" : "kept");
}

void write_missing(EntryBuilder out, std::string_view source) {
  out.set_text("licence", licence_of_source(source)).set("text_state", "missing");
}

}  // namespace rulemap::virustotal
