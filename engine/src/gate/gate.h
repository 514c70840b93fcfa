// What may leave this machine for a record: judged once, in the host, for every step that asks.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "gate/value_patterns.h"

namespace rulemap::engine {

// What the gate has to know of a row.
struct GatedRow {
  std::uint64_t id = 0;
  // Of its own: the record moves while a call is prepared.
  std::string tlp = {}, pap = {}, value = {};
  bool is_private = false;
};

// Of one step. Shared by its instances.
struct GatePolicy {
  std::string max_tlp = "green";
  std::string max_pap = "amber";
  ValuePatterns never_send = {};
  ValuePatterns send_only = {};
  bool sends_only = false;  // `send_only` was written, were it an empty list
};

// Why a request for this row may not leave; empty: it may. A reason tells no value: it stands in
// records and reports beside it.
std::string held_back(const GatedRow& row, const GatePolicy& policy);

}  // namespace rulemap::engine
