#include "event/subject.h"

#include <cassert>

#include "event/policy.h"
#include "event/values.h"
#include "rulemap/text/url.h"

namespace rulemap::misp {
namespace {

struct AsText {
  std::string operator()(const std::string& text) const { return text; }
  std::string operator()(std::int64_t number) const { return std::to_string(number); }
  std::string operator()(double number) const { return std::to_string(number); }
  std::string operator()(bool flag) const { return flag ? "true" : "false"; }
  std::string operator()(Time time) const { return iso_time(time); }
};

// One spelling for keys of observables, whoever wrote them.
std::string normal_key(std::string_view type, std::string_view key) {
  if (type == "file") return normal_value("sha256", key);
  if (type == "domain") return normal_value("domain", key);
  if (type == "ip") return normal_value("ip-dst", key);
  const auto parts = type == "url" ? ioc::split_url(key) : Error{""};
  return parts.ok() ? parts->text : std::string(key);
}

}  // namespace

std::string text_of(const Attribute& attribute) { return std::visit(AsText{}, attribute.value); }

Subject::Subject(const Facts& facts, const Uuid& event, const Finding& finding)
    : facts_(facts), event_(event), finding_(finding), type_(observable_type(finding.type)) {
  for (const Observable& each : finding.observables) {
    if (each.subject && each.type == type_) observables_.push_back(&each);
  }
}

Subject::Subject(const Facts& facts, const Uuid& event, const Finding& finding,
                 const Observable& thing)
    : facts_(facts), event_(event), finding_(finding), type_(thing.type), observables_{&thing} {}

std::string Subject::key() const {
  return observables_.empty() ? finding_.value : observables_.front()->key;
}

std::vector<std::string> Subject::all(std::string_view name) const {
  std::vector<std::string> out;
  for (const Observable* observable : observables_) {
    for (const Attribute& each : observable->attributes) {
      if (each.name == name) out.push_back(text_of(each));
    }
  }
  return out;
}

std::string Subject::first(std::string_view name) const {
  for (std::string& each : all(name)) {
    if (!each.empty()) return std::move(each);
  }
  return {};
}

std::string Subject::time(std::string_view name) const {
  for (const Observable* observable : observables_) {
    for (const Attribute& each : observable->attributes) {
      const Time* found = std::get_if<Time>(&each.value);
      if (each.name == name && found) return iso_time(*found);
    }
  }
  return {};
}

ObjectDraft Subject::draft(std::string_view name, const Uuid& uuid) const {
  const Template* of = facts_.find_template(name);
  assert(of);
  return ObjectDraft(*of, uuid, is_indicator(finding_));
}

void Subject::copy(ObjectDraft& draft, std::string_view name, std::string_view relation) const {
  for (const std::string& each : all(name)) draft.add(relation, each);
}

void Subject::point(ObjectDraft& draft, std::string_view kind, std::string_view type,
                    std::string_view key) const {
  std::int32_t relationship = facts_.find_relationship(kind);
  if (relationship < 0) relationship = facts_.find_relationship("related-to");
  draft.point_to({relationship, thing(type, key)});
}

void Subject::point_to_related(ObjectDraft& draft) const {
  for (const Observable* observable : observables_) {
    for (const Relation& each : observable->relations) point(draft, each.kind, each.type, each.key);
  }
}

Uuid Subject::thing(std::string_view type, std::string_view key) const {
  return identity::thing(event_, type, normal_key(type, key));
}

}  // namespace rulemap::misp
