// An event file as MISP takes it, for tests to look into.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace rulemap::e2e {

using Names = std::set<std::string>;

struct EventAttribute {
  std::string uuid, relation, type, category, value, comment;
  bool to_ids = false;
  bool correlates = false;
  Names tags;
};

struct EventReference {
  std::string uuid, target, kind;
};

struct EventObject {
  std::string uuid, name, template_uuid, template_version, meta_category, comment;
  std::vector<EventAttribute> attributes;
  std::vector<EventReference> references;

  Names values(std::string_view relation) const;
  // The one value of the relation; nothing where there is none, "several" where there are more.
  std::string value(std::string_view relation) const;
  // All tags of its attributes.
  Names tags() const;
};

struct Event {
  std::string uuid, info;
  bool published = true;
  std::int64_t distribution = -1;
  Names tags;
  std::vector<EventAttribute> attributes;
  std::vector<EventObject> objects;

  // The object with that value; one of nothing where there is none.
  const EventObject& with(std::string_view relation, std::string_view value) const;
  std::size_t count(std::string_view name) const;
  // The objects of the list's own indicators, without what records name beside them.
  std::vector<EventObject> listed() const;
};

// An event without a uuid where the file is none.
Event read_event(const std::string& path);

std::string read_text(const std::string& path);

}  // namespace rulemap::e2e
