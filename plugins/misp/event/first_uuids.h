// Which object an indicator had when it first came to an event: it keeps that, though more is known
// of it now. A file that was only an MD5 has its SHA-256 one day, by which it would be another
// object.
#pragma once

#include <optional>

#include "rulemap/ids/uuid.h"

namespace rulemap::misp {

class FirstUuids {
 public:
  virtual ~FirstUuids() = default;
  // indicator: identity::indicator().
  virtual std::optional<ids::Uuid> first_of(const ids::Uuid& indicator) const = 0;
  virtual void set_first(const ids::Uuid& indicator, const ids::Uuid& object) = 0;
};

}  // namespace rulemap::misp
