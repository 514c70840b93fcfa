// The growth of matching as a picture: both axes by powers of ten.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace rulemap::bench {

// Of one number of rules; an event's cost beyond parsing, log source asked ("gated") and not
// ("all"); what the matcher's index takes, and the rules themselves.
struct Growth {
  std::size_t rules = 0;
  double document_ns = 0;
  double gated_ns = 0, gated_events = 0, gated_mib = 0;
  double all_ns = 0, all_events = 0, all_mib = 0;
  double rules_mib = 0;
};

std::string plot(const std::vector<Growth>& rows);  // SVG

}  // namespace rulemap::bench
