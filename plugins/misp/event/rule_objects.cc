#include "event/rule_objects.h"

#include "event/policy.h"
#include "event/subject.h"
#include "event/values.h"
#include "event/words.h"

namespace rulemap::misp {
namespace {

constexpr std::size_t kLongestName = 500;

// The relations of a rule's template; empty: it has none.
struct Shape {
  std::string_view kind;
  std::string_view text;
  std::string_view name;
  std::string_view link;
};
constexpr Shape kShapes[] = {
    {"sigma", "sigma", "sigma-rule-name", "reference"},
    {"yara", "yara", "yara-rule-name", "reference"},
    {"suricata", "suricata", "", "ref"},
};

const Shape* shape_of(const Rule& rule) {
  for (const Shape& each : kShapes) {
    const bool fits = !each.name.empty() || !rule.best().text.empty();
    if (each.kind == rule.kind && fits) return &each;
  }
  return nullptr;
}

// YARA's rules have no title beside their name, which is their id.
std::string name_of(const Rule& rule) {
  const Match& best = rule.best();
  if (!best.title.empty()) return clean_line(best.title, kLongestName);
  if (rule.kind == "yara" && !best.id.empty()) return clean_line(best.id, kLongestName);
  return clean_line(best.said.empty() ? rule.key : best.said, kLongestName);
}

MadeObject make_annotation(const Subject& subject, const Rule& rule) {
  const Uuid uuid = identity::rule_annotation(subject.event(), rule.kind, rule.key);
  MadeObject made{subject.draft("annotation", uuid), rule_thing(subject.event(), rule)};
  std::string text = std::string(rule.kind) + " rule " + name_of(rule);
  if (const std::string words = rule_words(rule); !words.empty()) text += "\n" + words;
  made.draft.add("text", text);
  made.draft.add("type", "Other");
  made.draft.add("format", "text");
  if (!rule.best().url.empty()) made.draft.add("ref", rule.best().url);
  return made;
}

}  // namespace

bool is_rule_attribute(const Rule& rule) {
  return rule.kind == "snort" && !rule.best().text.empty();
}

std::optional<MadeObject> make_rule(const Facts& facts, const Uuid& event, const Finding& finding,
                                    const Rule& rule) {
  if (is_rule_attribute(rule)) return std::nullopt;
  const Subject subject(facts, event, finding);
  const Shape* shape = shape_of(rule);
  if (!shape) return make_annotation(subject, rule);
  const Match& best = rule.best();
  const Uuid uuid = identity::object(event, rule.kind, rule.key);
  MadeObject made{subject.draft(rule.kind, uuid), rule_thing(event, rule)};
  if (!best.text.empty()) made.draft.add(shape->text, best.text);
  if (!shape->name.empty()) made.draft.add(shape->name, name_of(rule));
  if (!best.url.empty()) made.draft.add(shape->link, best.url);
  const std::string words = rule_words(rule);
  if (!words.empty()) made.draft.add("comment", words);
  return made;
}

RuleAttribute make_rule_attribute(const Facts& facts, const Uuid& event, const Rule& rule) {
  constexpr std::string_view kType = "snort";
  const std::string value = normal_value(kType, rule.best().text);
  RuleAttribute out{
      identity::event_attribute(event, kType, value), rule_thing(event, rule), {}, {}};
  const std::string_view why = why_no_value(kType, value);
  if (!why.empty()) out.refusal = Refusal{"snort rule", rule.key, std::string(why)};
  const Policy policy = policy_for("event", kType);
  JsonWriter json(out.json);
  json.open('{').member("uuid", out.uuid.text()).member("type", kType);
  json.member("category", facts.find_type(kType)->default_category).member("value", value);
  json.key("to_ids").flag(policy.to_ids).key("disable_correlation").flag(!policy.correlates);
  json.key("distribution").number(kInherit);
  json.member("comment", rule_words(rule)).close('}');
  return out;
}

}  // namespace rulemap::misp
