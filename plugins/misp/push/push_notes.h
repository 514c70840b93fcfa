// What a push became, for the summary of the run.
#pragma once

#include "push/push.h"
#include "rulemap/sdk/sink.h"

namespace rulemap::misp {

void note(const PushReport& report, Receipts& receipts);

}  // namespace rulemap::misp
