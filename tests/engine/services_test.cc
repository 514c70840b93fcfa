// Numbers that plugins count, and tasks on the host's threads.
#include <gtest/gtest.h>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "host/metrics.h"
#include "host/pool.h"

namespace rulemap::engine {
namespace {

TEST(MetricsOfAStep, CountersAddAndGaugesAreSet) {
  Metrics metrics;
  const rulemap_metrics* abi = metrics.abi();
  abi->add(abi, text(std::string_view("rows")), 2);
  abi->add(abi, text(std::string_view("rows")), 3);
  abi->set(abi, text(std::string_view("depth")), 9);
  abi->set(abi, text(std::string_view("depth")), 4);
  EXPECT_EQ(metrics.values(), (std::map<std::string, std::int64_t>{{"rows", 5}, {"depth", 4}}));
}

TEST(MetricsOfAStep, NamesAreFew) {
  Metrics metrics;
  const rulemap_metrics* abi = metrics.abi();
  for (int i = 0; i < 1000; ++i) abi->add(abi, text(std::string_view(std::to_string(i))), 1);
  EXPECT_EQ(metrics.values().size(), 101u);
  EXPECT_EQ(metrics.values().at("names_left_out"), 900);
}

TEST(PoolOfTheHost, RunsEachTaskOnce) {
  Pool pool(4);
  pool.open();
  std::vector<std::atomic<int>> ran(1000);
  pool.run(ran.size(), [&](std::size_t index) { ++ran[index]; });
  for (const auto& each : ran) ASSERT_EQ(each, 1);
}

TEST(PoolOfTheHost, TasksMeet) {
  Pool pool(2);
  pool.open();
  std::mutex mutex;
  std::condition_variable changed;
  int come = 0;
  pool.run(2, [&](std::size_t) {
    std::unique_lock lock(mutex);
    ++come;
    changed.notify_all();
    EXPECT_TRUE(changed.wait_for(lock, std::chrono::seconds(10), [&] { return come == 2; }));
  });
}

TEST(PoolOfTheHost, TasksMayAskForTasks) {
  Pool pool(2);
  pool.open();
  std::atomic<int> ran = 0;
  pool.run(4, [&](std::size_t) { pool.run(4, [&](std::size_t) { ++ran; }); });
  EXPECT_EQ(ran, 16);
}

TEST(PoolOfTheHost, HasNoThreadsBeforeARun) {
  Pool pool(4);
  const std::thread::id here = std::this_thread::get_id();
  pool.run(8, [&](std::size_t) { EXPECT_EQ(std::this_thread::get_id(), here); });
}

}  // namespace
}  // namespace rulemap::engine
