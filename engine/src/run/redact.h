// A provider may repeat the key that it was asked with, and a step its words.
#pragma once

#include "host/secrets.h"
#include "rulemap/host/step_instance.h"

namespace rulemap::engine {

// Takes the secrets out of everything that a call said.
inline void redact(host::StepCall& call, const Secrets& secrets) {
  call.end.error.message = secrets.redacted(call.end.error.message);
  for (host::Verdict& each : call.verdicts) {
    if (!each.why.empty()) each.why = secrets.redacted(each.why);
  }
}

}  // namespace rulemap::engine
