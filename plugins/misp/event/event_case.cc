#include "event/event_case.h"

#include <filesystem>

#include "event/event_attribute.h"
#include "event/values.h"
#include "event/words.h"

namespace rulemap::misp {
namespace {

constexpr std::size_t kMaxEventTags = 20'000;
constexpr std::size_t kLongestType = 40;
constexpr std::size_t kMostSaid = 4096;  // beyond that a thing is spooled as often as it is named

Result<void> make_folder_of(const std::string& path) {
  const auto folder = std::filesystem::path(path).parent_path();
  std::error_code failed;
  if (!folder.empty()) std::filesystem::create_directories(folder, failed);
  if (failed) return Error{"the folder cannot be made: " + failed.message(), folder.string()};
  return {};
}

}  // namespace

Result<EventCase> EventCase::open(const Facts& facts, Settings settings) {
  if (!settings.path.empty() && !settings.dry_run) {
    const auto folder = make_folder_of(settings.path);
    if (!folder.ok()) return folder.error();
  }
  auto spool = EventSpool::open(settings.spool_path);
  if (!spool.ok()) return spool.error();
  return EventCase(facts, std::move(settings), std::move(*spool));
}

void EventCase::refuse(const Finding& finding, const std::vector<Refusal>& refusals,
                       Receipts& receipts) {
  for (const Refusal& each : refusals) {
    receipts.refused_value(finding.row, each.what, each.value, each.why);
    report_.refuse(each);
  }
}

void EventCase::reject(const Finding& finding, const std::string& why, Receipts& receipts) {
  receipts.reject(finding.row, why);
  report_.reject(why);
}

Result<void> EventCase::take(const Finding& finding, Receipts& receipts) {
  const FindingTags tags = tags_of(finding, settings_.galaxies);
  refuse(finding, tags.refusals, receipts);
  auto made = make_object(*facts_, settings_.header.uuid, finding, tags);
  if (made) keep_first_uuid(finding, made->draft);
  const auto kept =
      made ? keep_object(finding, *made, receipts) : keep_attribute(finding, tags, receipts);
  if (!kept.ok()) return kept.error();
  if (!*kept) return {};
  add_tags(finding, tags);
  report_.take(finding);
  return keep_further(finding, receipts);
}

void EventCase::keep_first_uuid(const Finding& finding, ObjectDraft& draft) {
  if (!settings_.firsts) return;
  const Uuid& event = settings_.header.uuid;
  std::vector<Uuid> indicators{identity::indicator(event, finding.type, finding.value)};
  for (const Written& each : finding.also) {
    indicators.push_back(identity::indicator(event, each.type, each.value));
  }
  for (const Uuid& each : indicators) {
    const auto first = settings_.firsts->first_of(each);
    if (!first) continue;
    draft.set_uuid(*first);
    break;
  }
  for (const Uuid& each : indicators) settings_.firsts->set_first(each, draft.uuid());
}

Result<void> EventCase::take(Finding finding, const Origin& origin, Receipts& receipts) {
  const FindingTags tags = tags_of(finding, settings_.galaxies);
  refuse(finding, tags.refusals, receipts);
  auto kept = keep_origin(finding, origin, tags);
  if (!kept.ok()) return kept;
  add_tags(finding, tags);
  report_.take(finding);
  finding.is_related = true;
  kept = keep_beside_origin(finding, origin, receipts);
  return kept.ok() ? keep_further(finding, receipts) : kept;
}

Result<void> EventCase::keep_origin(const Finding& finding, const Origin& origin,
                                    const FindingTags& tags) {
  std::set<std::string> names = tags.names;
  if (origin.is_shared()) {
    std::set<std::string>& all = shared_tags_[origin.attribute];
    all.merge(names);
    names = all;
  }
  const Element element{.uuid = origin.attribute,
                        .thing = origin::thing(origin),
                        .row = finding.row,
                        .line = finding.line,
                        .attributes = static_cast<std::uint32_t>(1 + names.size()),
                        .is_object = origin.object != Uuid()};
  return spool_.add(element, origin::element_json(origin, names), {});
}

// Where nobody said anything there is nothing to stand beside the attribute.
Result<void> EventCase::keep_beside_origin(const Finding& finding, const Origin& origin,
                                           Receipts& receipts) {
  auto made = make_object(*facts_, settings_.header.uuid, finding, {});
  if (!made) return {};
  const bool is_bare = finding.observables.empty() && finding.reputation.by.empty() &&
                       made->draft.pointers().empty();
  if (is_bare) return {};
  if (made->draft.uuid() != origin.object) {
    made->draft.point_to({facts_->find_relationship("characterizes"), origin::thing(origin)});
  }
  return keep_beside(finding, *made, receipts);
}

Result<void> EventCase::keep_further(const Finding& finding, Receipts& receipts) {
  Further further = make_further(*facts_, settings_.header.uuid, finding, settings_.most_related);
  for (MadeObject& each : further.objects) {
    const auto kept = keep_beside(finding, each, receipts);
    if (!kept.ok()) return kept.error();
  }
  for (const RuleAttribute& each : further.attributes) {
    if (each.refusal) {
      refuse(finding, {*each.refusal}, receipts);
      continue;
    }
    const Element element{.uuid = each.uuid,
                          .thing = each.thing,
                          .row = finding.row,
                          .line = finding.line,
                          .attributes = 1,
                          .is_own = false};
    if (!says_more(element)) continue;
    const auto added = spool_.add(element, each.json, {});
    if (!added.ok()) return added.error();
  }
  left_out_.related += further.related_left_out;
  left_out_.rules += further.rules_left_out;
  left_out_.sandboxes += further.sandboxes_left_out;
  return {};
}

void EventCase::warn(ObjectDraft& draft) {
  if (settings_.warninglists) warned_ += draft.warn(*settings_.warninglists, settings_.warned);
}

Result<void> EventCase::keep_beside(const Finding& finding, MadeObject& made, Receipts& receipts) {
  const ObjectDraft& draft = made.draft;
  warn(made.draft);
  refuse(finding, draft.refusals(), receipts);
  const bool is_whole = draft.why_dropped().empty() && draft.missing().empty();
  if (!is_whole) return {};  // its refusals say why
  const Element element{.uuid = draft.uuid(),
                        .thing = made.thing,
                        .row = finding.row,
                        .line = finding.line,
                        .attributes = static_cast<std::uint32_t>(draft.attributes()),
                        .is_object = true,
                        .is_own = false};
  left_out_.values += draft.left_out();
  left_out_.references += draft.pointers_left_out();
  if (draft.pointers().empty() && !says_more(element)) return {};
  const auto added = spool_.add(element, draft.json(), draft.pointers());
  if (!added.ok()) return added.error();
  return {};
}

// A rule may match every file of the list: once is enough on disk.
bool EventCase::says_more(const Element& element) {
  const std::pair more(element.attributes, -element.line);
  const auto at = said_.find(element.uuid);
  if (at == said_.end()) {
    if (said_.size() < kMostSaid) said_.emplace(element.uuid, more);
    return true;
  }
  if (more <= at->second) return false;
  at->second = more;
  return true;
}

Result<bool> EventCase::keep_object(const Finding& finding, MadeObject& made, Receipts& receipts) {
  const ObjectDraft& draft = made.draft;
  warn(made.draft);
  refuse(finding, draft.refusals(), receipts);
  if (!draft.why_dropped().empty()) {
    reject(finding, draft.why_dropped(), receipts);
    return false;
  }
  const std::string missing = draft.anchor().empty() ? "the indicator itself" : draft.missing();
  if (!missing.empty()) {
    reject(finding, "MISP would not take the object without " + missing, receipts);
    return false;
  }
  const Element element{.uuid = draft.uuid(),
                        .thing = made.thing,
                        .row = finding.row,
                        .line = finding.line,
                        .attributes = static_cast<std::uint32_t>(draft.attributes()),
                        .is_object = true};
  const auto added = spool_.add(element, draft.json(), draft.pointers());
  if (!added.ok()) return added.error();
  left_out_.values += draft.left_out();
  left_out_.references += draft.pointers_left_out();
  left_out_.evidence += made.evidence_left_out;
  return true;
}

Result<bool> EventCase::keep_attribute(const Finding& finding, const FindingTags& tags,
                                       Receipts& receipts) {
  const auto made = make_event_attribute(*facts_, settings_.header.uuid, finding, tags,
                                         settings_.warninglists, settings_.warned);
  warned_ += made && made->is_warned ? 1 : 0;
  if (!made) {
    const std::string what =
        finding.type.empty()
            ? "a record without an indicator, such as the event of a log"
            : "an indicator of type `" + clean_line(finding.type, kLongestType) + "`";
    reject(finding, "MISP has no place for " + what, receipts);
    return false;
  }
  if (!made->why_refused.empty()) {
    reject(finding, made->why_refused, receipts);
    return false;
  }
  const Element element{
      .uuid = made->uuid, .thing = {}, .row = finding.row, .line = finding.line, .attributes = 1};
  const auto added = spool_.add(element, made->json, {});
  if (!added.ok()) return added.error();
  return true;
}

void EventCase::add_tags(const Finding& finding, const FindingTags& tags) {
  std::set<std::string>& all = settings_.header.tags;
  if (is_incomplete(finding)) all.insert(std::string(kIncompleteTag));
  for (const std::string& each : tags.names) {
    if (all.size() < kMaxEventTags)
      all.insert(each);
    else
      left_out_.tags += all.count(each) == 0 ? 1 : 0;
  }
  left_out_.tags += tags.left_out;
  left_out_.clusters += tags.without_cluster;
}

Result<void> EventCase::close(Receipts& receipts) {
  if (spool_.size() == 0) {
    receipts.note("event", "not written: there is nothing in the case");
    return {};
  }
  if (settings_.dry_run) {
    receipts.note("change", "write " + settings_.path);
    return give_receipts(receipts);
  }
  complete();
  auto all = elements();
  if (!all.ok()) return all.error();
  const auto counts = write_event_file(settings_.header, *all, settings_.path);
  if (!counts.ok()) return counts.error();
  const auto given = give_receipts(receipts);
  if (!given.ok()) return given;
  receipts.note("event", settings_.path);
  receipts.note("objects", std::to_string(counts->objects));
  receipts.note("attributes", std::to_string(counts->attributes));
  receipts.note("references", std::to_string(counts->references));
  note_left_out(receipts, counts->references_left_out);
  return {};
}

Result<void> EventCase::give_receipts(Receipts& receipts) const {
  return each_row([&](const Element& each) {
    if (each.is_own) receipts.written(each.row, each.uuid.text());
  });
}

void EventCase::note_left_out(Receipts& receipts, std::size_t references) const {
  const std::pair<const char*, std::size_t> left_out[] = {
      {"techniques without a cluster", left_out_.clusters},
      {"rule texts left out", left_out_.evidence},
      {"values left out", left_out_.values},
      {"tags left out", left_out_.tags},
      {"values on warninglists", warned_},
      {"related things left out", left_out_.related},
      {"rules left out", left_out_.rules},
      {"sandboxes left out", left_out_.sandboxes},
      {"references left out", left_out_.references + references}};
  for (const auto& [what, count] : left_out) {
    if (count > 0) receipts.note(what, std::to_string(count));
  }
}

}  // namespace rulemap::misp
