// Entries of a record's lists that say more than their types in model.h do.
#pragma once

#include <string_view>

#include "rulemap/sdk/entry_builder.h"
#include "sigma_reader.h"
#include "technique_list.h"

namespace rulemap::virustotal {

// `sandbox` is empty where VirusTotal says it of the file.
inline void write(EntryBuilder out, const SigmaResult& result, std::string_view sandbox) {
  model::write(out, result.match);
  out.set_text("provider_rule_id", result.provider_rule_id).set_text("sandbox", sandbox);
  if (result.evidence_left_out > 0) out.set("evidence_left_out", result.evidence_left_out);
}

inline void write(EntryBuilder out, const SandboxTechnique& seen) {
  model::write(out, seen.technique);
  out.set_texts("refs", seen.refs);
  if (seen.evidence_left_out > 0) out.set("evidence_left_out", seen.evidence_left_out);
}

}  // namespace rulemap::virustotal
