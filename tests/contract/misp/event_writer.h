// What events/add and events/edit store, and what they drop without a word.
#pragma once

#include <utility>
#include <vector>

#include "contract/misp/world.h"

namespace rulemap::simulated {

// A time of a payload. "" is 0, as in PHP.
struct GivenTime {
  enum class Kind { kAbsent, kGiven, kBroken } kind = Kind::kAbsent;
  std::int64_t seconds = 0;
};
GivenTime given_time(const Json& holder);

// Fields of an attribute that are said, into one that is new or known.
void read_attribute(const Json& from, Attribute& to);
// A new attribute with all its defaults.
Attribute draft_attribute(World& world, const Json& from);
// What keeps a draft from being stored in an event, or among the attributes of an object.
std::optional<Refusal> refusal_of(World& world, Event& event, bool in_object, Attribute& draft);
// Texts that break MISP's database: a 500 in the middle.
bool has_too_long_comment(const Json& holder);

class EventWriter {
 public:
  // What is there already is changed by an edit, and dropped by an add.
  enum class Mode { kAdd, kEdit };
  EventWriter(World& world, const Account& account, int event_id, Pace& pace, Mode mode)
      : world_(world), account_(account), event_id_(event_id), pace_(pace), mode_(mode) {}

  // False: it broke off, what was stored stays.
  bool write(const Json& payload);

 private:
  Event* event() { return world_.store.event(std::to_string(event_id_)); }
  bool begin_element(const std::string& uuid) { return pace_.next(world_, event_id_, uuid); }
  bool put_attribute(const Json& from, const std::string& object_uuid);
  bool change_attribute(AttributePlace place, const Json& from);
  bool add_attribute(const Json& from, const std::string& object_uuid);
  bool put_object(const Json& from);
  bool change_object(Object& object, const Json& from);
  bool add_object(const Json& from, const std::string& uuid);
  bool put_reference(const Json& from, const std::string& object_uuid);
  bool put_report(const Json& from);

  World& world_;
  const Account& account_;
  const int event_id_;
  Pace& pace_;
  const Mode mode_;
  std::vector<std::pair<const Json*, std::string>> objects_written_;
};

}  // namespace rulemap::simulated
