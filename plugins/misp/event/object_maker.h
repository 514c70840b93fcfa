// From a finding to its MISP object: file, domain-ip, ip-port or url, from the subject observables
// where a provider knows one, bare from the indicator where not.
#pragma once

#include <optional>

#include "event/object_draft.h"

namespace rulemap::misp {

// What a finding becomes, and as which neutral observable others find it.
struct MadeObject {
  ObjectDraft draft;
  Uuid thing;
  std::size_t evidence_left_out = 0;  // rules beyond the 20 that one object describes
};

// nullopt where the indicator's type becomes no object. The draft may be without an anchor: then
// MISP would not take the indicator itself, and a refusal says why. The object borrows the facts.
std::optional<MadeObject> make_object(const Facts& facts, const Uuid& event, const Finding& finding,
                                      const FindingTags& tags);

// The object of a subject that is a file, domain, address or URL; nullopt for others.
class Subject;
std::optional<MadeObject> make_by_type(const Subject& subject);
// When it was seen first and last, as far as providers say.
void set_seen(const Subject& subject, ObjectDraft& draft);

}  // namespace rulemap::misp
