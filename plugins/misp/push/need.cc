#include "push/need.h"

#include <utility>

#include "event/values.h"

namespace rulemap::misp {
namespace {

constexpr std::size_t kMostLines = 1000;
constexpr std::size_t kLongestShown = 80;

std::string shown(const WantedAttribute& attribute) {
  return attribute.relation + " " + clean_line(attribute.value, kLongestShown);
}

// What stands for an object in a line: its template and first value.
std::string shown(const WantedObject& object) {
  const std::string first =
      object.attributes.empty() ? object.uuid.text() : shown(object.attributes.front());
  return object.name + ": " + first;
}

}  // namespace

void NeedWalk::say(std::string line) {
  if (describe_ && need_.changes.size() < kMostLines) need_.changes.push_back(std::move(line));
}

void NeedWalk::note_tags(const Uuid& element, const std::vector<std::string>& names) {
  for (const std::string& each : names) need_.items.push_back({tag_key(element, each), {}, true});
  need_.tags += names.size();
}

void NeedWalk::note(const NeededAttribute& attribute, const std::string& of) {
  const WantedAttribute& wanted = *attribute.of;
  note_tags(wanted.uuid, attribute.tags);
  if (attribute.is_new || attribute.changed) need_.items.push_back({wanted.uuid, wanted.content});
  need_.attributes += attribute.is_new;
  need_.updated += attribute.changed;
  if (!of.empty() && attribute.is_new) say("add " + shown(wanted) + " to " + of);
  if (attribute.changed) say("change " + shown(wanted));
  if (attribute.is_new) return;
  for (const std::string& each : attribute.tags) say("tag " + shown(wanted) + " with " + each);
}

void NeedWalk::note(const NeededObject& object) {
  const WantedObject& wanted = *object.of;
  if (object.is_new || object.changed) need_.items.push_back({wanted.uuid, wanted.content});
  for (const WantedReference* each : object.references) need_.items.push_back({each->uuid, {}});
  need_.objects += object.is_new;
  need_.updated += object.changed;
  need_.references += object.references.size();
  const std::string name = shown(wanted);
  if (object.is_new) {
    say("add object " + name + " (" + std::to_string(object.attributes.size()) + " attributes, " +
        std::to_string(object.references.size()) + " references)");
  } else if (object.changed) {
    say("change the comment of object " + name);
  }
  for (const NeededAttribute& each : object.attributes) note(each, object.is_new ? "" : name);
}

void NeedWalk::take_event_tags(Delta& delta, EditBodies* bodies) {
  const std::vector<std::string> wanted(header_.tags.begin(), header_.tags.end());
  std::vector<std::string> plain;
  for (std::string& each : delta.tags(header_.uuid, wanted)) {
    say("tag the event with " + each);
    auto& list = is_cluster_tag(each) ? need_.event_clusters : plain;
    list.push_back(std::move(each));
  }
  note_tags(header_.uuid, need_.event_clusters);
  note_tags(header_.uuid, plain);
  if (bodies) bodies->add_tags(plain);
}

Result<void> NeedWalk::take_report(Delta& delta, EditBodies* bodies) {
  const std::string json = report_json(header_);
  if (json.empty()) return {};
  const auto wanted = wanted_report(host_, json);
  if (!wanted.ok()) return wanted.error();
  const NeededAttribute needed = delta.attribute(*wanted);
  if (!needed.any()) return {};
  need_.items.push_back({wanted->uuid, wanted->content});
  need_.reports += needed.is_new;
  need_.updated += needed.changed;
  say(needed.is_new ? "add the report" : "change the report");
  if (bodies) bodies->add_report(wanted->json);
  return {};
}

Result<void> NeedWalk::take_attributes(Delta& delta, EditBodies* bodies) {
  return elements_.each(false, [&](const Entry&, const std::string& json) -> Result<void> {
    const auto wanted = wanted_attribute(host_, json);
    if (!wanted.ok()) return wanted.error();
    const NeededAttribute needed = delta.attribute(*wanted);
    if (!needed.any()) return {};
    need_.of.insert(wanted->uuid);
    note(needed, "the event");
    return bodies ? bodies->add(needed) : Result<void>();
  });
}

Result<void> NeedWalk::take_objects(Delta& delta, EditBodies* bodies) {
  return elements_.each(true, [&](const Entry& entry, const std::string& json) -> Result<void> {
    const auto wanted = wanted_object(host_, json);
    if (!wanted.ok()) return wanted.error();
    const NeededObject needed = delta.object(*wanted);
    if (!needed.any()) return {};
    need_.of.insert(entry.uuid);
    note(needed);
    return bodies ? bodies->add(needed) : Result<void>();
  });
}

Result<Need> NeedWalk::run(const ServerEvent& there, Journal& journal, const TagNames& names,
                           EditBodies* bodies, bool describe) {
  need_ = {};
  describe_ = describe;
  Delta delta(there, journal, names);
  take_event_tags(delta, bodies);
  auto taken = take_report(delta, bodies);
  if (taken.ok()) taken = take_attributes(delta, bodies);
  if (taken.ok()) taken = take_objects(delta, bodies);
  if (taken.ok() && bodies) taken = bodies->finish();
  if (!taken.ok()) return taken.error();
  need_.left_alone = delta.left_alone();
  need_.unknown_tags = delta.unknown_tags();
  return std::exchange(need_, {});
}

}  // namespace rulemap::misp
