#include "event/event_file.h"

#include <algorithm>
#include <deque>
#include <filesystem>
#include <fstream>
#include <tuple>
#include <utility>
#include <vector>

#include "event/event_report.h"

namespace rulemap::misp {
namespace {

// Of several elements with one uuid the one that says most, indicators before what is related to
// them, in the order of the list of IOCs. The others, by uuid, are given back.
std::deque<Entry> choose(std::deque<Entry>& entries) {
  std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
    return std::tuple(a.uuid, +b.is_own, +b.attributes, a.line, a.number) <
           std::tuple(b.uuid, +a.is_own, +a.attributes, b.line, b.number);
  });
  std::deque<Entry> others;
  std::size_t kept = 0;
  for (const Entry& each : entries) {
    if (kept > 0 && entries[kept - 1].uuid == each.uuid)
      others.push_back(each);
    else
      entries[kept++] = each;
  }
  entries.resize(kept);
  std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
    return std::tuple(+a.is_object, +b.is_own, a.line, a.uuid) <
           std::tuple(+b.is_object, +a.is_own, b.line, b.uuid);
  });
  return others;
}

// From neutral observables to the objects that they became.
class Targets {
 public:
  static Result<Targets> of(const std::deque<Entry>& chosen, const EventSpool& spool) {
    Targets out;
    for (const Entry& each : chosen) {
      const auto element = spool.element(each.number);
      if (!element.ok()) return element.error();
      if (element->thing == Uuid()) continue;
      out.by_thing_.emplace_back(element->thing, each.uuid);
    }
    std::sort(out.by_thing_.begin(), out.by_thing_.end());
    return out;
  }
  template <class Use>
  void each(const Uuid& thing, Use use) const {
    auto at = std::lower_bound(by_thing_.begin(), by_thing_.end(), std::pair(thing, Uuid()));
    for (; at != by_thing_.end() && at->first == thing; ++at) use(at->second);
  }

 private:
  std::deque<std::pair<Uuid, Uuid>> by_thing_;
};

class EventFile {
 public:
  EventFile(const std::deque<Entry>& chosen, const std::deque<Entry>& others,
            const Targets& targets, const EventSpool& spool, const Facts& facts)
      : chosen_(chosen), others_(others), targets_(targets), spool_(spool), facts_(facts) {}

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
    file << report(header) << "}}\n";
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

  static std::string report(const EventHeader& header) {
    std::string out;
    if (header.report.empty()) return out;
    JsonWriter json(out);
    json.open('{').member("uuid", identity::report(header.uuid, kReportName).text());
    json.member("name", kReportName).member("content", header.report);
    json.key("distribution").number(kInherit).close('}');
    return ",\n\"EventReport\":[\n" + out + "]";
  }

  Result<void> write_list(std::ofstream& file, bool objects) {
    bool first = true;
    for (const Entry& each : chosen_) {
      if (each.is_object != objects) continue;
      auto element = spool_.read(each.number);
      if (!element.ok()) return element.error();
      if (objects) {
        const auto added = add_pointers_of_others(each.uuid, element->pointers);
        if (!added.ok()) return added.error();
        complete(element->json, each.uuid, element->pointers);
      }
      file << (std::exchange(first, false) ? "\n" : ",\n") << element->json;
      counts_.objects += objects ? 1 : 0;
      counts_.attributes += each.attributes;
    }
    return {};
  }

  // What is named by several records refers to what each of them says.
  Result<void> add_pointers_of_others(const Uuid& uuid, std::vector<Pointer>& pointers) {
    auto at = std::lower_bound(others_.begin(), others_.end(), uuid,
                               [](const Entry& a, const Uuid& b) { return a.uuid < b; });
    if (at == others_.end() || at->uuid != uuid) return {};
    std::set<Pointer> seen(pointers.begin(), pointers.end());
    for (; at != others_.end() && at->uuid == uuid; ++at) {
      const auto other = spool_.read(at->number);
      if (!other.ok()) return other.error();
      for (const Pointer& each : other->pointers) {
        if (!seen.insert(each).second) continue;
        if (pointers.size() < kMaxReferences)
          pointers.push_back(each);
        else
          ++counts_.references_left_out;
      }
    }
    return {};
  }

  // The references whose target turned out to be in the event, and the object's last brace.
  void complete(std::string& object, const Uuid& own, const std::vector<Pointer>& pointers) {
    std::string list;
    JsonWriter json(list);
    std::size_t count = 0;
    for (const Pointer& pointer : pointers) {
      targets_.each(pointer.thing, [&](const Uuid& target) {
        if (target == own) return;
        if (count >= kMaxReferences) return static_cast<void>(++counts_.references_left_out);
        ++count;
        const auto relation =
            facts_.relationships()[static_cast<std::size_t>(pointer.relationship)];
        json.open('{').member("uuid", identity::reference(own, relation, target).text());
        json.member("object_uuid", own.text());
        json.member("referenced_uuid", target.text());
        json.member("relationship_type", relation).close('}');
        ++counts_.references;
      });
    }
    if (!list.empty()) object += ",\"ObjectReference\":[" + list + "]";
    object += "}";
  }

  const std::deque<Entry>& chosen_;
  const std::deque<Entry>& others_;
  const Targets& targets_;
  const EventSpool& spool_;
  const Facts& facts_;
  EventCounts counts_;
};

}  // namespace

Result<EventCounts> write_event_file(const EventHeader& header, const EventSpool& spool,
                                     const Facts& facts, const std::string& path) {
  auto entries = spool.entries();
  if (!entries.ok()) return entries.error();
  const std::deque<Entry> others = choose(*entries);
  const auto targets = Targets::of(*entries, spool);
  if (!targets.ok()) return targets.error();
  const std::string fresh = path + ".new";
  auto written = EventFile(*entries, others, *targets, spool, facts).write(header, fresh);
  std::error_code failed, ignored;
  if (written.ok()) std::filesystem::rename(fresh, path, failed);
  if (failed) written = Error{"the event cannot be renamed: " + failed.message(), path};
  if (!written.ok()) std::filesystem::remove(fresh, ignored);
  return written;
}

}  // namespace rulemap::misp
