// What a record says beside its own indicator: related things, what stands behind them, reports and
// rules, each as an element of the event. None of them is an indicator for an IDS.
#pragma once

#include <vector>

#include "event/rule_objects.h"

namespace rulemap::misp {

struct Further {
  std::vector<MadeObject> objects;
  std::vector<RuleAttribute> attributes;
  std::size_t related_left_out = 0;    // beyond the most that one record may add
  std::size_t rules_left_out = 0;      // likewise
  std::size_t sandboxes_left_out = 0;  // likewise
};

// most_related: files, domains, addresses and URLs that the record names become so many objects.
// asn, whois and x509 count with them. The objects borrow the facts.
Further make_further(const Facts& facts, const Uuid& event, const Finding& finding,
                     std::size_t most_related);

}  // namespace rulemap::misp
