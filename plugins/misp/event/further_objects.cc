#include "event/further_objects.h"

#include <optional>
#include <utility>

#include "event/sandboxes.h"
#include "event/subject.h"
#include "event/values.h"
#include "rulemap/text/address.h"

namespace rulemap::misp {
namespace {

std::string_view hash_type_of(std::string_view digest) {
  for (std::string_view type : kHashTypes) {
    if (why_no_value(type, normal_value(type, digest)).empty()) return type;
  }
  return {};
}

// As which indicator the thing would stand in a list; empty where it could not.
std::string_view indicator_type(const Observable& thing) {
  if (thing.type == "file") return hash_type_of(thing.key);
  if (thing.type == "domain" || thing.type == "url") return thing.type;
  if (thing.type != "ip") return {};
  const auto address = ioc::parse_address(thing.key);
  if (!address.ok()) return {};
  return thing.key.find(':') == std::string::npos ? "ipv4" : "ipv6";
}

Finding related_finding(const Finding& of, const Observable& thing) {
  Finding out;
  out.row = of.row;
  out.line = of.line;
  out.type = indicator_type(thing);
  out.value = thing.key;
  out.is_related = true;
  return out;
}

std::string named_by(const Observable& thing) {
  return thing.by.empty() ? "named by a record" : "named by " + clean_line(thing.by, 200);
}

std::optional<MadeObject> make_related(const Subject& subject) {
  if (subject.type() == "asn") return make_asn(subject);
  if (subject.type() == "certificate") return make_certificate(subject);
  if (subject.type() == "whois") return make_whois(subject);
  if (subject.finding().type.empty()) return std::nullopt;
  std::optional<MadeObject> made = make_by_type(subject);
  if (made) set_seen(subject, made->draft);
  return made;
}

void add_related(const Facts& facts, const Uuid& event, const Finding& finding, std::size_t most,
                 Further& out) {
  for (const Observable& each : finding.observables) {
    if (each.subject) continue;
    const Finding related = related_finding(finding, each);
    const Subject subject(facts, event, related, each);
    std::optional<MadeObject> made = make_related(subject);
    if (!made) continue;
    if (out.objects.size() >= most) {
      ++out.related_left_out;
      continue;
    }
    made->draft.set_comment(named_by(each));
    subject.point_to_related(made->draft);
    out.objects.push_back(std::move(*made));
  }
}

void add_reports(const Subject& subject, Further& out) {
  Sandboxes sandboxes = sandboxes_of(subject);
  for (const Sandbox& each : sandboxes.list) {
    out.objects.push_back(make_sandbox_report(subject, each));
  }
  out.sandboxes_left_out = sandboxes.left_out;
  if (auto made = make_provider_report(subject)) out.objects.push_back(std::move(*made));
}

void add_rules(const Facts& facts, const Uuid& event, const Finding& finding, Further& out) {
  const Rules rules = rules_of(finding);
  for (const Rule& each : rules.list) {
    if (auto made = make_rule(facts, event, finding, each))
      out.objects.push_back(std::move(*made));
    else
      out.attributes.push_back(make_rule_attribute(facts, event, each));
  }
  out.rules_left_out = rules.left_out;
}

}  // namespace

Further make_further(const Facts& facts, const Uuid& event, const Finding& finding,
                     std::size_t most_related) {
  Further out;
  add_related(facts, event, finding, most_related, out);
  add_reports(Subject(facts, event, finding), out);
  add_rules(facts, event, finding, out);
  return out;
}

}  // namespace rulemap::misp
