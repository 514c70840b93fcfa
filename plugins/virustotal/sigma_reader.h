// `sigma_analysis_results` of a file: the Sigma rules that VirusTotal says matched, with the
// events.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "fields.h"

namespace rulemap::virustotal {

inline constexpr std::size_t kMaxRules = 500;
inline constexpr std::size_t kMaxEvents = 30;       // of a rule
inline constexpr std::size_t kMaxEventFields = 64;  // of an event

struct SigmaResult {
  Match match;
  std::string provider_rule_id;  // VirusTotal's own, never SigmaHQ's
  std::int64_t evidence_left_out = 0;
};

// One for each result with a title; what stands above a limit is left out and counted.
std::vector<SigmaResult> read_sigma(Doc results, FieldReader& reader);

}  // namespace rulemap::virustotal
