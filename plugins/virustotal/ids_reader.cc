#include "ids_reader.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

#include "plain_text.h"
#include "rule_licence.h"
#include "rulemap/suricata/rule.h"
#include "sigma_reader.h"

namespace rulemap::virustotal {
namespace {

constexpr FieldRule kIds[] = {
    {"rule_msg", Kind::line, "title"},
    {"rule_id", Kind::word, "id"},
    {"alert_severity", Kind::word, "level"},
    {"rule_category", Kind::line, "category"},
    {"rule_source", Kind::line, "source"},
    {"rule_url", Kind::url, "url"},
    {"rule_raw", Kind::own},
    {"rule_references", Kind::own},
    {"alert_context", Kind::own},
};

// Rules that are text have gid 1; Snort numbers its preprocessors and shared objects by others.
constexpr std::int64_t kText = 1;
// Numbers below a million are those of Snort's own rules.
constexpr std::int64_t kFirstLocal = 1'000'000;

struct RuleId {
  std::int64_t gid = kText;
  std::int64_t sid = 0;
};

std::optional<std::int64_t> number_of(std::string_view text) {
  std::int64_t out = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (error != std::errc() || end != text.data() + text.size() || out < 0) return std::nullopt;
  return out;
}

// "1:2027865"; the documents show a bare "2027865".
std::optional<RuleId> id_of(std::string_view said) {
  const std::size_t colon = said.find(':');
  const auto gid = colon == std::string_view::npos ? kText : number_of(said.substr(0, colon));
  const auto sid = number_of(colon == std::string_view::npos ? said : said.substr(colon + 1));
  if (!gid || !sid) return std::nullopt;
  return RuleId{*gid, *sid};
}

// Sigma's words for a level.
std::string level_of(std::string_view said) {
  const std::string level = lower(said);
  if (level == "info") return "informational";
  return level == "high" || level == "medium" || level == "low" ? level : std::string();
}

suricata::Engine engine_named(std::string_view source) {
  const std::string said = lower(source);
  if (said.find("snort") != std::string::npos) return suricata::Engine::snort;
  const bool is_suricata = said.find("suricata") != std::string::npos ||
                           said.find("emerging threats") != std::string::npos;
  return is_suricata ? suricata::Engine::suricata : suricata::Engine::unknown;
}

std::string kind_of(suricata::Engine engine, const std::optional<RuleId>& id) {
  if (engine == suricata::Engine::unknown && id) {
    const bool is_snort = id->gid != kText || id->sid < kFirstLocal;
    if (is_snort) engine = suricata::Engine::snort;
  }
  return engine == suricata::Engine::snort ? "snort" : "suricata";
}

std::string value_of(Doc value) {
  if (const auto text = value.text()) return block_of(*text);
  if (const auto number = value.integer()) return std::to_string(*number);
  std::string out;
  for (const Doc each : value) {
    const std::string text = line_of(each.text().value_or(""));
    if (!text.empty() && out.size() < kLongestText) out += (out.empty() ? "" : ", ") + text;
  }
  return out;
}

Evidence alert_of(Doc alert, FieldReader& reader) {
  Evidence out;
  for (const auto [name, value] : alert.members()) {
    const std::string key = line_of(name, 200);
    std::string text = value_of(value);
    if (key.empty() || text.empty() || out.fields.size() >= kMaxEventFields)
      reader.leave_out();
    else
      out.fields.emplace_back(key, std::move(text));
  }
  return out;
}

void read_alerts(Doc context, RuleMatch& out, FieldReader& reader) {
  for (const Doc each : context) {
    if (out.match.evidence.size() >= kMaxEvents) {
      ++out.evidence_left_out;
      continue;
    }
    Evidence alert = alert_of(each, reader);
    if (alert.fields.empty())
      reader.leave_out();
    else
      out.match.evidence.push_back(std::move(alert));
  }
}

RuleFacts facts_of(suricata::Rule rule, std::string_view text, std::string_view licence,
                   FieldReader& reader) {
  RuleFacts out;
  if (text_may_be_kept(licence)) out.text = block_of(text, kLongestRuleText);
  out.techniques = std::move(rule.techniques);
  out.families = std::move(rule.families);
  for (std::string& each : out.families) each = line_of(each);
  std::vector<std::string> urls;
  for (suricata::Reference& each : rule.references) urls.push_back(std::move(each.url));
  add_references(urls, out.references, reader);
  return out;
}

// What the rule's own text says. A text that is no rule, or another one, says nothing.
void read_text(Doc raw, const std::optional<RuleId>& id, RuleMatch& out, suricata::Engine& engine,
               FieldReader& reader) {
  const std::string_view text = raw.text().value_or("");
  if (text.empty()) return reader.leave_out(raw.is_null() || raw.text() ? 0 : 1);
  auto rule = suricata::parse_rule(text, engine);
  const bool is_another = rule.ok() && id && rule->sid != id->sid;
  if (text.size() > kLongestRuleText || !rule.ok() || is_another) return reader.leave_out();
  engine = rule->engine;
  if (out.match.category.empty()) out.match.category = line_of(rule->classtype);
  add(out, facts_of(*std::move(rule), text, out.match.licence, reader));
}

RuleMatch read_one(Doc result, const Fields& said, FieldReader& reader) {
  RuleMatch out;
  const auto id = id_of(said.text("id"));
  if (!id && !said.text("id").empty()) reader.leave_out();
  out.match.id = id ? std::to_string(id->gid) + ":" + std::to_string(id->sid) : std::string();
  out.match.said = said.text("title");
  out.match.level = level_of(said.text("level"));
  out.match.source = said.text("source");
  out.match.licence = licence_of_source(out.match.source);
  out.match.category = said.text("category");
  out.match.url = said.text("url");
  out.match.by = "virustotal";
  out.match.how = how::kObserved;
  add_references(model::strings_of(result["rule_references"]), out.references, reader);
  suricata::Engine engine = engine_named(out.match.source);
  read_text(result["rule_raw"], id, out, engine, reader);
  out.match.kind = kind_of(engine, id);
  read_alerts(result["alert_context"], out, reader);
  return out;
}

}  // namespace

std::span<const FieldRule> ids_fields() { return kIds; }

std::vector<std::string> ids_paths(const std::string& object) {
  std::vector<std::string> out;
  for (const FieldRule& each : kIds) out.push_back(object + "." + std::string(each.path));
  return out;
}

std::vector<RuleMatch> read_ids(Doc results, FieldReader& reader) {
  std::vector<RuleMatch> out;
  for (const Doc each : results) {
    const Fields said = reader.read(each, ids_fields());
    if (out.size() >= kMaxRuleMatches || (said.text("title").empty() && said.text("id").empty()))
      reader.leave_out();
    else
      out.push_back(read_one(each, said, reader));
  }
  return out;
}

}  // namespace rulemap::virustotal
