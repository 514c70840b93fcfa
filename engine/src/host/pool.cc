#include "host/pool.h"

#include <algorithm>
#include <system_error>
#include <thread>
#include <vector>

namespace rulemap::engine {

Pool::Pool(unsigned width)
    : width_(width ? width : std::max(1u, std::thread::hardware_concurrency())),
      abi_{sizeof abi_, this,
           [](const rulemap_pool* abi) noexcept -> std::uint32_t {
             return static_cast<const Pool*>(abi->host)->width_;
           },
           [](const rulemap_pool* abi, size_t count, void* context,
              void (*task)(void*, size_t) noexcept) noexcept -> rulemap_status {
             static_cast<Pool*>(abi->host)->run(count,
                                                [&](std::size_t index) { task(context, index); });
             return RULEMAP_OK;
           }} {}

bool Pool::take_thread() {
  if (!open_) return false;
  unsigned taken = threads_;
  while (taken + 1 < width_) {
    if (threads_.compare_exchange_weak(taken, taken + 1)) return true;
  }
  return false;
}

void Pool::run(std::size_t count, const std::function<void(std::size_t)>& task) {
  std::atomic<std::size_t> next = 0;
  const auto work = [&] {
    for (std::size_t index; (index = next++) < count;) task(index);
  };
  std::vector<std::thread> threads;
  while (threads.size() + 1 < count && take_thread()) {
    try {
      threads.emplace_back([&] {
        work();
        --threads_;
      });
    } catch (const std::system_error&) {  // the system has no more: those that are there do it
      --threads_;
      break;
    }
  }
  work();
  for (std::thread& each : threads) each.join();
}

}  // namespace rulemap::engine
