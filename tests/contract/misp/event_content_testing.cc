#include <algorithm>
#include <regex>

#include "contract/misp/recordings_testing.h"

namespace rulemap::simulated {
namespace {

std::string fields(const Json& json, std::initializer_list<const char*> names) {
  std::string out;
  for (const char* each : names) out += std::string(" ") + each + "=" + text_of(json, each);
  return out;
}

class Content {
 public:
  explicit Content(bool with_clusters) : with_clusters_(with_clusters) {}

  void add_event(const Json& event) {
    add("event", event,
        {"info", "date", "threat_level_id", "analysis", "distribution", "published", "extends_uuid",
         "disable_correlation"});
    for (const Json* each : list_of(member(event, "Attribute"))) add_attribute(*each);
    for (const Json* each : list_of(member(event, "Object"))) add_object(*each);
    for (const Json* each : list_of(member(event, "EventReport")))
      add("report", *each, {"uuid", "name", "content", "deleted"});
  }

  std::vector<std::string> lines() {
    // Version 4: chance made it, or our own count.
    static const std::regex made("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f-]{17}");
    for (std::string& each : lines_) each = std::regex_replace(each, made, "*");
    std::sort(lines_.begin(), lines_.end());
    return lines_;
  }

 private:
  void add_object(const Json& object) {
    add("object", object,
        {"uuid", "name", "template_uuid", "template_version", "comment", "distribution",
         "deleted"});
    for (const Json* each : list_of(member(object, "Attribute"))) add_attribute(*each);
    for (const Json* each : list_of(member(object, "ObjectReference")))
      add("reference", *each,
          {"uuid", "relationship_type", "referenced_uuid", "referenced_type", "deleted"});
  }
  void add_attribute(const Json& attribute) {
    add("attribute", attribute,
        {"uuid", "type", "category", "value", "comment", "object_relation", "to_ids", "deleted",
         "distribution", "disable_correlation", "first_seen", "last_seen"});
  }
  void add(const std::string& kind, const Json& json, std::initializer_list<const char*> names) {
    std::vector<std::string> tags;
    for (const Json* each : list_of(member(json, "Tag")))
      if (with_clusters_ || !is_true(member(*each, "is_galaxy")))
        tags.push_back(fields(*each, {"name", "local", "relationship_type"}));
    std::sort(tags.begin(), tags.end());
    std::string line = kind + fields(json, names);
    for (const std::string& each : tags) line += " tag" + each;
    lines_.push_back(std::move(line));
  }

  const bool with_clusters_;
  std::vector<std::string> lines_;
};

}  // namespace

std::vector<std::string> content_of(const Json& event, bool with_clusters) {
  Content content(with_clusters);
  content.add_event(event);
  return content.lines();
}

}  // namespace rulemap::simulated
