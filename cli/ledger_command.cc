// rulemap ledger: what became of each input of a run.
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <memory>

#include "command.h"
#include "json_text.h"
#include "rulemap/engine/clock.h"
#include "rulemap/engine/ledger_view.h"
#include "rulemap/engine/printable.h"

namespace rulemap::cli {
namespace {

using engine::printable;

struct LedgerArguments {
  engine::LedgerFilter filter;
  std::int64_t run = 0;
  std::string state_folder;
  bool runs = false, csv = false, json = false;
};

// RFC 4180; what a spreadsheet would take for a formula gets an apostrophe.
std::string csv_cell(const std::string& raw) {
  const std::string text = printable(raw);
  std::string out = "\"";
  if (!text.empty() && std::string_view("=+-@").find(text[0]) != std::string_view::npos) {
    out += '\'';
  }
  for (const char c : text) out += c == '"' ? std::string("\"\"") : std::string(1, c);
  return out + "\"";
}

std::string csv_lines(const engine::LedgerInput& input) {
  const std::string begin = csv_cell(input.original) + "," + csv_cell(input.type) + "," +
                            csv_cell(input.source) + "," + csv_cell(input.file) + "," +
                            std::to_string(input.line) + "," + csv_cell(input.state) + "," +
                            csv_cell(input.detail);
  if (input.outcomes.empty()) return begin + ",,,\n";
  std::string out;
  for (const engine::LedgerOutcome& each : input.outcomes) {
    out += begin + "," + csv_cell(each.sink) + "," + csv_cell(each.state) + "," +
           csv_cell(each.detail) + "\n";
  }
  return out;
}

std::string json_line(const engine::LedgerInput& input) {
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> out(buffer);
  const auto put = [&](const char* key, const std::string& raw) {
    const std::string value = printable(raw);
    out.Key(key);
    out.String(value.data(), static_cast<rapidjson::SizeType>(value.size()));
  };
  out.StartObject();
  put("original", input.original);
  put("type", input.type);
  put("source", input.source);
  put("file", input.file);
  out.Key("line");
  out.Int64(input.line);
  put("state", input.state);
  put("detail", input.detail);
  out.Key("outcomes");
  out.StartArray();
  for (const engine::LedgerOutcome& each : input.outcomes) {
    out.StartObject();
    put("sink", each.sink);
    put("state", each.state);
    put("detail", each.detail);
    out.EndObject();
  }
  out.EndArray();
  out.EndObject();
  return std::string(buffer.GetString(), buffer.GetSize()) + "\n";
}

std::string lines(const engine::LedgerInput& input) {
  const std::string place =
      input.file.empty() ? "" : "  (" + input.file + ":" + std::to_string(input.line) + ")";
  std::string out = printable(input.original) + printable(place) + "\n";
  const auto line = [&](const std::string& who, const std::string& state, const std::string& why) {
    out += "    " + (who.empty() ? "" : printable(who) + ": ") + state + (why.empty() ? "" : ", ") +
           printable(why) + "\n";
  };
  if (input.state != "final")
    line("", input.state, input.detail);
  else if (!input.detail.empty())
    line("", "failed on the way", input.detail);
  for (const engine::LedgerOutcome& each : input.outcomes) line(each.sink, each.state, each.detail);
  return out;
}

std::string run_line(const engine::LedgerRun& run) {
  std::string out = "run " + std::to_string(run.id) + " of " + run.pipeline + ": " + run.state +
                    ", began " + engine::utc_text(run.started_ms);
  if (run.ended_ms) out += ", ended " + engine::utc_text(*run.ended_ms);
  if (run.starts > 1) out += ", started " + std::to_string(run.starts) + " times";
  out += ", " + std::to_string(run.inputs) + (run.inputs == 1 ? " input" : " inputs");
  if (run.pending > 0) out += ", " + std::to_string(run.pending) + " pending";
  return out + (run.why.empty() ? "" : "; " + printable(run.why)) + "\n";
}

std::string run_json(const engine::LedgerRun& run) {
  JsonText out;
  out.open_object();
  out.key("run").number(static_cast<std::uint64_t>(run.id));
  out.field("pipeline", run.pipeline).field("state", run.state).field("why", printable(run.why));
  out.field("began", engine::utc_text(run.started_ms));
  out.field("ended", run.ended_ms ? engine::utc_text(*run.ended_ms) : "");
  out.key("starts").number(static_cast<std::uint64_t>(run.starts));
  out.key("inputs").number(static_cast<std::uint64_t>(run.inputs));
  out.key("pending").number(static_cast<std::uint64_t>(run.pending));
  out.close();
  return out.text() + "\n";
}

void list_runs(const LedgerArguments& arguments, Common& common) {
  const auto runs = engine::ledger_runs(arguments.state_folder, arguments.filter.pipeline);
  if (!runs.ok()) {
    complain("rulemap: " + runs.error().text() + "\n");
    common.exit_code = kFailed;
    return;
  }
  for (const engine::LedgerRun& each : *runs) {
    print(arguments.json ? run_json(each) : run_line(each));
  }
}

void list_inputs(LedgerArguments& arguments, Common& common) {
  if (arguments.run > 0) arguments.filter.run = arguments.run;
  if (arguments.csv) print("original,type,source,file,line,state,detail,sink,outcome,where\n");
  const auto run =
      engine::ledger_inputs(arguments.state_folder, arguments.filter, [&](const auto& input) {
        print(arguments.csv ? csv_lines(input) : arguments.json ? json_line(input) : lines(input));
      });
  if (!run.ok()) {
    complain("rulemap: " + run.error().text() + "\n");
    common.exit_code = kFailed;
  } else if (!arguments.csv && !arguments.json) {
    print(run_line(*run));
  }
}

}  // namespace

void add_ledger(CLI::App& app, Common& common) {
  auto arguments = std::make_shared<LedgerArguments>();
  CLI::App* command = app.add_subcommand("ledger", "Say what became of each input of a run");
  command->add_option("--pipeline", arguments->filter.pipeline, "Only runs of this pipeline")
      ->type_name("NAME");
  command->add_option("--run", arguments->run, "The run's number (default: the last one)")
      ->type_name("N");
  command
      ->add_option("--only", arguments->filter.state,
                   "Only inputs in this state: pending, final, written, filtered, refused, "
                   "dropped, merged or dead_letter")
      ->check(CLI::IsMember({"pending", "final", "written", "filtered", "refused", "dropped",
                             "merged", "dead_letter"}));
  command->add_option("--sink", arguments->filter.sink, "Only what became of them in this sink")
      ->type_name("ID");
  command
      ->add_option("--state", arguments->state_folder,
                   "The state folder (default: $XDG_STATE_HOME/rulemap)")
      ->type_name("DIR");
  auto* runs = command->add_flag("--runs", arguments->runs, "List the runs instead");
  auto* csv = command->add_flag("--csv", arguments->csv, "As CSV, a line for each input and sink")
                  ->excludes(runs);
  command->add_flag("--json", arguments->json, "One JSON object an input, or a run")->excludes(csv);
  command->callback([arguments, &common] {
    if (arguments->runs)
      list_runs(*arguments, common);
    else
      list_inputs(*arguments, common);
  });
}

}  // namespace rulemap::cli
