// The host's services for one instance. Cheap to copy; lives as long as the instance.
#pragma once

#include <cstddef>
#include <exception>
#include <mutex>
#include <string>
#include <string_view>

#include "rulemap/abi/allowance.h"
#include "rulemap/abi/cancel.h"
#include "rulemap/abi/clock.h"
#include "rulemap/abi/host.h"
#include "rulemap/abi/log.h"
#include "rulemap/abi/metrics.h"
#include "rulemap/abi/pool.h"
#include "rulemap/abi/secret.h"
#include "rulemap/abi/state.h"
#include "rulemap/sdk/http.h"
#include "rulemap/sdk/parts.h"
#include "rulemap/sdk/result.h"

namespace rulemap {

// Collects what a failing call says. For authors of adapters; plugins use Result.
class ErrorSlot {
 public:
  ErrorSlot() {
    abi_ = {sizeof abi_, this,
            [](rulemap_error* self, rulemap_text message, rulemap_text where) noexcept {
              auto* slot = static_cast<ErrorSlot*>(self->host);
              slot->error_ = Error{std::string(view(message)), std::string(view(where))};
            }};
  }
  ErrorSlot(const ErrorSlot&) = delete;
  ErrorSlot& operator=(const ErrorSlot&) = delete;
  rulemap_error* abi() { return &abi_; }
  const Error& error() const { return error_; }

 private:
  rulemap_error abi_;
  Error error_{"no reason was given", ""};
};

class Host {
 public:
  Host() = default;
  explicit Host(const rulemap_host* abi)
      : abi_(abi),
        docs_(find<rulemap_doc_service>(abi, RULEMAP_DOC_ID)),
        log_(find<rulemap_log>(abi, RULEMAP_LOG_ID)),
        http_(find<rulemap_http>(abi, RULEMAP_HTTP_ID)),
        clock_(find<rulemap_clock>(abi, RULEMAP_CLOCK_ID)),
        state_(find<rulemap_state>(abi, RULEMAP_STATE_ID)),
        secret_(find<rulemap_secret>(abi, RULEMAP_SECRET_ID)),
        cancel_(find<rulemap_cancel>(abi, RULEMAP_CANCEL_ID)),
        metrics_(find<rulemap_metrics>(abi, RULEMAP_METRICS_ID)),
        pool_(find<rulemap_pool>(abi, RULEMAP_POOL_ID)),
        allowance_(find<rulemap_allowance>(abi, RULEMAP_ALLOWANCE_ID)) {}

  const rulemap_doc_service* docs() const { return docs_; }
  // A service that has no function here, by its id; null: not offered.
  template <class Service>
  const Service* service(const char* id) const {
    return abi_ ? find<Service>(abi_, id) : nullptr;
  }

  void log(std::uint32_t level, std::string_view line) const {
    if (log_) log_->write(log_, level, text(line));
  }
  void warn(std::string_view line) const { log(RULEMAP_WARNING, line); }

  Time now() const { return {clock_ ? clock_->now_ms(clock_) : 0}; }

  // Whether the host asked for an end: long work looks now and then, and ends as cancelled.
  bool cancelled() const { return cancel_ && cancel_->cancelled(cancel_) != 0; }

  // Numbers of this step, shown with the run's summary; names are few and fixed.
  void count(std::string_view name, std::int64_t amount = 1) const {
    if (metrics_) metrics_->add(metrics_, text(name), amount);
  }
  void gauge(std::string_view name, std::int64_t value) const {
    if (metrics_) metrics_->set(metrics_, text(name), value);
  }

  // Calls task(0) to task(count - 1) on the host's threads, several at once, and waits for all.
  // Throws what the first failing one threw. From start() on.
  template <class Task>
  void run_all(std::size_t count, Task&& task) const;

  // The answer parsed in place; good until the call ends.
  Result<Doc> parse(std::string_view json, std::uint32_t max_depth = 64) const {
    ErrorSlot slot;
    const rulemap_doc* node = nullptr;
    if (docs_->parse(docs_, text(json), max_depth, &node, slot.abi()) != RULEMAP_OK) {
      return slot.error();
    }
    return Doc(docs_, node);
  }

  // The same for who reads some members only: others may be missing.
  Result<Doc> parse(std::string_view json, const Parts& read, std::uint32_t max_depth = 64) const {
    // A host of an older edition has no such function.
    if (docs_->size <= offsetof(rulemap_doc_service, parse_parts)) return parse(json, max_depth);
    ErrorSlot slot;
    const rulemap_doc* node = nullptr;
    if (docs_->parse_parts(docs_, text(json), max_depth, read.abi(), &node, slot.abi()) !=
        RULEMAP_OK) {
      return slot.error();
    }
    return Doc(docs_, node);
  }

