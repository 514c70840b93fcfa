// An event of the feed as an earlier run left it: by uuid its elements, with the text and time of
// each.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "rulemap/sdk/host.h"
#include "server/server_event.h"

namespace rulemap::misp {

struct EarlierElement {
  std::string json;     // as it stands in the file, with its time
  std::string content;  // without its time: equal where nothing changed
  std::int64_t timestamp = 0;
};

struct EarlierObject {
  EarlierElement head;                       // without attributes and references
  std::vector<Uuid> attributes, references;  // in their order
};

struct EarlierEvent {
  std::int64_t timestamp = 0;
  std::string head;  // what the event says of itself, without its time
  std::unordered_map<Uuid, EarlierElement, UuidHash> elements;  // attributes, references, reports
  std::unordered_map<Uuid, EarlierObject, UuidHash> objects;
  std::vector<Uuid> attribute_order, object_order, report_order;

  const EarlierElement* find(const Uuid& uuid) const {
    const auto found = elements.find(uuid);
    return found == elements.end() ? nullptr : &found->second;
  }
};

// The members of an element but its time and lists of others, as JSON without braces.
std::string content_json(Doc element);
// Of the member `Event` of a file.
EarlierEvent earlier_event(Doc event);

}  // namespace rulemap::misp
