// Runs a loaded pipeline to its end, and says what became of every input.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "rulemap/engine/pipeline.h"
#include "rulemap/sdk/result.h"

namespace rulemap::engine {

// Tokens: seen so far, and those that have found their end in every sink.
struct Progress {
  std::uint64_t seen = 0;
  std::uint64_t done = 0;
  bool all_seen = false;  // the sources have ended: `seen` is final
  // Of those seen, what an earlier start of this run had seen: a run that goes on reads it again.
  std::uint64_t known = 0;
  // Nothing goes on but by waiting for an allowance: who waits, until when, why. Else empty.
  std::string waits = {};
};

struct RunOptions {
  // Empty: $XDG_STATE_HOME/rulemap, else ~/.local/state/rulemap.
  std::string state_folder = {};
  // Begin anew where the last run of the same pipeline and input did not reach its end; otherwise
  // it goes on.
  bool fresh = false;
  // Providers are asked and rows go through all steps, but nothing is changed outside, no file is
  // written and nothing stays: sinks that can (RULEMAP_FLAG_DRY_RUN) say what they would change.
  bool dry_run = false;
  // Called now and then, from the thread that runs.
  std::function<void(const Progress&)> progress = {};
  // Asked ten times a second: true ends the run, what is not final stays pending.
  std::function<bool()> interrupted = {};
  // How long calls that run may take to end once the run is over or interrupted.
  std::int64_t grace_ms = 10'000;
};

// Records that a step failed or did not ask about, or that a sink refused, for the same reason.
struct StepFailure {
  std::string step;  // or sink
  std::string why;
  std::uint64_t rows = 0;
  std::vector<std::string> indicators;  // the first few different ones
};

// What became of records in one sink. A record is what goes there; several inputs may have been
// merged into one.
struct SinkReport {
  std::string id;
  std::uint64_t written = 0;
  std::uint64_t filtered = 0;
  std::uint64_t refused = 0;
  std::uint64_t refused_values = 0;
  std::uint64_t dead_letter = 0;
  std::vector<std::pair<std::string, std::string>> notes;  // "objects": "12", "file": "out/x.json"
  std::uint64_t calls = 0;
  std::uint64_t most_waiting = 0;    // rows in its queue at the worst moment
  std::uint64_t written_before = 0;  // by an earlier start of the run
  std::string last_before;           // where the last of them is, as the sink said
  // Of a replay: the files of the pipeline that it left as they were, and wrote beside.
  std::vector<std::string> left_as_they_were;
};

// What passed through one step.
struct StepReport {
  std::string id;
  std::uint64_t rows = 0;
  std::uint64_t calls = 0;
  std::uint64_t most_waiting = 0;  // rows in its queue at the worst moment
};

// A token that no source could make a row of.
struct RefusedInput {
  std::string place;  // file:line:column
  std::string original;
  std::string why;
};

// A counter or gauge of a source, step or sink.
struct Metric {
  std::string of;  // its id
  std::string name;
  std::int64_t value = 0;
  bool of_source = false;
};

// Records that were given up, with those of earlier starts of the run.
struct DeadLetters {
  std::uint64_t records = 0;
  std::string file;             // where they are; empty: no sink keeps them in a file
  std::uint64_t held = 0;       // lines of that file, with those of other runs
  std::vector<std::string> at;  // the steps and sinks that gave them up in this start
};

struct RunReport {
  // Set: the run ended early; everything done until then is kept.
  bool failed = false;
  Error error{"", ""};
  // Set: a call did not end within the grace; its thread still runs, and the pipeline is never
  // destroyed. End the process.
  bool left_running = false;

  std::string pipeline;
  std::string pipeline_file;  // as it was given
  std::string replayed;       // the file of dead letters that was read; empty: the sources were
  bool asks = false;          // a step asks a provider
  bool maps = false;          // a step fills matches or techniques
  bool dry_run = false;
  std::vector<std::string> left_alone;  // sinks that a dry run does not open
  // Set: this went on with a run that had not reached its end.
  bool went_on = false;
  std::int64_t first_started_ms = 0;
  std::uint64_t written_before = 0;  // records that an earlier start had written, counted by sink
  // Inputs: indicators as they stand in a list. What was refused is not among those accepted; all
  // that follows is.
  std::uint64_t accepted = 0;
  std::uint64_t finished_before = 0;  // had found their end in an earlier start
  std::uint64_t refused = 0;
  std::uint64_t merged = 0;  // into the record of another: a repeat, or the same thing
  std::uint64_t dropped = 0;
  std::uint64_t dead_letter = 0;
  std::uint64_t pending = 0;
  DeadLetters dead_letters;
  std::uint64_t answers_replayed = 0;
  std::uint64_t answers_network = 0;  // whatever their status
  std::uint64_t answers_cached = 0;   // left by an earlier request
  std::uint64_t requests_failed = 0;  // no answer came: refused, broken off, too late
  std::uint64_t answers_missing = 0;  // asked with `replay`, but not recorded
  std::uint64_t lookups_failed = 0;
  std::uint64_t lookups_not_asked = 0;
  std::uint64_t rules = 0;       // distinct rules that matched
  std::uint64_t techniques = 0;  // distinct techniques
  std::vector<StepReport> steps;
  std::vector<SinkReport> sinks;
  std::vector<Metric> metrics;
  std::vector<RefusedInput> refused_inputs;  // the first 20
  std::vector<StepFailure> failures;         // the first 20 different ones
  std::uint64_t failures_not_listed = 0;     // rows whose reason is none of these
  std::vector<StepFailure> not_asked;        // the first 20 different ones
  std::uint64_t not_asked_not_listed = 0;
  std::vector<StepFailure> refusals;  // by sinks: the first 20 different ones
  std::uint64_t refusals_not_listed = 0;
  std::string ledger;  // its path
  std::int64_t milliseconds = 0;

  // It went on with a run whose inputs had all found their end: nothing was done.
  bool nothing_left() const;
  // An input or a record was refused or dead-lettered: what there is is not all.
  bool gave_up_some() const;
  // For people; a few lines.
  std::string text() const;
  std::string json() const;
};

// Runs a pipeline once. Not for a pipeline that has run before.
RunReport run(Pipeline& pipeline, const RunOptions& options);

}  // namespace rulemap::engine
