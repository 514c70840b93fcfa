#include "run/calls.h"

#include <chrono>
#include <utility>

namespace rulemap::engine {

Calls::Calls() : shared_(std::make_shared<Shared>()) {}

Calls::~Calls() {
  {
    const std::lock_guard lock(shared_->mutex);
    shared_->closed = true;
  }
  shared_->to_do.notify_all();
  shared_->settled.notify_all();
  for (std::thread& each : threads_) each.join();
}

void Calls::start(std::function<void()> work, std::function<void()> then) {
  ++running_;
  bool more_threads = false;
  {
    const std::lock_guard lock(shared_->mutex);
    shared_->waiting.push_back({std::move(work), std::move(then)});
    more_threads = shared_->waiting.size() > shared_->idle;
  }
  if (more_threads) {
    threads_.emplace_back([shared = shared_] { Calls::work(*shared); });
  } else {
    shared_->to_do.notify_one();
  }
}

void Calls::work(Shared& shared) {
  std::unique_lock lock(shared.mutex);
  while (true) {
    ++shared.idle;
    shared.to_do.wait(lock, [&] { return shared.closed || !shared.waiting.empty(); });
    --shared.idle;
    if (shared.waiting.empty()) return;
    Call call = std::move(shared.waiting.front());
    shared.waiting.pop_front();
    lock.unlock();
    call.work();
    call.work = nullptr;  // what it holds ends here, not on the runner's thread
    lock.lock();
    shared.ended.push_back(std::move(call.then));
    shared.done.notify_one();
  }
}

void Calls::meanwhile(std::function<void()> then) {
  std::unique_lock lock(shared_->mutex);
  shared_->settled.wait(lock, [&] { return shared_->closed || shared_->meanwhile.empty(); });
  shared_->meanwhile.push_back(std::move(then));
  shared_->done.notify_one();
}

std::size_t Calls::settle(std::int64_t wait_ms) {
  std::vector<std::function<void()>> ended, meanwhile;
  {
    std::unique_lock lock(shared_->mutex);
    if (wait_ms > 0 && running_ > 0) {
      shared_->done.wait_for(lock, std::chrono::milliseconds(wait_ms), [&] {
        return !shared_->ended.empty() || !shared_->meanwhile.empty();
      });
    }
    ended.swap(shared_->ended);
    meanwhile.swap(shared_->meanwhile);
  }
  shared_->settled.notify_all();
  running_ -= ended.size();
  for (const auto& then : meanwhile) then();
  for (const auto& then : ended) then();
  return meanwhile.size() + ended.size();
}

void Calls::leave() {
  {
    const std::lock_guard lock(shared_->mutex);
    shared_->closed = true;
  }
  shared_->settled.notify_all();
  for (std::thread& each : std::exchange(threads_, {})) each.detach();
}

}  // namespace rulemap::engine
