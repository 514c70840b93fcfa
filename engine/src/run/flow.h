// Where rows wait and which calls run: for each step, sink and source. Belongs to the runner's
// thread, but for what a ticket's call writes while it runs.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "host/http_door.h"
#include "rulemap/host/sink_instance.h"
#include "rulemap/host/step_instance.h"
#include "run/held_rows.h"
#include "run/row.h"

namespace rulemap::engine {

// What one call of a sink writes, or a case step lets go, at most: rows, and bytes of them.
inline constexpr std::size_t kRowsAtOnce = 64;
inline constexpr std::size_t kBytesAtOnce = std::size_t{128} << 10;

// Rows that wait for one step or sink, bounded by count and by bytes: who fills it looks first.
template <class T>
class Inbox {
 public:
  static constexpr std::size_t kMostRows = 256;

  explicit Inbox(std::size_t most_bytes) : most_bytes_(most_bytes) {}
  bool full() const { return rows_.size() + away_ >= kMostRows || bytes_ >= most_bytes_; }
  bool empty() const { return rows_.empty(); }
  std::size_t size() const { return rows_.size(); }
  void push(T row, std::size_t bytes) {
    bytes_ += bytes;
    rows_.push_back({std::move(row), bytes});
    most_ = std::max(most_, rows_.size() + away_);
  }
  const T& front() const { return rows_.front().row; }
  T pop() {
    T row = std::move(rows_.front().row);
    bytes_ -= rows_.front().bytes;
    rows_.pop_front();
    return row;
  }
  void clear() {
    rows_.clear();
    bytes_ = 0;
  }
  // Rows that wait to be tried again count as if they were here.
  void went_away() { most_ = std::max(most_, rows_.size() + ++away_); }
  void came_back() { --away_; }
  std::size_t away() const { return away_; }
  // The most that ever waited.
  std::size_t most() const { return most_; }

 private:
  struct Waiting {
    T row;
    std::size_t bytes;
  };
  std::deque<Waiting> rows_;
  std::size_t bytes_ = 0, most_bytes_, away_ = 0, most_ = 0;
};

// The rows of one call of a step, and what the call said. Tickets are settled in the order in which
// they were drawn, so rows keep theirs however long each call takes.
struct Ticket {
  std::vector<Row> rows;
  std::vector<bool> asked;                   // false: its `when` does not hold
  std::size_t bytes = 0;                     // of the rows as they were drawn
  std::int64_t ended_ms = 0;                 // when its call ended, steady
  std::vector<GatedRow> gates;               // of the rows that are asked
  std::size_t worker = 0;                    // whose instance is called
  std::vector<const host::CaseText*> cases;  // of a case step's rows
  bool done = false;
  // Written by the call:
  bool called = false;  // false: the round was broken off before it
  host::StepCall call;
  std::vector<std::string> held_back;  // why, by the rows that are asked; empty: it was not
  Result<void> kept;                   // by a case step
};

// Tickets whose calls one thread makes one after the other.
using Round = std::vector<std::shared_ptr<Ticket>>;

struct CaseRows {
  HeldRows rows;
  bool closed = false;
  std::size_t next = 0;  // the first row that was not let go
};

struct StepFlow {
  explicit StepFlow(std::size_t most_bytes) : inbox(most_bytes) {}

  Inbox<Row> inbox;
  std::deque<std::shared_ptr<Ticket>> tickets;
  std::vector<std::size_t> idle_workers;
  std::size_t drawn_rows = 0, drawn_bytes = 0;  // in tickets
  std::size_t running = 0;
  bool halted = false;                     // is not called again
  std::map<std::uint32_t, CaseRows> held;  // of a case step, by case; its calls alone touch it
  bool letting_go = false;                 // a call that closes a case or reads its rows back runs
  std::uint64_t rows = 0, calls = 0;

  // Tickets that wait for an earlier one are bounded as well.
  bool has_drawn_enough(std::size_t most_bytes) const {
    return drawn_rows >= Inbox<Row>::kMostRows || drawn_bytes >= most_bytes;
  }
  bool idle() const {
    return inbox.empty() && inbox.away() == 0 && tickets.empty() && running == 0 && !letting_go;
  }
};

struct SinkRow {
  std::shared_ptr<Row> row;  // shared by the sinks that read it
  std::uint32_t attempts = 0;
  std::int64_t first_failed_ms = 0;
};

struct SinkTicket {
  std::uint32_t of_case = 0;
  bool open = false;  // the case has to be opened first
  std::vector<SinkRow> rows;
  // Written by the call:
  host::SinkCall opened;
  std::vector<host::SinkCall> written;
};

struct SinkFlow {
  explicit SinkFlow(std::size_t most_bytes) : inbox(most_bytes) {}

  Inbox<SinkRow> inbox;
  bool running = false;
  bool halted = false;
  std::set<std::uint32_t> cases;  // open ones
  std::uint32_t close_attempts = 0;
  std::int64_t close_due_ms = 0;
  std::uint64_t rows = 0, calls = 0;
  std::set<std::pair<std::string, std::string>> noted;

  bool idle() const { return inbox.empty() && inbox.away() == 0 && !running; }
};

struct SourceFlow {
  bool running = false;
  bool ended = false;
  std::deque<std::string> settled;  // checkpoints that it has to be told
};

}  // namespace rulemap::engine
