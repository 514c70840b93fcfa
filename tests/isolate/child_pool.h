// Tasks of the child on threads of the child.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <thread>
#include <vector>

namespace rulemap::isolate {

// Calls task(context, 0) to task(context, count - 1) on `width` threads, the calling one among
// them.
inline void run_tasks(std::uint32_t width, std::size_t count, void* context,
                      void (*task)(void*, std::size_t) noexcept) {
  std::atomic<std::size_t> next = 0;
  const auto work = [&] {
    for (std::size_t index; (index = next++) < count;) task(context, index);
  };
  std::vector<std::jthread> threads;
  const std::size_t more = std::min<std::size_t>(width, count);
  for (std::size_t i = 1; i < more; ++i) threads.emplace_back(work);
  work();
}

}  // namespace rulemap::isolate
