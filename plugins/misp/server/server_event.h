// An event as it stands on a server: which elements and tags are there, deleted ones among them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "rulemap/ids/uuid.h"
#include "server/api.h"

namespace rulemap::misp {

using ids::Uuid;

struct UuidHash {
  std::size_t operator()(const Uuid& uuid) const;
};

// One element there: object, attribute, reference or report.
struct Held {
  bool deleted = false;
  std::int64_t number = 0;        // of an attribute: attachCluster takes no uuid
  Uuid content = {};              // of what people edit: value, comment, to_ids
  std::uint32_t of_template = 0;  // of an object: ServerEvent::template_of()
};

// One for each text that people edit; equal where nobody did.
Uuid content_of(std::string_view value, std::string_view comment, bool to_ids);
// Of a tag on an element: one for each name, in whatever case.
Uuid tag_key(const Uuid& element, std::string_view name);

class ServerEvent {
 public:
  // Of the member `Event` of a view with deleted elements and without galaxies.
  static ServerEvent of(Doc event);

  const Uuid& uuid() const { return uuid_; }
  const std::string& number() const { return number_; }
  const std::string& organisation() const { return organisation_; }  // Orgc.uuid
  bool published() const { return published_; }

  // nullptr: it is not there, and no trace of it.
  const Held* find(const Uuid& element) const;
  bool has_tag(const Uuid& element, std::string_view name) const {
    return has_tag_key(tag_key(element, name));
  }
  bool has_tag_key(const Uuid& key) const { return tags_.count(key) != 0; }
  std::size_t size() const { return held_.size(); }
  // What an object there says of its template, as JSON members; empty where it is not there.
  std::string_view template_of(const Uuid& object) const;

 private:
  void read_attributes(Doc list);
  void read_objects(Doc list);
  void read_tags(const Uuid& element, Doc list);
  std::uint32_t template_number(Doc object);

  Uuid uuid_;
  std::string number_;
  std::string organisation_;
  bool published_ = false;
  std::unordered_map<Uuid, Held, UuidHash> held_;
  std::unordered_set<Uuid, UuidHash> tags_;
  std::vector<std::string> templates_ = {""};  // each once: objects of an event share a few
};

// GET /events/view/UUID with deleted elements, without galaxies (MISP_PUSH.md section 4.4). The
// body of the answer is released; `event` is there where it is done.
struct EventAnswer {
  Answer answer;
  std::optional<ServerEvent> event;
};
EventAnswer ask_event(Api& api, const std::string& uuid_or_number);

}  // namespace rulemap::misp
