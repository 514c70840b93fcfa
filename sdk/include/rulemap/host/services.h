// The door that one instance sees: its own documents, and the services that the host lends it.
#pragma once

#include <cstring>
#include <string>
#include <string_view>

#include "rulemap/abi/allowance.h"
#include "rulemap/abi/cancel.h"
#include "rulemap/abi/clock.h"
#include "rulemap/abi/host.h"
#include "rulemap/abi/http.h"
#include "rulemap/abi/log.h"
#include "rulemap/abi/metrics.h"
#include "rulemap/abi/pool.h"
#include "rulemap/abi/secret.h"
#include "rulemap/abi/state.h"
#include "rulemap/host/document.h"

namespace rulemap::host {

// Borrowed pointers, each may be null: not offered.
struct Lent {
  const rulemap_log* log = nullptr;
  const rulemap_http* http = nullptr;
  const rulemap_clock* clock = nullptr;
  const rulemap_state* state = nullptr;
  const rulemap_secret* secret = nullptr;
  const rulemap_cancel* cancel = nullptr;
  const rulemap_metrics* metrics = nullptr;
  const rulemap_pool* pool = nullptr;
  const rulemap_allowance* allowance = nullptr;
  const rulemap_host* program = nullptr;  // asked for every other id
};

// Has to outlive the instance it was given to.
class Services {
 public:
  explicit Services(Lent lent)
      : lent_(lent), abi_{sizeof abi_, this, [](const rulemap_host* host, const char* id) noexcept {
                            return static_cast<const Services*>(host->host)->find(id);
                          }} {}
  Services(const Services&) = delete;
  Services& operator=(const Services&) = delete;

  const rulemap_host* abi() const { return &abi_; }
  const rulemap_log* log() const { return lent_.log; }
  // What was parsed during a call ends with the call.
  void end_call() { documents_.clear(); }

 private:
  const void* find(const char* id) const {
    const std::string_view name(id);
    if (name == RULEMAP_DOC_ID) return documents_.abi();
    if (name == RULEMAP_LOG_ID) return lent_.log;
    if (name == RULEMAP_HTTP_ID) return lent_.http;
    if (name == RULEMAP_CLOCK_ID) return lent_.clock;
    if (name == RULEMAP_STATE_ID) return lent_.state;
    if (name == RULEMAP_SECRET_ID) return lent_.secret;
    if (name == RULEMAP_CANCEL_ID) return lent_.cancel;
    if (name == RULEMAP_METRICS_ID) return lent_.metrics;
    if (name == RULEMAP_POOL_ID) return lent_.pool;
    if (name == RULEMAP_ALLOWANCE_ID) return lent_.allowance;
    return lent_.program ? lent_.program->service(lent_.program, id) : nullptr;
  }

  Lent lent_;
  rulemap_host abi_;
  Documents documents_;
};

}  // namespace rulemap::host
