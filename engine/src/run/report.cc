// The summary at the end of a run, for people and for programs.
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <algorithm>
#include <charconv>
#include <filesystem>

#include "rulemap/engine/clock.h"
#include "rulemap/engine/printable.h"
#include "rulemap/engine/run.h"

namespace rulemap::engine {
namespace {

using Writer = rapidjson::Writer<rapidjson::StringBuffer>;

std::string line(const std::string& label, const std::string& text) {
  return "  " + label + std::string(label.size() < 12 ? 12 - label.size() : 1, ' ') +
         printable(text) + "\n";
}

void part(std::string& out, std::uint64_t count, const std::string& what) {
  if (count == 0) return;
  out += (out.empty() ? "" : ", ") + std::to_string(count) + " " + what;
}

// "1 rule", "2 rules"; behind the noun may stand more.
std::string counted(std::uint64_t count, const std::string& noun, const std::string& more = "") {
  return std::to_string(count) + " " + noun + (count == 1 ? "" : "s") + more;
}
void part(std::string& out, std::uint64_t count, const std::string& noun, const std::string& more) {
  if (count > 0) out += (out.empty() ? "" : ", ") + counted(count, noun, more);
}

// Paths below the working folder without it.
std::string shorter(const std::string& text) {
  std::error_code failed;
  const std::string here = std::filesystem::current_path(failed).string() + "/";
  return !failed && text.starts_with(here) ? text.substr(here.size()) : text;
}

std::string records(std::uint64_t count) { return counted(count, "record"); }

// Those that were refused are not among those accepted; all others are.
std::string input_line(const RunReport& report) {
  std::string ends;
  part(ends, report.merged, "merged into the record of another");
  part(ends, report.dropped, "dropped");
  part(ends, report.dead_letter, "dead-lettered");
  part(ends, report.pending, "pending");
  std::string out = std::to_string(report.accepted) + " accepted";
  if (!ends.empty()) out += ", of these " + ends;
  if (report.refused > 0) out += "; " + std::to_string(report.refused) + " refused";
  return out;
}

constexpr std::size_t kListedNotes = 3;  // of one kind

// What the cases say: counts as their sum, texts as the first few.
std::string notes_text(const std::vector<std::pair<std::string, std::string>>& notes) {
  struct Kind {
    std::string what, listed;
    std::uint64_t sum = 0, texts = 0;
  };
  std::vector<Kind> kinds;
  for (const auto& [what, value] : notes) {
    auto kind = std::find_if(kinds.begin(), kinds.end(),
                             [&of = what](const Kind& each) { return each.what == of; });
    if (kind == kinds.end()) kind = kinds.insert(kinds.end(), {what, "", 0, 0});
    std::uint64_t count = 0;
    const auto [end, wrong] = std::from_chars(value.data(), value.data() + value.size(), count);
    if (wrong == std::errc() && end == value.data() + value.size()) {
      kind->sum += count;
    } else if (++kind->texts <= kListedNotes) {
      kind->listed += (kind->listed.empty() ? "" : ", ") + shorter(value);
    }
  }
  std::string out;
  for (const Kind& each : kinds) {
    out += "; " + each.what + ": " + (each.texts > 0 ? each.listed : std::to_string(each.sum));
    if (each.texts > kListedNotes) {
      out += " and " + std::to_string(each.texts - kListedNotes) + " more";
    }
  }
  return out;
}

constexpr std::string_view kChange = "change";  // one line each, where nothing was changed

std::string sink_line(const SinkReport& sink, bool dry_run) {
  std::string out = records(sink.written) + (dry_run ? " would be written" : " written");
  part(out, sink.filtered, "filtered");
  part(out, sink.refused, "refused");
  part(out, sink.refused_values, "single value", " refused");
  part(out, sink.dead_letter, "dead-lettered");
  auto notes = sink.notes;
  if (dry_run) std::erase_if(notes, [](const auto& note) { return note.first == kChange; });
  return out + notes_text(notes);
}

std::string change_lines(const SinkReport& sink) {
  std::string out;
  for (const auto& [what, value] : sink.notes) {
    if (what == kChange) out += line("", value);
  }
  return out;
}

std::string left_alone_lines(const RunReport& report) {
  std::string out;
  for (const std::string& each : report.left_alone) {
    out += line(each, "left alone: it cannot say what it would write");
  }
  return out;
}

// A word as a shell takes it.
std::string quoted(const std::string& word) {
  constexpr std::string_view kPlain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789%+,-./:=@_";
  if (!word.empty() && word.find_first_not_of(kPlain) == std::string::npos) return word;
  std::string out = "'";
  for (const char c : word) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

// The command that brings dead letters back; empty where no file has them.
std::string replay_command(const RunReport& report) {
  const DeadLetters& dead = report.dead_letters;
  if (dead.file.empty()) return "";
  const std::string from = dead.at.size() == 1 ? dead.at[0] : "STEP";
  const std::string state = std::filesystem::path(report.ledger).parent_path().string();
  return "rulemap replay " + quoted(shorter(report.pipeline_file)) + " " +
         quoted(shorter(dead.file)) + " --from " + from + " --state " + quoted(shorter(state));
}

std::string ledger_line(const RunReport& report) {
  const std::string folder = std::filesystem::path(report.ledger).parent_path().string();
  return line("ledger", report.ledger + "; `rulemap ledger --state " + folder + "` reads it");
}

std::string dead_letter_line(const RunReport& report) {
  const DeadLetters& dead = report.dead_letters;
  if (dead.records == 0) return "";
  const std::string count = records(dead.records);
  if (dead.file.empty()) {
    return line("dead letter",
                count + " in no file: `dead_letter: { use: table.jsonl, ... }` keeps them");
  }
  const std::string others =
      dead.held > dead.records
          ? ", which holds " + std::to_string(dead.held) + " with those of other runs"
          : "";
  std::string out =
      line("dead letter", count + " in " + shorter(dead.file) + others + "; once mended:") +
      line("", replay_command(report));
  std::string steps;
  for (const std::string& each : dead.at) steps += (steps.empty() ? "" : ", ") + each;
  if (dead.at.size() > 1) out += line("", "STEP is one of " + steps);
  return out;
}

constexpr std::size_t kLongestName = 80;  // bytes of an indicator in a line

// "a, b, c and 4 more"
std::string indicators(const StepFailure& of) {
  if (of.indicators.empty()) return records(of.rows);
  std::string out;
  for (const std::string& each : of.indicators) {
    out += (out.empty() ? "" : ", ") + each.substr(0, kLongestName);
    if (each.size() > kLongestName) out += "...";
  }
  const std::uint64_t left = of.rows - std::min<std::uint64_t>(of.rows, of.indicators.size());
  if (left > 0) out += " and " + std::to_string(left) + " more";
  return out;
}

std::string failure_lines(const std::vector<StepFailure>& listed, std::uint64_t others,
                          const std::string& what, const std::string& what_others) {
  std::string out;
  for (const StepFailure& each : listed) {
    out += line("", each.step + " " + what + " " + indicators(each) + ": " + each.why);
  }
  if (others > 0) {
    out += line("", std::to_string(others) + " more " + what_others);
  }
  return out;
}

std::string nothing_left_text(const RunReport& report) {
  std::string out = report.pipeline + ": nothing left to do: all " +
                    counted(report.accepted, "input") + " were finished in the run of " +
                    utc_text(report.first_started_ms) + "; --fresh runs anew\n";
  for (const SinkReport& each : report.sinks) {
    if (each.written_before == 0) continue;
    out += line(each.id, records(each.written_before) +
                             " written before; the last: " + shorter(each.last_before));
  }
  return out + dead_letter_line(report) + ledger_line(report);
}

std::string answers_line(const RunReport& report) {
  std::string out = std::to_string(report.answers_replayed) + " replayed, " +
                    std::to_string(report.answers_network) + " from the network";
  part(out, report.answers_cached, "from the cache");
  part(out, report.answers_missing, "not recorded");
  part(out, report.requests_failed, "request", " without an answer");
  part(out, report.lookups_failed, "lookup", " failed");
  part(out, report.lookups_not_asked, "lookup", " not asked");
  return out;
}

// What sources count besides: "report: 12 words passed over".
std::string passed_over_lines(const RunReport& report) {
  std::string out;
  for (const Metric& each : report.metrics) {
    if (!each.of_source || each.value == 0) continue;
    std::string what = each.name;
    std::replace(what.begin(), what.end(), '_', ' ');
    out += line("", each.of + ": " + std::to_string(each.value) + " " + what);
  }
  return out;
}

std::string replayed_line(const RunReport& report) {
  if (report.replayed.empty()) return "";
  const std::string file = shorter(report.replayed);
  if (report.dead_letters.records > 0) {
    return line("replayed", file + " still holds what went through, beside what failed again");
  }
  return line("replayed", file +
                              " still holds what went through: move it away, or the next replay "
                              "brings it again");
}

void put(Writer& out, const std::string& value) {
  const std::string text = printable(value);
  out.String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
}
void put(Writer& out, const char* key, const std::string& value) {
  out.Key(key);
  put(out, value);
}
void put(Writer& out, const char* key, std::uint64_t value) {
  out.Key(key);
  out.Uint64(value);
}

void put_sink(Writer& out, const SinkReport& sink) {
  out.StartObject();
  put(out, "id", sink.id);
  put(out, "written", sink.written);
  put(out, "filtered", sink.filtered);
  put(out, "refused", sink.refused);
  put(out, "refused_values", sink.refused_values);
  put(out, "dead_letter", sink.dead_letter);
  put(out, "written_before", sink.written_before);
  put(out, "last_before", sink.last_before);
  put(out, "calls", sink.calls);
  put(out, "most_waiting", sink.most_waiting);
  out.Key("left_as_they_were");
  out.StartArray();
  for (const std::string& path : sink.left_as_they_were) put(out, path);
  out.EndArray();
  out.Key("notes");
  out.StartArray();
  for (const auto& [what, value] : sink.notes) {
    out.StartObject();
    put(out, "what", what);
    put(out, "value", value);
    out.EndObject();
  }
  out.EndArray();
  out.EndObject();
}

void put_dead_letters(Writer& out, const RunReport& report) {
  out.Key("dead_letters");
  out.StartObject();
  put(out, "records", report.dead_letters.records);
  put(out, "file", report.dead_letters.file);
  put(out, "held", report.dead_letters.held);
  out.Key("at");
  out.StartArray();
  for (const std::string& each : report.dead_letters.at) put(out, each);
  out.EndArray();
  put(out, "replay", replay_command(report));
  out.EndObject();
}

void put_failures(Writer& out, const char* key, const std::vector<StepFailure>& failures) {
  out.Key(key);
  out.StartArray();
  for (const StepFailure& each : failures) {
    out.StartObject();
    put(out, "step", each.step);
    put(out, "why", each.why);
    put(out, "rows", each.rows);
    out.Key("indicators");
    out.StartArray();
    for (const std::string& indicator : each.indicators) put(out, indicator);
    out.EndArray();
    out.EndObject();
  }
  out.EndArray();
}

// {"vt": {"name": 1}}; those of one id stand together.
void put_metrics(Writer& out, const std::vector<Metric>& metrics) {
  out.Key("metrics");
  out.StartObject();
  for (std::size_t i = 0; i < metrics.size(); ++i) {
    const std::string name = printable(metrics[i].name);
    if (i == 0 || metrics[i - 1].of != metrics[i].of) {
      out.Key(metrics[i].of.c_str());
      out.StartObject();
    }
    out.Key(name.c_str());
    out.Int64(metrics[i].value);
    if (i + 1 == metrics.size() || metrics[i + 1].of != metrics[i].of) out.EndObject();
  }
  out.EndObject();
}

void put_step(Writer& out, const StepReport& step) {
  out.StartObject();
  put(out, "id", step.id);
  put(out, "rows", step.rows);
  put(out, "calls", step.calls);
  put(out, "most_waiting", step.most_waiting);
  out.EndObject();
}

}  // namespace

bool RunReport::nothing_left() const {
  const auto did_something = [](const SinkReport& each) {
    return each.written + each.refused + each.dead_letter > 0;
  };
  return went_on && !failed && finished_before == accepted &&
         std::none_of(sinks.begin(), sinks.end(), did_something);
}

bool RunReport::gave_up_some() const {
  return refused + dead_letter + dead_letters.records > 0 ||
         std::any_of(sinks.begin(), sinks.end(),
                     [](const SinkReport& each) { return each.refused + each.dead_letter > 0; });
}

std::string RunReport::text() const {
  if (nothing_left()) return nothing_left_text(*this);
  std::string out = pipeline + ": " + (failed ? "failed: " + error.text() : "done") +
                    (dry_run ? "; a dry run: nothing was changed, and nothing stays" : "") + "\n";
  if (ledger.empty()) return out;  // it did not begin
  if (went_on) {
    out += line("went on", "with the run that began at " + utc_text(first_started_ms) +
                               (written_before ? "; " + records(written_before) +
                                                     " written before are not written again"
                                               : "") +
                               "; --fresh begins anew");
  }
  out += line("inputs", input_line(*this));
  for (const RefusedInput& each : refused_inputs) {
    out += line("", "refused " + shorter(each.place) + ": `" + each.original + "`: " + each.why);
  }
  if (refused > refused_inputs.size()) {
    out += line("", std::to_string(refused - refused_inputs.size()) +
                        " more refused; the ledger has them all");
  }
  out += passed_over_lines(*this);
  if (asks) out += line("answers", answers_line(*this));
  out += failure_lines(failures, failures_not_listed, "failed for",
                       "failed for other reasons; the ledger has them all") +
         failure_lines(not_asked, not_asked_not_listed, "did not ask about",
                       "were not asked about for other reasons");
  if (maps) out += line("mapped", counted(rules, "rule") + ", " + counted(techniques, "technique"));
  for (const SinkReport& each : sinks) {
    out += line(each.id, sink_line(each, dry_run));
    if (dry_run) out += change_lines(each);
    for (const std::string& path : each.left_as_they_were) {
      out += line("", "a replay writes beside " + shorter(path) + ", which is as it was");
    }
  }
  out += failure_lines(refusals, refusals_not_listed, "refused",
                       "refused for other reasons; the ledger has them all");
  if (dry_run) return out + left_alone_lines(*this);
  return out + dead_letter_line(*this) + replayed_line(*this) + ledger_line(*this);
}

std::string RunReport::json() const {
  rapidjson::StringBuffer buffer;
  Writer out(buffer);
  out.StartObject();
  put(out, "pipeline", pipeline);
  put(out, "replayed", replayed);
  out.Key("failed");
  out.Bool(failed);
  put(out, "error", failed ? error.text() : "");
  out.Key("dry_run");
  out.Bool(dry_run);
  out.Key("left_alone");
  out.StartArray();
  for (const std::string& each : left_alone) put(out, each);
  out.EndArray();
  out.Key("went_on");
  out.Bool(went_on);
  put(out, "first_started", utc_text(first_started_ms));
  put(out, "written_before", written_before);
  out.Key("nothing_left");
  out.Bool(nothing_left());
  put(out, "accepted", accepted);
  put(out, "finished_before", finished_before);
  put(out, "refused", refused);
  put(out, "merged", merged);
  put(out, "dropped", dropped);
  put(out, "dead_letter", dead_letter);
  put(out, "pending", pending);
  put_dead_letters(out, *this);
  put(out, "answers_replayed", answers_replayed);
  put(out, "answers_network", answers_network);
  put(out, "answers_cached", answers_cached);
  put(out, "answers_missing", answers_missing);
  put(out, "requests_failed", requests_failed);
  put(out, "lookups_failed", lookups_failed);
  put(out, "lookups_not_asked", lookups_not_asked);
  put(out, "rules", rules);
  put(out, "techniques", techniques);
  out.Key("steps");
  out.StartArray();
  for (const StepReport& each : steps) put_step(out, each);
  out.EndArray();
  out.Key("sinks");
  out.StartArray();
  for (const SinkReport& each : sinks) put_sink(out, each);
  out.EndArray();
  put_metrics(out, metrics);
  out.Key("refused_inputs");
  out.StartArray();
  for (const RefusedInput& each : refused_inputs) {
    out.StartObject();
    put(out, "place", each.place);
    put(out, "original", each.original);
    put(out, "why", each.why);
    out.EndObject();
  }
  out.EndArray();
  put_failures(out, "failures", failures);
  put(out, "failures_not_listed", failures_not_listed);
  put_failures(out, "not_asked", not_asked);
  put(out, "not_asked_not_listed", not_asked_not_listed);
  put_failures(out, "refusals", refusals);
  put(out, "refusals_not_listed", refusals_not_listed);
  put(out, "ledger", ledger);
  put(out, "milliseconds", static_cast<std::uint64_t>(milliseconds));
  out.EndObject();
  return std::string(buffer.GetString(), buffer.GetSize()) + "\n";
}

}  // namespace rulemap::engine
