// rulemap.pool/1: tasks of all steps on as many threads as the machine has, however many steps ask
// at once.
#pragma once

#include <atomic>
#include <functional>

#include "rulemap/abi/pool.h"

namespace rulemap::engine {

class Pool {
 public:
  // width: 0: the machine's.
  explicit Pool(unsigned width = 0);
  Pool(const Pool&) = delete;
  Pool& operator=(const Pool&) = delete;

  const rulemap_pool* abi() const { return &abi_; }
  // From now on there are threads; before, tasks run on the thread that asks.
  void open() { open_ = true; }
  // Runs task(0) to task(count - 1) and waits. The calling thread works too, so that tasks which
  // ask for tasks get on. [any thread]
  void run(std::size_t count, const std::function<void(std::size_t)>& task);

 private:
  bool take_thread();

  const unsigned width_;
  std::atomic<bool> open_ = false;
  std::atomic<unsigned> threads_ = 0;  // beside those that called
  rulemap_pool abi_;
};

}  // namespace rulemap::engine
