// What an event should hold, element by element, as the case has it.
#pragma once

#include <string>
#include <vector>

#include "event/event_elements.h"
#include "rulemap/sdk/host.h"
#include "server/server_event.h"

namespace rulemap::misp {

struct WantedAttribute {
  Uuid uuid;
  std::string relation;  // object_relation, or the type of one beside the objects
  std::string value;
  Uuid content;
  std::vector<std::string> tags;
  std::string json;     // without its tags
  bool theirs = false;  // somebody's, and there: only tags are added
};

struct WantedReference {
  Uuid uuid;
  Uuid target;
  std::string json;
};

struct WantedObject {
  Uuid uuid;
  std::string name;     // of its template
  std::string head;     // its members that a server needs: JSON without braces
  std::string comment;  // JSON text of the comment
  std::string more;     // what only a new object brings: distribution, first and last seen
  Uuid content;
  std::vector<WantedAttribute> attributes;
  std::vector<WantedReference> references;
  bool theirs = false;  // likewise
};

// From the JSON of one element, which this plugin wrote.
Result<WantedAttribute> wanted_attribute(const Host& host, const std::string& json);
// A report is an element without relation and tags, whose value is its text.
Result<WantedAttribute> wanted_report(const Host& host, const std::string& json);
Result<WantedObject> wanted_object(const Host& host, const std::string& json);

}  // namespace rulemap::misp
