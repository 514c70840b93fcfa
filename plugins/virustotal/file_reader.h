// What VirusTotal keeps of a file beside its hashes and verdict: its signers, the configuration of
// the malware in it, the verdicts of sandboxes.
#pragma once

#include "fields.h"
#include "observable_list.h"

namespace rulemap::virustotal {

// All relate `list.subject()` to what they add.
void read_signers(Doc signers, ObservableList& list, FieldReader& reader);
// Families, and the servers that the malware was made to talk to.
void read_malware_config(Doc config, ObservableList& list, FieldReader& reader);
// One sandbox-report each, by the key that the sandbox's own report has too.
void read_sandbox_verdicts(Doc verdicts, ObservableList& list, FieldReader& reader);

// The report of one sandbox, made where it is new; null above the limit.
Observable* sandbox_report(ObservableList& list, std::string_view sandbox);

}  // namespace rulemap::virustotal
