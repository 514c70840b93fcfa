#include "yara_reader.h"

#include <algorithm>
#include <utility>

#include "plain_text.h"
#include "rule_licence.h"
#include "rulemap/yara/rule_text.h"

namespace rulemap::virustotal {
namespace {

constexpr FieldRule kYara[] = {
    {"rule_name", Kind::word, "name"},       {"ruleset_id", Kind::word, "ruleset_id"},
    {"ruleset_name", Kind::line, "ruleset"}, {"author", Kind::line, "author"},
    {"source", Kind::line, "source"},        {"description", Kind::line, "description"},
};
constexpr FieldRule kRuleset[] = {
    {"attributes.rules", Kind::own},
};

std::vector<std::string> paths_of(const std::string& object, std::span<const FieldRule> rules) {
  std::vector<std::string> out;
  for (const FieldRule& each : rules) out.push_back(object + "." + std::string(each.path));
  return out;
}

// A source that is an address says where the rule can be read.
std::string url_of(const std::string& source) {
  return source.starts_with("https://") && is_word(source) ? source : std::string();
}

RuleFacts facts_of(const yara::Rule& rule, std::string_view text, std::string_view source,
                   FieldReader& reader) {
  RuleFacts out;
  out.licence = licence_named(rule.licence);
  if (out.licence.empty()) out.licence = licence_of_source(source);
  const bool fits = text.size() <= kLongestRuleText;
  if (fits && text_may_be_kept(out.licence)) out.text = block_of(text, kLongestRuleText);
  if (!fits) reader.leave_out();
  out.description = line_of(rule.description);
  out.techniques = rule.techniques;
  for (const std::string& each : rule.families) out.families.push_back(line_of(each));
  add_references(rule.references, out.references, reader);
  return out;
}

}  // namespace

std::span<const FieldRule> yara_fields() { return kYara; }
std::vector<std::string> yara_paths(const std::string& object) { return paths_of(object, kYara); }
std::vector<std::string> ruleset_paths() {
  std::vector<std::string> out = paths_of("data", kRuleset);
  out.insert(out.end(), {"error", "data.error"});
  return out;
}

std::vector<RuleMatch> read_yara(Doc results, FieldReader& reader) {
  std::vector<RuleMatch> out;
  for (const Doc each : results) {
    const Fields said = reader.read(each, yara_fields());
    if (said.text("name").empty() || out.size() >= kMaxRuleMatches) {
      reader.leave_out();
      continue;
    }
    RuleMatch& result = out.emplace_back();
    result.match = {.kind = "yara",
                    .id = said.text("name"),
                    .said = said.text("name"),
                    .author = said.text("author"),
                    .licence = licence_of_source(said.text("source")),
                    .source = said.text("source"),
                    .by = "virustotal",
                    .how = std::string(how::kObserved)};
    result.match.description = said.text("description");
    result.match.url = url_of(result.match.source);
    result.ruleset = said.text("ruleset");
    result.ruleset_id = said.text("ruleset_id");
  }
  return out;
}

std::map<std::string, RuleFacts> read_ruleset(Doc data, const std::vector<std::string>& names,
                                              std::string_view source, FieldReader& reader) {
  std::map<std::string, RuleFacts> out;
  const std::string_view text = data["attributes"].text("rules").value_or("");
  for (const yara::Rule& each : yara::read_rules(text).rules) {
    if (std::find(names.begin(), names.end(), each.name) == names.end()) continue;
    out.try_emplace(each.name,
                    facts_of(each, text.substr(each.begin, each.end - each.begin), source, reader));
  }
  return out;
}

}  // namespace rulemap::virustotal
