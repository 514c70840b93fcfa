// The ledger: for every input token, and every sink, the one state that it is in. SQLite, in the
// state folder; `rulemap ledger` and people with `sqlite3` read it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "host/sqlite.h"

namespace rulemap::engine {

struct LedgerToken {
  std::string_view record_id, source, file, original, type, case_id;
  std::int64_t line = 0;
};

// Token states: pending, final (see its outcomes), dropped, merged, refused, dead_letter.
// Outcome states, one a sink: written (where), filtered (by which `when`), refused (why),
// dead_letter (why).
class Ledger {
 public:
  static Result<Ledger> open(const std::string& path);

  Result<void> begin_run(std::string_view pipeline, std::string_view digest,
                         std::int64_t started_ms);
  Result<void> end_run(std::string_view state, std::string_view why, std::int64_t ended_ms);
  // Everything between two commits is one transaction.
  Result<void> commit();

  void accept(std::uint32_t token, const LedgerToken& of);
  void refuse_input(const LedgerToken& of, std::string_view why);
  void set_state(std::uint32_t token, std::string_view state, std::string_view detail);
  // Every sink has answered for it; states other than pending stay.
  void finalize(std::uint32_t token);
  void outcome(std::uint32_t token, std::string_view sink, std::string_view state,
               std::string_view detail);
  void refused_value(std::uint32_t token, std::string_view sink, std::string_view what,
                     std::string_view value, std::string_view why);
  // The first write that went wrong since the run began.
  const Result<void>& health() const { return health_; }
  const std::string& path() const { return path_; }

 private:
  void note(Result<void> done);
  Result<void> prepare();

  std::string path_;
  Database database_;
  Statement accept_, refuse_, state_, final_, outcome_, value_;
  std::int64_t run_ = 0;
  Result<void> health_;
};

}  // namespace rulemap::engine
