#include "event/event_file.h"

#include <filesystem>
#include <fstream>
#include <utility>

#include "event/event_report.h"

namespace rulemap::misp {
namespace {

class EventFile {
 public:
  explicit EventFile(EventElements& elements) : elements_(elements) {}

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
    const std::string report = report_json(header);
    if (!report.empty()) file << ",\n\"EventReport\":[\n" << report << "]";
    file << "}}\n";
    file.close();
    if (!file) return Error{"the event cannot be written: is the disk full?", path};
    counts_.references = elements_.references();
    counts_.references_left_out = elements_.references_left_out();
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
    return elements_.each(objects, [&](const Entry& each, const std::string& json) {
      file << (std::exchange(first, false) ? "\n" : ",\n") << json;
      counts_.objects += objects ? 1 : 0;
      counts_.attributes += each.attributes;
      return Result<void>();
    });
  }

  EventElements& elements_;
  EventCounts counts_;
};

}  // namespace

std::string report_json(const EventHeader& header) {
  std::string out;
  if (header.report.empty()) return out;
  JsonWriter json(out);
  json.open('{').member("uuid", identity::report(header.uuid, kReportName).text());
  json.member("name", kReportName).member("content", header.report);
  json.key("distribution").number(kInherit).close('}');
  return out;
}

Result<EventCounts> write_event_file(const EventHeader& header, EventElements& elements,
                                     const std::string& path) {
  const std::string fresh = path + ".new";
  auto written = EventFile(elements).write(header, fresh);
  std::error_code failed, ignored;
  if (written.ok()) std::filesystem::rename(fresh, path, failed);
  if (failed) written = Error{"the event cannot be renamed: " + failed.message(), path};
  if (!written.ok()) std::filesystem::remove(fresh, ignored);
  return written;
}

}  // namespace rulemap::misp
