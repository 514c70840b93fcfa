#include "contract/misp/faults.h"

namespace rulemap::simulated {

void FaultPlan::clear() {
  by_index_.clear();
  by_condition_.clear();
}

std::optional<Fault> FaultPlan::take(const Seen& seen) {
  if (auto found = by_index_.extract(seen.index)) return std::move(found.mapped());
  for (auto each = by_condition_.begin(); each != by_condition_.end(); ++each) {
    if (!each->condition(seen)) continue;
    Fault out = each->fault;
    if (--each->times == 0) by_condition_.erase(each);
    return out;
  }
  return std::nullopt;
}

FaultPace::FaultPace(std::unique_lock<std::mutex>& lock, Writing& writing, const Fault& fault)
    : lock_(lock), writing_(writing), fault_(fault) {
  if (!goes_on()) return;
  ++writing_.writers;
  writing_.changed.notify_all();
}

FaultPace::~FaultPace() {
  if (goes_on()) --writing_.writers;
  writing_.changed.notify_all();
}

void FaultPace::begin(Event& event, std::vector<std::string> uuids) {
  event_id_ = event.id;
  if (fault_.kind == Fault::Kind::kErrorHalfway)
    left_ = fault_.elements >= 0 ? fault_.elements : static_cast<int>(uuids.size() / 2);
  if (!goes_on()) return;
  for (std::string& each : uuids)
    if (!each.empty() && event.pending.insert(each).second) pending_.insert(std::move(each));
}

void FaultPace::wait() {
  if (fault_.delay.count() > 0) {
    writing_.changed.wait_for(lock_, fault_.delay, [&] { return writing_.ends; });
    return;
  }
  writing_.changed.wait(lock_, [&] { return writing_.ends || writing_.allowed != 0; });
  if (writing_.allowed > 0) --writing_.allowed;
}

bool FaultPace::next(World& world, int event_id, const std::string& uuid) {
  if (left_ == 0) return false;
  if (left_ > 0) --left_;
  if (goes_on()) wait();
  if (writing_.ends) return false;
  const auto event = world.store.events.find(event_id);
  if (event == world.store.events.end()) return false;
  if (pending_.erase(uuid)) event->second.pending.erase(uuid);
  if (!Pace::next(world, event_id, uuid)) return false;
  ++writing_.written;
  writing_.changed.notify_all();
  return true;
}

void FaultPace::end(World& world) {
  const auto event = world.store.events.find(event_id_);
  if (event == world.store.events.end()) return;
  for (const std::string& each : pending_) event->second.pending.erase(each);
}

}  // namespace rulemap::simulated