  // Lets go of what parse() gave, before the call ends: for calls that parse many documents.
  void release(Doc root) const {
    if (docs_->size > offsetof(rulemap_doc_service, release)) {
      docs_->release(docs_, root.node());
    }
  }

  // Every failure is in the Response; see abi/http.h for its outcomes.
  Response send(const Request& request) const;

  // What the provider says of its allowance to the host and credential of the last request: a span
  // is RULEMAP_SPAN_HOUR, _DAY or _MONTH.
  void tell_allowance(std::uint32_t span, std::int64_t allowed, std::int64_t used) const {
    if (allowance_) allowance_->tell(allowance_, span, allowed, used);
  }

  // An existing folder of this step's own, emptied before each fresh run; empty: no such service.
  std::string folder() const {
    return state_ ? std::string(view(state_->folder(state_))) : std::string();
  }
  // An existing folder that outlives runs, one for all steps of this plugin's id; empty: this host
  // has none.
  std::string kept_folder() const {
    const bool has = state_ && state_->size > offsetof(rulemap_state, kept_folder);
    return has ? std::string(view(state_->kept_folder(state_))) : std::string();
  }
  // Whether nothing may be changed outside: say what would be. From start() on.
  bool is_dry_run() const {
    return http_ && http_->size > offsetof(rulemap_http, dry_run) && http_->dry_run != 0;
  }
  // Empty where the key was never put.
  std::string remembered(std::string_view key) const {
    std::string out;
    if (state_) {
      state_->get(state_, text(key), &out, [](void* to, rulemap_text value) noexcept {
        *static_cast<std::string*>(to) = view(value);
      });
    }
    return out;
  }
  // Keys that begin with "run." belong to the run: a new one begins without them.
  bool remember(std::string_view key, std::string_view value) const {
    return state_ && state_->put(state_, text(key), text(value)) == RULEMAP_OK;
  }

 private:
  template <class Service>
  static const Service* find(const rulemap_host* abi, const char* id) {
    return static_cast<const Service*>(abi->service(abi, id));
  }

  const rulemap_host* abi_ = nullptr;
  const rulemap_doc_service* docs_ = nullptr;
  const rulemap_log* log_ = nullptr;
  const rulemap_http* http_ = nullptr;
  const rulemap_clock* clock_ = nullptr;
  const rulemap_state* state_ = nullptr;
  const rulemap_secret* secret_ = nullptr;
  const rulemap_cancel* cancel_ = nullptr;
  const rulemap_metrics* metrics_ = nullptr;
  const rulemap_pool* pool_ = nullptr;
  const rulemap_allowance* allowance_ = nullptr;
};

template <class Task>
void Host::run_all(std::size_t count, Task&& task) const {
  struct Work {
    std::remove_reference_t<Task>& task;
    std::mutex mutex;
    std::exception_ptr thrown;
  } work{task, {}, nullptr};
  const auto run_one = [](void* context, std::size_t index) noexcept {
    Work& of = *static_cast<Work*>(context);
    try {
      of.task(index);
    } catch (...) {
      const std::lock_guard lock(of.mutex);
      if (!of.thrown) of.thrown = std::current_exception();
    }
  };
  if (pool_) {
    pool_->run(pool_, count, &work, run_one);
  } else {
    for (std::size_t i = 0; i < count; ++i) run_one(&work, i);
  }
  if (work.thrown) std::rethrow_exception(work.thrown);
}

inline Response Host::send(const Request& request) const {
  if (!http_) return {.problem = "this host offers no network"};
  std::vector<rulemap_header> headers;
  headers.reserve(request.headers.size());
  for (const Header& header : request.headers) {
    headers.push_back({text(header.name), text(header.value), header.secret.handle});
  }
  rulemap_request abi{};
  abi.size = sizeof abi;
  abi.method = text(request.method);
  abi.url = text(request.url);
  abi.headers = headers.data();
  abi.header_count = static_cast<std::uint32_t>(headers.size());
  abi.body = text(request.body);
  abi.row = request.row;
  abi.kind = text(request.kind);
  abi.follows = text(request.follows);
  abi.max_body = request.max_body;
  if (request.of_allowance) abi.flags |= RULEMAP_REQUEST_OF_ALLOWANCE;
  if (request.gzip) abi.flags |= RULEMAP_REQUEST_GZIP;
  if (request.reads) abi.flags |= RULEMAP_REQUEST_READS;
  rulemap_response answer{};
  answer.size = sizeof answer;
  ErrorSlot slot;
  if (http_->send(http_, &abi, 1, &answer, slot.abi()) != RULEMAP_OK) {
    return {.problem = "the request could not be sent"};
  }
  return {answer.outcome,       answer.status,         view(answer.body),
          view(answer.problem), answer.retry_after_ms, answer.from};
}

}  // namespace rulemap
