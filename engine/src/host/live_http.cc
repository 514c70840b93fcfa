#include "host/live_http.h"

#include <csignal>
#include <utility>

namespace rulemap::engine {
namespace {

constexpr int kLookEveryMs = 1000;
constexpr std::size_t kIdleHandles = 64;
constexpr long kIdleConnections = 256;  // the most that `in_flight` allows

}  // namespace

void LiveHttp::Batch::take(std::size_t index, HttpAnswer answer) {
  const std::lock_guard lock(mutex);
  answers[index] = std::move(answer);
  if (--left == 0) done.notify_one();
}

std::vector<HttpAnswer> LiveHttp::send(std::span<const LiveRequest> requests) {
  const auto batch = std::make_shared<Batch>();
  batch->answers.resize(requests.size());
  batch->left = requests.size();
  {
    const std::lock_guard lock(mutex_);
    const bool refuses = cancelled_ || begins_nothing_;
    const bool goes = !refuses && start();
    for (std::size_t i = 0; i < requests.size(); ++i) {
      auto going = std::make_unique<Going>(requests[i], batch, i);
      if (goes) {
        new_.push_back(std::move(going));
        continue;
      }
      batch->take(i, refuses ? going->transfer.cancelled()
                             : HttpAnswer{.problem = "libcurl could not be started"});
    }
    if (goes) curl_multi_wakeup(multi_);
  }
  std::unique_lock lock(batch->mutex);
  batch->done.wait(lock, [&] { return batch->left == 0; });
  return std::move(batch->answers);
}

bool LiveHttp::start() {
  if (thread_.joinable()) return true;
  if (closed_) return false;
  multi_ = curl_multi_init();
  if (!multi_) return false;
  curl_multi_setopt(multi_, CURLMOPT_MAXCONNECTS, kIdleConnections);
  thread_ = std::thread([this] { drive(); });
  return true;
}

void LiveHttp::begin_nothing() {
  const std::lock_guard lock(mutex_);
  begins_nothing_ = true;
}

void LiveHttp::cancel() {
  const std::lock_guard lock(mutex_);
  cancelled_ = true;
  if (multi_) curl_multi_wakeup(multi_);
}

void LiveHttp::close() {
  {
    const std::lock_guard lock(mutex_);
    cancelled_ = closed_ = true;
    if (multi_) curl_multi_wakeup(multi_);
  }
  if (thread_.joinable()) thread_.join();
  const std::lock_guard lock(mutex_);
  if (multi_) curl_multi_cleanup(std::exchange(multi_, nullptr));
}

void LiveHttp::drive() {
  // A peer that hangs up is an error to read, no reason to end the process; and the embedder's
  // signals are none of this thread's business.
  sigset_t all;
  sigfillset(&all);
  pthread_sigmask(SIG_BLOCK, &all, nullptr);
  while (true) {
    begin_new();
    int still = 0;
    curl_multi_perform(multi_, &still);
    for (int left = 0; const CURLMsg* said = curl_multi_info_read(multi_, &left);) {
      if (said->msg == CURLMSG_DONE) end(said->easy_handle, said->data.result);
    }
    {
      const std::lock_guard lock(mutex_);
      if (closed_) break;
    }
    curl_multi_poll(multi_, nullptr, 0, kLookEveryMs, nullptr);
  }
  begin_new();
  for (CURL* each : std::exchange(idle_, {})) curl_easy_cleanup(each);
}

CURL* LiveHttp::easy() {
  if (idle_.empty()) return curl_easy_init();
  CURL* out = idle_.back();
  idle_.pop_back();
  return out;
}

void LiveHttp::begin_new() {
  std::deque<std::unique_ptr<Going>> begin;
  bool cancelled = false;
  {
    const std::lock_guard lock(mutex_);
    begin.swap(new_);
    cancelled = cancelled_;
  }
  if (cancelled) give_up_all();
  for (std::unique_ptr<Going>& each : begin) {
    CURL* handle = cancelled ? nullptr : easy();
    if (!handle) {
      each->batch->take(each->index, cancelled
                                         ? each->transfer.cancelled()
                                         : HttpAnswer{.problem = "libcurl could not be started"});
      continue;
    }
    each->transfer.begin(handle, way_);
    curl_multi_add_handle(multi_, handle);
    running_.emplace(handle, std::move(each));
  }
}

void LiveHttp::end(CURL* handle, CURLcode code) {
  const auto found = running_.find(handle);
  const std::unique_ptr<Going> going = std::move(found->second);
  running_.erase(found);
  HttpAnswer answer = going->transfer.finish(handle, code);
  curl_multi_remove_handle(multi_, handle);
  curl_easy_reset(handle);  // headers with secrets end here
  if (idle_.size() < kIdleHandles)
    idle_.push_back(handle);
  else
    curl_easy_cleanup(handle);
  going->batch->take(going->index, std::move(answer));
}

void LiveHttp::give_up_all() {
  for (auto& [handle, going] : std::exchange(running_, {})) {
    curl_multi_remove_handle(multi_, handle);
    curl_easy_cleanup(handle);
    going->batch->take(going->index, going->transfer.cancelled());
  }
}

}  // namespace rulemap::engine
