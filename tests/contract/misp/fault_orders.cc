// Faults and what was seen of requests: the test's side.
#include <algorithm>

#include "contract/misp/parts.h"

namespace rulemap::simulated {

void SimulatedMisp::fault_at(std::size_t index, Fault fault) {
  const std::lock_guard lock(parts_->mutex);
  parts_->faults.at(index, std::move(fault));
}

void SimulatedMisp::fault_when(Condition condition, Fault fault, int times) {
  const std::lock_guard lock(parts_->mutex);
  parts_->faults.when(std::move(condition), std::move(fault), times);
}

void SimulatedMisp::clear_faults() {
  const std::lock_guard lock(parts_->mutex);
  parts_->faults.clear();
}

void SimulatedMisp::let_write(int elements) {
  const std::lock_guard lock(parts_->mutex);
  int& allowed = parts_->writing.allowed;
  allowed = elements < 0 || allowed < 0 ? -1 : allowed + elements;
  parts_->writing.changed.notify_all();
}

int SimulatedMisp::writers() const {
  const std::lock_guard lock(parts_->mutex);
  return parts_->writing.writers;
}

void SimulatedMisp::wait_for_written(int elements) const {
  std::unique_lock lock(parts_->mutex);
  parts_->writing.changed.wait(lock, [&] { return parts_->writing.written >= elements; });
}

void SimulatedMisp::wait_for_writers(int writers) const {
  std::unique_lock lock(parts_->mutex);
  parts_->writing.changed.wait(lock, [&] { return parts_->writing.writers == writers; });
}

std::vector<Seen> SimulatedMisp::requests() const {
  const std::lock_guard lock(parts_->mutex);
  return parts_->seen;
}

void SimulatedMisp::forget_requests() {
  const std::lock_guard lock(parts_->mutex);
  parts_->seen.clear();
}

std::size_t SimulatedMisp::count(std::string_view method, std::string_view path_begins) const {
  const std::lock_guard lock(parts_->mutex);
  const std::string begins = parts_->world.settings.base_path + std::string(path_begins);
  return static_cast<std::size_t>(std::count_if(
      parts_->seen.begin(), parts_->seen.end(),
      [&](const Seen& each) { return each.method == method && each.path.starts_with(begins); }));
}

}  // namespace rulemap::simulated
