#include "event_file.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <tuple>
#include <utility>

namespace rulemap::misp {
namespace {

using Chosen = std::vector<const Element*>;

// Of several elements with one uuid the one that says most, in the order of the list of IOCs.
Chosen choose(std::span<const Element> elements) {
  Chosen out;
  for (const Element& each : elements) out.push_back(&each);
  std::sort(out.begin(), out.end(), [](const Element* a, const Element* b) {
    return std::tuple(a->uuid, b->attributes, a->line, a->offset) <
           std::tuple(b->uuid, a->attributes, b->line, b->offset);
  });
  const auto same = [](const Element* a, const Element* b) { return a->uuid == b->uuid; };
  out.erase(std::unique(out.begin(), out.end(), same), out.end());
  std::sort(out.begin(), out.end(), [](const Element* a, const Element* b) {
    return std::tuple(a->is_object, a->line, a->uuid) < std::tuple(b->is_object, b->line, b->uuid);
  });
  return out;
}

// From neutral observables to the objects that they became.
class Targets {
 public:
  explicit Targets(const Chosen& chosen) {
    for (const Element* each : chosen) {
      if (each->is_object) by_thing_.push_back(each);
    }
    std::sort(by_thing_.begin(), by_thing_.end(), [](const Element* a, const Element* b) {
      return std::tie(a->thing, a->uuid) < std::tie(b->thing, b->uuid);
    });
  }
  template <class Use>
  void each(const Uuid& thing, Use use) const {
    auto at = std::lower_bound(by_thing_.begin(), by_thing_.end(), thing,
                               [](const Element* a, const Uuid& b) { return a->thing < b; });
    for (; at != by_thing_.end() && (*at)->thing == thing; ++at) use((*at)->uuid);
  }

 private:
  Chosen by_thing_;
};

class EventFile {
 public:
  EventFile(std::span<const Element> elements, const EventSpool& spool, const Facts& facts)
      : spool_(spool), facts_(facts), chosen_(choose(elements)), targets_(chosen_) {}

  Result<EventCounts> write(const EventHeader& header, const std::string& path) {
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    if (!file) return Error{"the event cannot be opened for writing", path};
    file << head(header);
    for (const bool objects : {false, true}) {
      file << (objects ? ",\n\"Object\":[" : ",\n\"Attribute\":[");
      const auto written = write_list(file, objects);
      if (!written.ok()) return written.error();
      file << "]";
    }
    file << "}}\n";
    file.close();
    if (!file) return Error{"the event cannot be written: is the disk full?", path};
    return counts_;
  }

 private:
  static std::string head(const EventHeader& header) {
    std::string out;
    JsonWriter json(out);
    json.open('{').key("Event").open('{').member("uuid", header.uuid.text());
    json.member("info", header.info).member("date", header.date);
    json.key("threat_level_id").number(header.threat_level_id);
    json.key("analysis").number(header.analysis);
    json.key("distribution").number(header.distribution).key("published").flag(false);
    write_tags(json, header.tags);
    return out;
  }

  Result<void> write_list(std::ofstream& file, bool objects) {
    bool first = true;
    for (const Element* each : chosen_) {
      if (each->is_object != objects) continue;
      auto element = spool_.read(*each);
      if (!element.ok()) return element.error();
      if (objects) complete(element->json, *each, element->pointers);
      file << (std::exchange(first, false) ? "\n" : ",\n") << element->json;
      counts_.objects += objects ? 1 : 0;
      counts_.attributes += each->attributes;
    }
    return {};
  }

  // The references whose target turned out to be in the event, and the object's last brace.
  void complete(std::string& object, const Element& element, const std::vector<Pointer>& pointers) {
    std::string list;
    JsonWriter json(list);
    std::size_t count = 0;
    for (const Pointer& pointer : pointers) {
      targets_.each(pointer.thing, [&](const Uuid& target) {
        if (target == element.uuid) return;
        if (count >= kMaxReferences) return static_cast<void>(++counts_.references_left_out);
        ++count;
        const auto relation =
            facts_.relationships()[static_cast<std::size_t>(pointer.relationship)];
        json.open('{').member("uuid", identity::reference(element.uuid, relation, target).text());
        json.member("object_uuid", element.uuid.text());
        json.member("referenced_uuid", target.text());
        json.member("relationship_type", relation).close('}');
        ++counts_.references;
      });
    }
    if (!list.empty()) object += ",\"ObjectReference\":[" + list + "]";
    object += "}";
  }

  const EventSpool& spool_;
  const Facts& facts_;
  Chosen chosen_;
  Targets targets_;
  EventCounts counts_;
};

}  // namespace

Result<EventCounts> write_event_file(const EventHeader& header, std::span<const Element> elements,
                                     const EventSpool& spool, const Facts& facts,
                                     const std::string& path) {
  const std::string fresh = path + ".new";
  auto written = EventFile(elements, spool, facts).write(header, fresh);
  std::error_code failed, ignored;
  if (written.ok()) std::filesystem::rename(fresh, path, failed);
  if (failed) written = Error{"the event cannot be renamed: " + failed.message(), path};
  if (!written.ok()) std::filesystem::remove(fresh, ignored);
  return written;
}

}  // namespace rulemap::misp
