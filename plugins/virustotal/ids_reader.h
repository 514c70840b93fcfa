// `crowdsourced_ids_results` of a file, and the alerts of a sandbox's run: the rules of Suricata
// and Snort that VirusTotal says matched.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "rule_match.h"

namespace rulemap::virustotal {

std::span<const FieldRule> ids_fields();
// Where all that is read stands, below the list at `object`.
std::vector<std::string> ids_paths(const std::string& object);

// One for each result with a message or an id; what stands above a limit is left out and counted.
// The id is "gid:sid"; the kind is what the source, the rule's text or its number says. Hosts of
// the alerts are evidence and nothing more.
std::vector<RuleMatch> read_ids(Doc results, FieldReader& reader);

}  // namespace rulemap::virustotal
