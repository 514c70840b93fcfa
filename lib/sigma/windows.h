// The hits of one group of one correlation, and the windows over them in which its condition holds.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "aggregates.h"
#include "hit.h"
#include "rulemap/sigma/correlate.h"

namespace rulemap::sigma {

// What made a correlation fire; good until the group changes.
using Holding = std::optional<std::span<const Hit>>;

class Group {
 public:
  // What all groups of a correlation share.
  struct Settings {
    const Correlation* correlation = nullptr;
    bool is_whole = false;        // needs_whole_window()
    std::size_t most_events = 0;  // kept
    CorrelateLosses* losses = nullptr;
  };

  // A window ends at each hit and goes one timespan back, both ends included. A hit that comes late
  // is put where it belongs, and the windows that it is in are judged again. After it has fired the
  // group is quiet for a timespan.
  Holding slide(const Settings& settings, Hit hit);

  // A window begins with a hit and ends one timespan after it; the next one begins with the first
  // hit after that. add() may end the one before, which holds or not: ask close() first.
  bool ends_before(const Settings& settings, std::int64_t time_ms) const;
  void add(const Settings& settings, Hit hit);
  Holding close(const Settings& settings) const;
  void clear();

  bool has_seen(std::uint64_t event) const { return last_event_ && *last_event_ == event; }
  bool is_empty() const { return hits_.empty(); }
  std::int64_t newest_ms() const { return hits_.back().time_ms; }
  std::size_t bytes() const { return bytes_; }

 private:
  std::size_t insert(Hit hit);
  void forget_before(std::int64_t time_ms);
  void keep_at_most(const Settings& settings);
  bool is_quiet_at(std::int64_t time_ms, std::int64_t timespan_ms) const;
  Holding judge(const Settings& settings, const Tally& tally, std::size_t begin, std::size_t end);
  Holding judge_late(const Settings& settings, std::size_t at);

  Hits hits_;
  std::size_t begin_ = 0;  // of the newest window
  Tally tally_;            // of the newest window
  std::vector<std::int64_t> fired_;
  std::optional<std::uint64_t> last_event_;
  std::size_t bytes_ = 0;  // of hits
};

}  // namespace rulemap::sigma
