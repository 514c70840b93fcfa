#include "event_evidence.h"

#include "rulemap/sigma/field_names.h"

namespace rulemap::sigma_match {
namespace {

// "#attributes" and "#text" are how EVTX dumps write the attributes and the text of an element.
std::string name_in(const std::string& outer, std::string_view key) {
  if (key == "#text" || key == "#attributes") return outer;
  return outer.empty() ? std::string(key) : outer + "." + std::string(key);
}

// As deep as the host reads.
void gather(const std::string& name, Doc value, Evidence& out) {
  if (value.is_null()) return;
  if (value.is_object()) {
    for (auto [key, member] : value.members()) gather(name_in(name, key), member, out);
    return;
  }
  const auto text = value.text();
  out.fields.emplace_back(sigma::unwrapped_field_name(name),
                          text ? std::string(*text) : value.json());
}

}  // namespace

Evidence evidence_of(Doc event) {
  Evidence out;
  gather("", event["fields"], out);
  if (const auto by = event.text("by")) out.fields.emplace_back("seen by", *by);
  return out;
}

}  // namespace rulemap::sigma_match
