// `behaviour_mitre_trees` of a file: the ATT&CK techniques that each sandbox saw, with its reasons.
#pragma once

#include <vector>

#include "technique_list.h"

namespace rulemap::virustotal {

struct Trees {
  bool was_run = false;  // a sandbox has run the file, whatever it saw
  // One for each technique and sandbox: under two tactics it is still one.
  std::vector<SandboxTechnique> techniques;
};

// `data` of the answer. A sandbox may be null or empty; what stands above a limit is left out and
// counted.
Trees read_trees(Doc data, FieldReader& reader);

}  // namespace rulemap::virustotal
