// The faults that a test ordered, and the pace that they give to a writing request.
#pragma once

#include <condition_variable>
#include <list>
#include <map>
#include <mutex>
#include <optional>
#include <set>

#include "contract/misp/settings.h"
#include "contract/misp/world.h"

namespace rulemap::simulated {

class FaultPlan {
 public:
  void at(std::size_t index, Fault fault) { by_index_.insert_or_assign(index, std::move(fault)); }
  void when(Condition condition, Fault fault, int times) {
    by_condition_.push_back({std::move(condition), std::move(fault), times});
  }
  void clear();
  // The request's own, which is spent with it.
  std::optional<Fault> take(const Seen& seen);

 private:
  struct Conditional {
    Condition condition;
    Fault fault;
    int times;
  };
  std::map<std::size_t, Fault> by_index_;
  std::list<Conditional> by_condition_;
};

// What requests under faults and the test have in common; under the world's lock.
struct Writing {
  std::condition_variable changed = {};
  int allowed = 0;  // elements that may be stored; -1: all
  int written = 0;
  int writers = 0;
  bool ends = false;  // the server is going away
};

class FaultPace : public Pace {
 public:
  FaultPace(std::unique_lock<std::mutex>& lock, Writing& writing, const Fault& fault);
  ~FaultPace() override;
  void begin(Event& event, std::vector<std::string> uuids) override;
  bool next(World& world, int event_id, const std::string& uuid) override;
  // What it left unsaid ends with it.
  void end(World& world);

 private:
  bool goes_on() const {
    return fault_.kind == Fault::Kind::kGoesOn || fault_.kind == Fault::Kind::kCutGoesOn;
  }
  void wait();

  std::unique_lock<std::mutex>& lock_;
  Writing& writing_;
  const Fault& fault_;
  int event_id_ = 0;
  std::set<std::string> pending_;
  int left_ = -1;  // elements before it breaks; -1: it does not
};

}  // namespace rulemap::simulated
