// The ledger: for every input token, and every sink, the one state that it is in; and what steps
// remember, in one SQLite file, so that both are kept together or not at all. `rulemap ledger` and
// people with `sqlite3` read it.
#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "host/sqlite.h"

namespace rulemap::engine {

struct LedgerToken {
  std::string_view record_id, source, file, original, type, case_id;
  std::int64_t line = 0;
};

// Which run an input and a pipeline make. Equal ones are the same run, if the last one did not end.
struct RunKey {
  std::string_view pipeline;
  std::string_view digest;  // of the pipeline's bytes and variables
  std::string_view input;   // of what its sources read; empty: never the same again
};

struct RunStart {
  bool goes_on = false;
  std::int64_t started_ms = 0;  // the first start's
};

// Token states: pending, final (see its outcomes), dropped, merged, refused, dead_letter.
// Outcome states, one a sink: written (where), filtered (by which `when`), refused (why),
// dead_letter (why).
class Ledger {
 public:
  static Result<Ledger> open(const std::string& path);

  // Goes on with the pipeline's last run where it is of that key, did not end, and `fresh` is not
  // set. After another run, or a replay, what sinks remember is of that one.
  Result<RunStart> begin_run(const RunKey& key, std::int64_t now_ms, bool fresh);
  Result<void> end_run(std::string_view state, std::string_view why, std::int64_t ended_ms);
  // Everything between two commits is one transaction.
  Result<void> commit();

  // Tokens are numbered by the runner, from 0 in each start. True: an earlier start of this run
  // gave the token up (dead letter), and so it stays.
  bool accept(std::uint32_t token, const LedgerToken& of);
  // How many of the tokens that were accepted an earlier start had accepted.
  std::uint64_t known() const { return known_before_; }
  // How many of those had found their end then.
  std::uint64_t finished_before() const { return finished_before_; }
  void refuse_input(const LedgerToken& of, std::string_view why);
  void set_state(std::uint32_t token, std::string_view state, std::string_view detail);
  // Every sink has answered for it; states other than pending stay.
  void finalize(std::uint32_t token);
  void outcome(std::uint32_t token, std::string_view sink, std::string_view state,
               std::string_view detail);
  // Where an earlier start of this run wrote the token in that sink, or why it did not for good;
  // nothing: it has to be written yet.
  std::optional<std::string> written_before(std::uint32_t token, std::string_view sink);
  void refused_value(std::uint32_t token, std::string_view sink, std::string_view what,
                     std::string_view value, std::string_view why);

  // What steps remember. Keys that begin with "run." are forgotten when a new run begins. recall:
  // [any thread]
  void remember(std::string_view scope, std::string_view key, std::string_view value);
  Result<std::string> recall(std::string_view scope, std::string_view key);

  // The first write that went wrong since the run began.
  const Result<void>& health() const { return health_; }
  const std::string& path() const { return path_; }

 private:
  void note(Result<void> done);
  Result<void> make_tables();
  Result<void> prepare();
  Result<void> go_on();
  Result<void> begin_new(const RunKey& key, std::int64_t now_ms);
  std::int64_t number(std::uint32_t token) const {
    return token < numbers_.size() ? numbers_[token] : std::int64_t{token};
  }

  std::string path_;
  Database database_;
  Statement accept_, refuse_, state_, final_, outcome_, value_;
  Statement known_, again_, written_, put_, get_;
  std::unique_ptr<std::mutex> recalling_ = std::make_unique<std::mutex>();
  std::int64_t run_ = 0;
  std::int64_t start_ = 1;
  // Only where a run goes on: the ledger's numbers of this start's tokens, and the next new one.
  std::vector<std::int64_t> numbers_;
  std::int64_t next_number_ = 0;
  std::uint64_t known_before_ = 0, finished_before_ = 0;
  bool goes_on_ = false;
  Result<void> health_;
};

}  // namespace rulemap::engine
