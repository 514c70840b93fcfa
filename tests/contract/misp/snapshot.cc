// An event as lines that can be compared.
#include <algorithm>

#include "contract/misp/parts.h"

namespace rulemap::simulated {
namespace {

class Lines {
 public:
  explicit Lines(Store& store) : store_(store) {}

  void add_tags(const std::string& of, const std::vector<AttachedTag>& tags) {
    for (const AttachedTag& each : tags)
      lines_.push_back(of + " tag " + store_.tag_by_id(each.tag_id).name +
                       (each.local ? " local" : ""));
  }
  void add(const std::string& in, const Attribute& each) {
    lines_.push_back(in + "attribute " + each.uuid + " " + each.relation + " " + each.type + " [" +
                     each.category + "] " + flags(each) + " " + each.value + " // " + each.comment +
                     seen(each.first_seen, each.last_seen));
    add_tags("attribute " + each.uuid, each.tags);
  }
  void add(const Object& each) {
    lines_.push_back("object " + each.uuid + " " + each.name + " " + each.template_uuid + " " +
                     std::to_string(each.template_version) + " distribution " +
                     std::to_string(each.distribution) + (each.deleted ? " deleted" : "") + " // " +
                     each.comment + seen(each.first_seen, each.last_seen));
    for (const Attribute& attribute : each.attributes) add("object " + each.uuid + " ", attribute);
    for (const Reference& reference : each.references)
      lines_.push_back("reference " + reference.uuid + " " + each.uuid + " " +
                       reference.relationship_type + " " + reference.referenced_uuid +
                       (reference.deleted ? " deleted" : ""));
  }
  void add(const Event& event) {
    lines_.push_back("event " + event.uuid + " orgc " + event.orgc.uuid + " date " + event.date +
                     " distribution " + std::to_string(event.distribution) + " threat " +
                     std::to_string(event.threat_level) + " analysis " +
                     std::to_string(event.analysis) + (event.published ? " published" : "") +
                     " extends " + event.extends_uuid + " // " + event.info);
    add_tags("event " + event.uuid, event.tags);
    for (const Attribute& each : event.attributes) add("", each);
    for (const Object& each : event.objects) add(each);
    for (const Report& each : event.reports)
      lines_.push_back("report " + each.uuid + (each.deleted ? " deleted" : "") + " " + each.name +
                       " // " + each.content);
  }
  std::string text() {
    std::sort(lines_.begin(), lines_.end());
    std::string out;
    for (const std::string& each : lines_) out += each + "\n";
    return out;
  }

 private:
  static std::string flags(const Attribute& each) {
    return std::string(each.to_ids ? "to_ids" : "-") + (each.deleted ? " deleted" : "") +
           (each.disable_correlation ? " no-correlation" : "") + " distribution " +
           std::to_string(each.distribution);
  }
  static std::string seen(const std::string& first, const std::string& last) {
    return first.empty() && last.empty() ? "" : " seen " + first + " to " + last;
  }

  Store& store_;
  std::vector<std::string> lines_;
};

}  // namespace

bool SimulatedMisp::has_event(std::string_view uuid) const {
  const std::lock_guard lock(parts_->mutex);
  return parts_->world.store.event(uuid) != nullptr;
}

bool SimulatedMisp::is_published(std::string_view event_uuid) const {
  const std::lock_guard lock(parts_->mutex);
  const Event* event = parts_->world.store.event(event_uuid);
  return event && event->published;
}

std::string SimulatedMisp::snapshot(std::string_view event_uuid) const {
  const std::lock_guard lock(parts_->mutex);
  const Event* event = parts_->world.store.event(event_uuid);
  if (!event) return {};
  Lines lines(parts_->world.store);
  lines.add(*event);
  return lines.text();
}

}  // namespace rulemap::simulated
