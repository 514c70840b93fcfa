#include "event/object_maker.h"

#include "event/subject.h"
#include "event/words.h"

namespace rulemap::misp {
namespace {

std::optional<MadeObject> make_by_type(const Subject& subject) {
  const std::string_view type = observable_type(subject.finding().type);
  if (type == "file") return make_file(subject);
  if (type == "domain") return make_domain(subject);
  if (type == "ip") return make_address(subject);
  if (type == "url") return make_url(subject);
  return std::nullopt;
}

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

}  // namespace

std::optional<MadeObject> make_object(const Facts& facts, const Uuid& event, const Finding& finding,
                                      const FindingTags& tags) {
  const Subject subject(facts, event, finding);
  std::optional<MadeObject> made = make_by_type(subject);
  if (!made) return made;
  made->draft.set_comment(reputation_words(finding.reputation));
  made->draft.set_seen(subject.time("first_seen"), subject.time("last_seen"));
  subject.point_to_related(made->draft);
  set_anchor(made->draft, finding, tags.names);
  return made;
}

}  // namespace rulemap::misp
