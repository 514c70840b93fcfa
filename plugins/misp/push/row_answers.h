// What a push means for the rows of its case: written, refused, and which values are not there.
#pragma once

#include <memory>
#include <vector>

#include "event/event_case.h"
#include "push/parts.h"
#include "push/push.h"
#include "rulemap/sdk/sink.h"

namespace rulemap::misp {

// One event of the case, after its push.
struct PushedPart {
  PushReport report;
  const Journal* journal = nullptr;
};

// parts: by the numbers of `placed`.
Result<void> answer_rows(const Host& host, const EventCase& of, const Parts& placed,
                         const std::vector<PushedPart>& parts, const PushSettings& settings,
                         Receipts& receipts);

}  // namespace rulemap::misp
