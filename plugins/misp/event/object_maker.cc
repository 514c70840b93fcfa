#include "event/object_maker.h"

#include "event/rules.h"
#include "event/sandboxes.h"
#include "event/subject.h"
#include "event/words.h"

namespace rulemap::misp {
namespace {

void set_anchor(ObjectDraft& draft, const Finding& finding, const std::set<std::string>& tags) {
  const std::string_view type = observable_type(finding.type);
  const std::string comment = lookup_words(finding);
  if (type != "file") {
    draft.set_anchor(type, comment, tags);
    return;
  }
  for (std::string_view relation : kHashTypes) {
    if (draft.set_anchor(relation, comment, tags)) return;
  }
}

// Rules, sandboxes and providers' reports, which further_objects.h makes.
void point_to_further(const Subject& subject, ObjectDraft& draft) {
  const auto relationship = [&](const char* name) {
    return subject.facts().find_relationship(name);
  };
  for (const Rule& each : rules_of(subject.finding()).list) {
    const char* kind = each.is_seen() ? "detected-by" : "related-to";
    draft.point_to({relationship(kind), rule_thing(subject.event(), each)});
  }
  for (const Sandbox& each : sandboxes_of(subject).list) {
    subject.point(draft, "analysed-with", "sandbox-report", each.key);
  }
  const Uuid report = provider_report_thing(subject);
  if (report != Uuid()) draft.point_to({relationship("analysed-with"), report});
}

}  // namespace

std::optional<MadeObject> make_by_type(const Subject& subject) {
  if (subject.type() == "file") return make_file(subject);
  if (subject.type() == "domain") return make_domain(subject);
  if (subject.type() == "ip") return make_address(subject);
  if (subject.type() == "url") return make_url(subject);
  return std::nullopt;
}

void set_seen(const Subject& subject, ObjectDraft& draft) {
  const auto time = [&](const char* name, const char* elsewhere) {
    const std::string found = subject.time(name);
    return found.empty() ? subject.time(elsewhere) : found;
  };
  draft.set_seen(time("first_seen", "first_seen_in_the_wild"),
                 time("last_seen", "last_seen_in_the_wild"));
}

std::optional<MadeObject> make_object(const Facts& facts, const Uuid& event, const Finding& finding,
                                      const FindingTags& tags) {
  const Subject subject(facts, event, finding);
  std::optional<MadeObject> made = make_by_type(subject);
  if (!made) return made;
  made->draft.set_comment(reputation_words(finding.reputation));
  set_seen(subject, made->draft);
  subject.point_to_related(made->draft);
  point_to_further(subject, made->draft);
  set_anchor(made->draft, finding, tags.names);
  return made;
}

}  // namespace rulemap::misp
