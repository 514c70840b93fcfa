// Calls of plugins, each on a thread of its own; what follows a call runs on the runner's thread,
// so that everything the runner knows belongs to one thread.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace rulemap::engine {

class Calls {
 public:
  Calls();
  // Waits for the calls that run.
  ~Calls();
  Calls(const Calls&) = delete;
  Calls& operator=(const Calls&) = delete;

  // work: on a worker; never throws. then: on the thread that settles. Threads are made when all
  // that are there have work.
  void start(std::function<void()> work, std::function<void()> then);
  // From a call that goes on: `then` runs on the thread that settles. Waits while the one before
  // it has not run.
  void meanwhile(std::function<void()> then);
  // Runs what follows the calls that have ended, and what they had meanwhile; waits up to `wait_ms`
  // for the first. Gives how many.
  std::size_t settle(std::int64_t wait_ms);
  // Calls started and not yet settled.
  std::size_t running() const { return running_; }
  // Gives up on calls that do not end: their threads are left to themselves, and everything that
  // they may touch has to stay.
  void leave();

 private:
  struct Call {
    std::function<void()> work, then;
  };
  // Outlives the object where threads were left.
  struct Shared {
    std::mutex mutex;
    std::condition_variable to_do, done, settled;
    std::deque<Call> waiting;
    std::vector<std::function<void()>> ended, meanwhile;
    std::size_t idle = 0;
    bool closed = false;
  };
  static void work(Shared& shared);

  std::shared_ptr<Shared> shared_;
  std::vector<std::thread> threads_;
  std::size_t running_ = 0;
};

}  // namespace rulemap::engine
