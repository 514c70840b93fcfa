// `file_behaviour`: what one sandbox saw of a file.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "fields.h"
#include "observable_list.h"
#include "rule_match.h"
#include "sigma_reader.h"
#include "technique_list.h"

namespace rulemap::virustotal {

inline constexpr std::size_t kMaxSeen = 500;  // observables of one kind, of a run

struct SandboxRun {
  std::string sandbox;
  std::vector<Event> events;
  std::vector<SandboxTechnique> techniques;
  std::vector<SigmaResult> rules;
  std::vector<RuleMatch> alerts = {};  // of IDS
};

// `attributes` of the object; `sandbox` cites it where it has no name of its own, as the summary
// over all sandboxes has none. Adds to `list` the sandbox's report and what it observed, related to
// the file as well as to the report.
SandboxRun read_run(Doc attributes, std::string_view sandbox, ObservableList& list,
                    FieldReader& reader);

}  // namespace rulemap::virustotal
