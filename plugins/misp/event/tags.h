// The names of tags. MISP attaches a galaxy cluster by a tag named exactly like it, without any
// escaping; objects cannot be tagged, so an object's tags stand on its anchor attribute.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "event/finding.h"

namespace rulemap::misp {

// A value that is left out, and why.
struct Refusal {
  std::string what;
  std::string value;
  std::string why;
};

struct Galaxies {
  bool attack = true;
  bool sigma = true;
};

struct FindingTags {
  std::set<std::string> names;  // each once, sorted
  std::vector<Refusal> refusals;
  std::size_t without_cluster = 0;  // techniques that no cluster is known for
  std::size_t left_out = 0;         // beyond the 1,000 that one element may have
};

// What the record's rules, techniques and tags are in MISP. A rule that could not be told becomes
// the plain tag sigma:unmapped="...", never nothing.
FindingTags tags_of(const Finding& finding, const Galaxies& galaxies);

// tlp:green and PAP:GREEN, for the words of a case; empty for an empty word.
std::string tlp_tag(std::string_view word);
std::string pap_tag(std::string_view word);

inline constexpr std::string_view kIncompleteTag = "rulemap:lookup=\"incomplete\"";

}  // namespace rulemap::misp
