// `behaviour_mitre_trees` of a file: the ATT&CK techniques that each sandbox saw, with its reasons.
#pragma once

#include <cstdint>
#include <vector>

#include "fields.h"

namespace rulemap::virustotal {

inline constexpr std::size_t kMaxTechniques = 1000;
inline constexpr std::size_t kMaxReasons = 20;  // of a technique in a sandbox

struct SandboxTechnique {
  Technique technique;  // tactics in ATT&CK's short form: defense-evasion
  std::int64_t evidence_left_out = 0;
};

struct Behaviour {
  bool was_run = false;  // a sandbox has run the file, whatever it saw
  // One for each technique and sandbox: under two tactics it is still one.
  std::vector<SandboxTechnique> techniques;
};

// `data` of the answer. A sandbox may be null or empty; what stands above a limit is left out and
// counted.
Behaviour read_trees(Doc data, FieldReader& reader);

}  // namespace rulemap::virustotal
