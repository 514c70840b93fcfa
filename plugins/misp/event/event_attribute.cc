#include "event/event_attribute.h"

#include "event/object_draft.h"
#include "event/policy.h"
#include "event/values.h"
#include "event/words.h"

namespace rulemap::misp {
namespace {

struct Place {
  std::string_view indicator;
  std::string_view type;
};
constexpr Place kPlaces[] = {{"cidr", "ip-dst"}, {"email", "email-src"}, {"cve", "vulnerability"}};

std::string_view type_of(std::string_view indicator) {
  for (const Place& each : kPlaces) {
    if (each.indicator == indicator) return each.type;
  }
  return {};
}

std::string comment_of(const Finding& finding) {
  const std::string said = reputation_words(finding.reputation);
  const std::string missed = lookup_words(finding);
  return said + (said.empty() || missed.empty() ? "" : "; ") + missed;
}

}  // namespace

std::optional<EventAttribute> make_event_attribute(const Facts& facts, const ids::Uuid& event,
                                                   const Finding& finding, const FindingTags& tags,
                                                   const Warninglists* lists, Warned warned) {
  const AttributeType* type = facts.find_type(type_of(finding.type));
  if (!type) return std::nullopt;
  const std::string value = normal_value(type->name, finding.value);
  EventAttribute out;
  const std::string_view why = why_no_value(type->name, value);
  if (!why.empty()) out.why_refused = "MISP would not take the indicator: " + std::string(why);
  out.uuid = identity::event_attribute(event, type->name, value);
  const Policy policy = policy_for("event", type->name);
  std::string comment = comment_of(finding);
  const std::string warning = lists ? warning_words(lists->hits(type->name, value)) : "";
  out.is_warned = !warning.empty();
  if (out.is_warned) comment += (comment.empty() ? "" : "; ") + warning;
  if (out.is_warned && warned == Warned::drop) out.why_refused = "it is " + warning;
  const bool is_unflagged = out.is_warned && warned == Warned::unflag;
  JsonWriter json(out.json);
  json.open('{').member("uuid", out.uuid.text()).member("type", type->name);
  json.member("category", type->default_category).member("value", value);
  json.key("to_ids").flag(policy.to_ids && is_indicator(finding) && !is_unflagged);
  json.key("disable_correlation").flag(!policy.correlates || finding.is_private);
  json.key("distribution").number(kInherit);
  if (!comment.empty()) json.member("comment", comment);
  write_tags(json, tags.names);
  json.close('}');
  return out;
}

}  // namespace rulemap::misp
