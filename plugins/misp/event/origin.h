// The attribute of an event that a record came from (misp.events), to which what became known goes
// back. It is somebody's: tags are added to it, and nothing else of it is written.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "rulemap/ids/uuid.h"

namespace rulemap::misp {

struct Origin {
  ids::Uuid event;
  ids::Uuid attribute;
  ids::Uuid object = {};  // nil where the attribute is the event's own
  std::string type = {};
  std::string value = {};

  // Two indicators of one attribute: each has tags for it.
  bool is_shared() const { return type == "domain|ip"; }
};

namespace origin {

// Row: a sink's row that reads misp.* and ioc.original. Nothing where the record has no origin.
template <class Row>
std::optional<Origin> read(const Row& row) {
  const auto event = ids::Uuid::parse(row.text("misp.event"));
  const auto attribute = ids::Uuid::parse(row.text("misp.attribute"));
  if (!event || !attribute) return std::nullopt;
  const auto object = ids::Uuid::parse(row.text("misp.object"));
  return Origin{*event, *attribute, object.value_or(ids::Uuid()),
                std::string(row.text("misp.type")), std::string(row.text("ioc.original"))};
}

// As an element of a case: an attribute, or the object that it is in, without its last brace. The
// member `theirs` says that it is not ours to write.
std::string element_json(const Origin& of, const std::set<std::string>& tags);
// By what the objects beside it find it.
ids::Uuid thing(const Origin& of);

}  // namespace origin
}  // namespace rulemap::misp
