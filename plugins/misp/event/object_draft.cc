#include "event/object_draft.h"

#include <algorithm>

#include "event/policy.h"
#include "event/values.h"
#include "rulemap/text/address.h"

namespace rulemap::misp {
namespace {

constexpr std::size_t kMaxOfRelation = 100;
constexpr std::size_t kLongestShown = 200;

// What this sink means by each template, in its own words: servers drop objects without any.
struct Described {
  std::string_view name;
  std::string_view words;
};
constexpr Described kDescribed[] = {
    {"annotation", "A detection rule, by name: its text may not be shown or is not known"},
    {"asn", "An autonomous system"},
    {"domain-ip", "A domain and the addresses it resolves to"},
    {"file", "A file, by its digests and what is known of it"},
    {"ip-port", "An address, with the port where one was given"},
    {"sandbox-report", "What one sandbox says of a file"},
    {"sigma", "A Sigma rule that applies"},
    {"suricata", "A Suricata rule that applies"},
    {"url", "A URL and its parts"},
    {"virustotal-report", "What VirusTotal's judges say"},
    {"whois", "The whois record of a domain or an address"},
    {"x509", "A certificate"},
    {"yara", "A YARA rule that applies"},
};

std::string_view description(std::string_view name) {
  const auto found = std::find_if(std::begin(kDescribed), std::end(kDescribed),
                                  [&](const Described& each) { return each.name == name; });
  return found == std::end(kDescribed) ? name : found->words;
}

bool is_private_address(std::string_view value) {
  const auto address = ioc::parse_address(value);
  return address.ok() && ioc::is_private(*address);
}

}  // namespace

bool ObjectDraft::add(std::string_view relation, std::string_view value) {
  const TemplateAttribute* as = template_->find(relation);
  if (!as) return (refuse(relation, value, "the template has no such relation"), false);
  Kept kept{as, normal_value(as->type, value)};
  const std::string_view why = why_no_value(as->type, kept.value);
  if (!why.empty()) return (refuse(relation, value, why), false);
  std::size_t same_relation = 0;
  for (const Kept& each : attributes_) {
    if (each.as != as) continue;
    if (each.value == kept.value) return true;
    ++same_relation;
  }
  if (same_relation > 0 && !as->multiple) {
    return (refuse(relation, value, "the object has another value there"), false);
  }
  if (same_relation >= kMaxOfRelation) return (++left_out_, false);
  attributes_.push_back(std::move(kept));
  return true;
}

void ObjectDraft::refuse(std::string_view relation, std::string_view value, std::string_view why) {
  refusals_.push_back({std::string(relation), clean_line(value, kLongestShown), std::string(why)});
}

bool ObjectDraft::set_anchor(std::string_view relation, std::string comment,
                             const std::set<std::string>& tags) {
  if (!has(relation)) return false;
  anchor_ = relation;
  anchor_comment_ = std::move(comment);
  anchor_tags_ = tags;
  return true;
}

void ObjectDraft::set_seen(const std::string& first, const std::string& last) {
  first_seen_ = first;
  last_seen_ = first.empty() || last >= first ? last : "";
}

void ObjectDraft::point_to(const Pointer& pointer) {
  if (pointer.relationship < 0 || !seen_pointers_.insert(pointer).second) return;
  if (pointers_.size() < kMaxReferences) pointers_.push_back(pointer);
}

std::size_t ObjectDraft::warn(const Warninglists& lists, Warned warned) {
  std::size_t count = 0;
  for (Kept& each : attributes_) {
    each.warning = warning_words(lists.hits(each.as->type, each.value));
    if (each.warning.empty()) continue;
    ++count;
    each.unflagged = warned == Warned::unflag;
    if (warned != Warned::drop) continue;
    const std::string why = "it is " + each.warning;
    refuse(each.as->relation, each.value, why);
    // Any digest of a file says which file it is.
    if (each.as->relation == anchor_ || is_hash(each.as->relation)) why_dropped_ = why;
  }
  if (warned != Warned::drop) return count;
  std::erase_if(attributes_, [](const Kept& each) { return !each.warning.empty(); });
  return count;
}

bool ObjectDraft::has(std::string_view relation) const {
  return std::any_of(attributes_.begin(), attributes_.end(),
                     [&](const Kept& each) { return each.as->relation == relation; });
}

std::string ObjectDraft::missing() const {
  for (std::string_view relation : template_->required) {
    if (!has(relation)) return std::string(relation);
  }
  const auto& any = template_->required_one_of;
  const bool has_one =
      std::any_of(any.begin(), any.end(), [&](std::string_view each) { return has(each); });
  return any.empty() || has_one ? "" : "one of " + std::string(any.front()) + " and the like";
}

Uuid ObjectDraft::uuid_of(const Kept& kept) const {
  return kept.as->multiple ? identity::attribute(uuid_, kept.as->relation, kept.value)
                           : identity::single_attribute(uuid_, kept.as->relation);
}

bool ObjectDraft::correlates(const Kept& kept) const {
  if (kept.as->no_correlation || is_private_address(kept.value)) return false;
  return policy_for(template_->name, kept.as->relation).correlates;
}

void ObjectDraft::write(JsonWriter& json, const Kept& kept) const {
  const bool is_anchor = kept.as->relation == anchor_;
  const Policy policy = policy_for(template_->name, kept.as->relation);
  json.open('{').member("uuid", uuid_of(kept).text());
  json.member("object_relation", kept.as->relation).member("type", kept.as->type);
  json.member("category", kept.as->category).member("value", kept.value);
  json.key("to_ids").flag(policy.to_ids && indicator_ && !kept.unflagged);
  json.key("disable_correlation").flag(!correlates(kept)).key("distribution").number(kInherit);
  std::string comment = is_anchor ? anchor_comment_ : "";
  if (!kept.warning.empty()) comment += (comment.empty() ? "" : "; ") + kept.warning;
  if (!comment.empty()) json.member("comment", comment);
  if (is_anchor) write_tags(json, anchor_tags_);
  json.close('}');
}

std::string ObjectDraft::json() const {
  std::string out;
  JsonWriter json(out);
  json.open('{').member("uuid", uuid_.text()).member("name", template_->name);
  json.member("meta-category", template_->meta_category);
  json.member("description", description(template_->name));
  json.member("template_uuid", template_->uuid);
  json.member("template_version", template_->version).key("distribution").number(kInherit);
  json.member("comment", comment_);
  if (!first_seen_.empty()) json.member("first_seen", first_seen_);
  if (!last_seen_.empty()) json.member("last_seen", last_seen_);
  json.key("Attribute").open('[');
  for (const Kept& each : attributes_) write(json, each);
  json.close(']');
  return out;
}

void write_tags(JsonWriter& json, const std::set<std::string>& tags) {
  if (tags.empty()) return;
  json.key("Tag").open('[');
  for (const std::string& each : tags) json.open('{').member("name", each).close('}');
  json.close(']');
}

}  // namespace rulemap::misp
