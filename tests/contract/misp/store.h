// What the simulated MISP server has stored. Elements keep their places: pointers to them hold
// until the element is deleted for good.
#pragma once

#include <cstdint>
#include <list>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "contract/misp/accounts.h"

namespace rulemap::simulated {

struct TagRow {
  int id;
  std::string name;
  std::string colour;
  bool is_galaxy;
  bool is_custom_galaxy;
};

struct AttachedTag {
  int id;
  int tag_id;
  bool local = false;
  std::string relationship_type = {};
};

struct Attribute {
  int id = 0;
  std::string uuid = {}, type = {}, category = {}, value = {}, comment = {}, relation = {};
  bool to_ids = false, deleted = false, disable_correlation = false;
  int distribution = 5;
  std::int64_t timestamp = 0;
  std::string first_seen = {}, last_seen = {};
  std::vector<AttachedTag> tags = {};
};

struct Reference {
  int id = 0;
  std::string uuid = {}, referenced_uuid = {}, relationship_type = {}, comment = {};
  std::int64_t timestamp = 0;
  bool deleted = false;
};

struct Object {
  int id = 0;
  std::string uuid = {}, name = {}, meta_category = {}, description = {}, template_uuid = {},
              comment = {};
  std::int64_t template_version = 0;
  int distribution = 5;
  std::int64_t timestamp = 0;
  bool deleted = false;
  std::string first_seen = {}, last_seen = {};
  std::list<Attribute> attributes = {};
  std::list<Reference> references = {};
};

struct Report {
  int id = 0;
  std::string uuid = {}, name = {}, content = {};
  int distribution = 5;
  std::int64_t timestamp = 0;
  bool deleted = false;
};

struct Event {
  int id = 0;
  std::string uuid = {}, info = {}, date = {}, extends_uuid = {}, creator = {};
  Organisation org = {}, orgc = {};
  int distribution = 1, threat_level = 4, analysis = 0;
  bool published = false, disable_correlation = false;
  std::int64_t timestamp = 0, publish_timestamp = 0;
  std::vector<AttachedTag> tags = {};
  std::list<Attribute> attributes = {};
  std::list<Object> objects = {};
  std::list<Report> reports = {};
  // Elements that an edit that goes on has yet to store.
  std::set<std::string> pending = {};
};

struct AttributePlace {
  Event* event;
  Object* object;  // null: of the event itself
  Attribute* attribute;
};
struct ObjectPlace {
  Event* event;
  Object* object;
};
struct ReferencePlace {
  Event* event;
  Object* object;
  Reference* reference;
};

struct Store {
  std::map<int, Event> events = {};
  std::unordered_map<std::string, int> event_ids = {};
  std::unordered_set<std::string> blocklist = {};
  std::vector<TagRow> tags = {};
  std::unordered_map<std::string, std::size_t> tag_places = {};  // by folded name
  std::unordered_map<std::string, AttributePlace> attributes = {};
  std::unordered_map<std::string, ObjectPlace> objects = {};
  std::unordered_map<std::string, ReferencePlace> references = {};
  std::int64_t now = 0;
  // The last that were given, by kind of element.
  int last_attribute = 0, last_object = 0, last_reference = 0, last_report = 0, last_attached = 0,
      last_event = 0, last_made_uuid = 0;

  std::string new_uuid();
  Event* event(std::string_view id_or_uuid);
  TagRow* tag(std::string_view name);
  TagRow& tag_by_id(int id) { return tags[static_cast<std::size_t>(id) - 1]; }
  TagRow& make_tag(std::string_view name, std::string_view colour = {});
  Report* report(std::string_view uuid, Event** in = nullptr);
  // By uuid or number.
  AttributePlace* attribute(std::string_view id_or_uuid);
  ObjectPlace* object(std::string_view id_or_uuid);
  ReferencePlace* reference(std::string_view id_or_uuid);

  void erase(AttributePlace place);
  void erase(ObjectPlace place);
  void erase(ReferencePlace place);
  void erase(Event& event);
};

std::string folded(std::string_view text);  // ASCII letters in lower case
bool is_uuid(std::string_view text);        // RFC 4122
bool is_digits(std::string_view text);

}  // namespace rulemap::simulated
