// Everything that one event needs, found by one walk over all that it should hold.
#pragma once

#include <set>
#include <string>
#include <unordered_set>
#include <vector>

#include "event/event_file.h"
#include "push/edit_bodies.h"

namespace rulemap::misp {

struct Need {
  // An element or tag that is sent, so that it has to be there afterwards.
  struct Item {
    Uuid what;
    Uuid ours;  // its content; nil for tags and references
    bool is_tag = false;
  };
  std::vector<Item> items;
  std::vector<std::string> event_clusters;  // attached by the galaxies' own way
  std::size_t objects = 0, attributes = 0, references = 0, tags = 0, reports = 0;
  std::size_t updated = 0;
  std::size_t left_alone = 0;
  std::set<std::string> unknown_tags;
  std::unordered_set<Uuid, UuidHash>
      of;                            // objects, and attributes of the event, that need something
  std::vector<std::string> changes;  // one line each, where they are asked for

  bool none() const { return items.empty(); }
};

class NeedWalk {
 public:
  // Borrows all.
  NeedWalk(const Host& host, const EventHeader& header, EventElements& elements)
      : host_(host), header_(header), elements_(elements) {}

  // bodies: takes what is found; null: it is only counted. describe: a line for each change.
  Result<Need> run(const ServerEvent& there, Journal& journal, const TagNames& names,
                   EditBodies* bodies, bool describe = false);

 private:
  void note_tags(const Uuid& element, const std::vector<std::string>& names);
  void note(const NeededAttribute& attribute, const std::string& of);
  void note(const NeededObject& object);
  void say(std::string line);
  void take_event_tags(Delta& delta, EditBodies* bodies);
  Result<void> take_report(Delta& delta, EditBodies* bodies);
  Result<void> take_attributes(Delta& delta, EditBodies* bodies);
  Result<void> take_objects(Delta& delta, EditBodies* bodies);

  const Host& host_;
  const EventHeader& header_;
  EventElements& elements_;
  Need need_;
  bool describe_ = false;
};

}  // namespace rulemap::misp
