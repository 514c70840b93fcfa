// What a sandbox saw of a file, as events in Sigma's taxonomy. Read is VirusTotal's file_behaviour
// object, whose entries come from some twenty sandboxes with a dialect each (dialect.h). Source of
// the fields: VirusTotal's API v3 reference, "File behaviour", and real reports.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "rulemap/sdk/model.h"
#include "rulemap/sdk/value.h"

namespace rulemap::sandbox {

struct Limits {
  std::size_t events = 5'000;    // of one report
  std::size_t depth = 64;        // of the tree of processes
  std::size_t text = 64 * 1024;  // of one field; what is longer is cut there
};

// left_out: entries that would be beyond a limit, or are of a type that nobody writes.
struct Behaviour {
  std::vector<Event> events;
  std::size_t left_out = 0;
};

// `attributes` is the object that holds processes_tree, files_written and the like; `by` stands in
// each event. Every part may be missing or of any type. Two entries that say the same are one
// event. Never throws.
Behaviour read_behaviour(Doc attributes, std::string_view by, const Limits& limits = {});

// The members of `attributes` that are read, for those who parse no more than they need.
std::span<const std::string_view> behaviour_members();

}  // namespace rulemap::sandbox
