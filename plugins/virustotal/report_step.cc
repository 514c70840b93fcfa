// virustotal.report: asks VirusTotal for the record's indicator and writes what it says: verdict,
// observables, the Sigma rules that it names, and for files the techniques and, where the pipeline
// wants them, the events that its sandboxes saw.
#include <atomic>
#include <string>
#include <string_view>
#include <utility>

#include "answer.h"
#include "plain_text.h"
#include "report_reader.h"
#include "request_path.h"
#include "rulemap/sandbox/behaviour.h"
#include "rulemap/sdk/plugin.h"
#include "tree_reader.h"

namespace rulemap::virustotal {
namespace {

constexpr std::int64_t kMostNames = 1000;

std::string without_slash(std::string url) {
  while (url.ends_with('/')) url.pop_back();
  return url;
}

void write(EntryBuilder out, const SigmaResult& result) {
  model::write(out, result.match);
  out.set_text("provider_rule_id", result.provider_rule_id);
  if (result.evidence_left_out > 0) out.set("evidence_left_out", result.evidence_left_out);
}

void write(EntryBuilder out, const SandboxTechnique& seen) {
  model::write(out, seen.technique);
  if (seen.evidence_left_out > 0) out.set("evidence_left_out", seen.evidence_left_out);
}

}  // namespace

class ReportStep final : public Step<ReportStep> {
 public:
  struct Config {
    Secret key;
    std::string url;
    bool behaviour = true;
    bool events = false;
    std::int64_t names = 0;
  };
  // One row a call: the answers of a call are held until it ends.
  static constexpr Label label{.id = "virustotal.report",
                               .summary = "Asks VirusTotal what it knows of an indicator.",
                               .label = "enricher",
                               .provider = "vt",
                               .threads = RULEMAP_PARALLEL,
                               .flags = RULEMAP_FLAG_NETWORK,
                               .max_batch = 1};
  static constexpr auto options = rulemap::options(
      option("key", &Config::key, "API key; recordings need none"),
      option("url", &Config::url, "Address of the API")
          .standard("https://www.virustotal.com/api/v3"),
      option("behaviour", &Config::behaviour,
             "Whether to ask for the techniques that sandboxes saw: one more request a file")
          .standard("true"),
      option("events", &Config::events,
             "Whether to ask for the events that sandboxes saw, for sigma.match: one more request "
             "a file")
          .standard("false"),
      option("names", &Config::names, "At most so many names of a file").standard("10"));
  static constexpr auto reads =
      fields(field::text("ioc.type"), field::text("ioc.value"), field::text("lookup.vt"),
             field::text("vt.id"), field::text("vt.behaviour"), field::text("vt.events"),
             field::integer("vt.values_left_out"));
  static constexpr const char* kStates = "known|unknown|failed|not_asked";
  static constexpr auto writes = fields(
      field::text("lookup.vt"), field::text("vt.id"), field::text("vt.permalink"),
      field::text("vt.label"), field::integer("vt.malicious"), field::integer("vt.suspicious"),
      field::integer("vt.harmless"), field::integer("vt.undetected"), field::integer("vt.total"),
      field::integer("vt.reputation"), field::time("vt.first_seen"), field::time("vt.last_seen"),
      field::text("vt.behaviour").one_of(kStates), field::text("vt.events").one_of(kStates),
      field::integer("vt.names_left_out"), field::integer("vt.values_left_out"),
      field::integer("reputation.malicious"), field::integer("reputation.suspicious"),
      field::integer("reputation.harmless"), field::integer("reputation.total"),
      field::text("reputation.label"), field::text("reputation.by"), field::time("reputation.at"),
      field::list("observables"), field::list("matches"), field::list("techniques"),
      field::list("events"));

  ReportStep(Config config, Host host)
      : config_(std::move(config)), host_(host), url_(without_slash(config_.url)) {}

  static Result<void> validate(const Config& config) {
    const std::string_view url = config.url;
    const std::size_t host = url.starts_with("https://") ? 8 : url.starts_with("http://") ? 7 : 0;
    if (host == 0 || without_slash(config.url).size() <= host) {
      return Error{"`url` has to begin with https:// or http:// and to name a host", "url"};
    }
    if (url.find_first_of("@?# \t\r\n\\") != std::string_view::npos) {
      return Error{"`url` holds neither a user nor a query: the key belongs in `key`", "url"};
    }
    if (config.names < 0 || config.names > kMostNames) {
      return Error{"`names` is a number from 0 to " + std::to_string(kMostNames), "names"};
    }
    return {};
  }

  Outcome process(Row row) {
    // The report was written when the runs could not be had: it is not lost if they never can.
    if (row.text("lookup.vt") == "known") return ask_for_runs_again(row);
    const Asked asked{std::string(row.text("ioc.type")), std::string(row.text("ioc.value"))};
    if (thing_of(asked.type) == Thing::none) {
      row.set("lookup.vt", "not_asked");
      return {};
    }
    const auto path = report_path(asked.type, asked.value);
    if (!path.ok()) {
      row.reject(path.error().message);
      return {};
    }
    return take_report(row, asked, judge(host_, ask(row, *path), report_parts_));
  }

 private:
  using Kind = Answer::Kind;

  Response ask(const Row& row, const std::string& path) const {
    Request request{.url = url_ + path,
                    .headers = {{"accept", "application/json"}, {"x-tool", "rulemap"}}};
    if (config_.key.handle != 0) request.headers.push_back({"x-apikey", "", config_.key});
    return row.send(std::move(request));
  }

  Outcome take_report(Row row, const Asked& asked, const Answer& answer) {
    switch (answer.kind) {
      case Kind::found:
        return write_report(row, asked, answer.data);
      case Kind::unknown:
        row.set("lookup.vt", "unknown");
        break;
      case Kind::forbidden:
        row.reject("the key may not read this report: " + answer.why);
        break;
      case Kind::refused:
        row.reject("report: " + answer.why);
        break;
      default:
        return come_again(row, "report: ", answer);
    }
    return {};
  }

  Outcome write_report(Row row, const Asked& asked, Doc data) {
    FieldReader reader(static_cast<std::size_t>(config_.names));
    const auto report = read_report(asked, data, reader);
    if (!report.ok()) {
      row.reject("report: " + report.error().message);
      return {};
    }
    row.set("lookup.vt", "known");
    row.set("vt.id", report->id);
    row.set("vt.permalink", report->permalink);
    write_facts(row, report->facts);
    if (reader.names_left_out() > 0) row.set("vt.names_left_out", reader.names_left_out());
    row.add(report->subject);
    for (const SigmaResult& each : report->rules) write(row.append("matches"), each);
    const bool is_file = thing_of(asked.type) == Thing::file;
    const Outcome outcome = ask_for_runs(row, report->id, is_file && config_.behaviour,
                                         is_file && config_.events, reader);
    write_left_out(row, reader);
    return outcome;
  }

  static void write_facts(Row row, const std::vector<Attribute>& facts) {
    bool has_verdict = false;
    for (const Attribute& each : facts) {
      const Column column{column_of(writes, each.name)};
      std::visit([&](const auto& value) { row.set(column, value); }, each.value);
      has_verdict = has_verdict || each.name.starts_with("reputation.");
    }
    if (has_verdict) row.set("reputation.by", "virustotal");
  }

  static void write_left_out(Row row, const FieldReader& reader) {
    if (reader.values_left_out() > 0) row.set("vt.values_left_out", reader.values_left_out());
  }

  Outcome ask_for_runs_again(Row row) {
    const std::string id(row.text("vt.id"));
    const bool trees = row.text("vt.behaviour") == "failed";
    const bool events = row.text("vt.events") == "failed";
    if (id.empty() || (!trees && !events)) return {};
    FieldReader reader;
    reader.leave_out(static_cast<std::size_t>(row.integer("vt.values_left_out").value_or(0)));
    const Outcome outcome = ask_for_runs(row, id, trees, events, reader);
    write_left_out(row, reader);
    return outcome;
  }

  // What sandboxes saw of the file `id`: their techniques, their events.
  Outcome ask_for_runs(Row row, const std::string& id, bool trees, bool events,
                       FieldReader& reader) {
    Outcome out;
    if (trees) {
      out = take(row, trees_, id, trees_path(id), [&](Doc data) {
        const Behaviour behaviour = read_trees(data, reader);
        for (const SandboxTechnique& each : behaviour.techniques) {
          write(row.append("techniques"), each);
        }
        return behaviour.was_run;
      });
    }
    if (!events || out.status() != RULEMAP_OK) return out;
    return take(row, events_, id, behaviours_path(id),
                [&](Doc data) { return write_events(row, id, data, reader); });
  }

  // One question about the runs of a file.
  struct Question {
    std::string_view state;  // the field that says what became of it
    std::string_view what;
    const char* goes_without;
    Parts parts;
    DataIs data_is;
    std::atomic<bool> is_forbidden = false;  // calls may meet
  };

  // write: false where no sandbox has run the file.
  template <class Write>
  Outcome take(Row row, Question& question, const std::string& id, const std::string& path,
               Write write) {
    const Column state{column_of(writes, question.state)};
    if (question.is_forbidden) {
      row.set(state, "not_asked");
      return {};
    }
    const Answer answer = judge(host_, ask(row, path), question.parts, question.data_is);
    const std::string what(question.what);
    switch (answer.kind) {
      case Kind::found:
        row.set(state, write(answer.data) ? "known" : "unknown");
        return {};
      case Kind::unknown:
        row.set(state, "unknown");
        return {};
      case Kind::held_back:
        row.set(state, "not_asked");
        return {};
      case Kind::forbidden:
        if (question.is_forbidden.exchange(true)) break;  // said already
        host_.warn("the key may not read " + std::string(question.goes_without) + ": " +
                   answer.why);
        break;
      case Kind::refused:
        host_.warn(what + " of " + id + ": " + answer.why);
        break;
      default:
        break;
    }
    row.set(state, "failed");
    return come_again(row, what + ": ", answer);
  }

  bool write_events(Row row, const std::string& id, Doc runs, FieldReader& reader) const {
    std::size_t left_out = 0;
    for (const Doc run : runs) {
      const Doc attributes = run["attributes"];
      const std::string sandbox = line_of(attributes.text("sandbox_name").value_or(""), 100);
      const sandbox::Behaviour seen = sandbox::read_behaviour(attributes, sandbox);
      for (const Event& each : seen.events) row.add(each);
      left_out += seen.left_out;
    }
    reader.leave_out(left_out);
    if (runs.size() >= kMaxRuns) {
      host_.warn("behaviours of " + id + ": more sandboxes have run it than the " +
                 std::to_string(kMaxRuns) + " that are read");
    }
    return runs.size() > 0;
  }

  // What is the same for every request; an answer for good leaves the row as it is.
  static Outcome come_again(Row row, std::string_view what, const Answer& answer) {
    const std::string why = std::string(what) + answer.why;
    if (answer.kind == Kind::stop) return Outcome::stop(answer.why);
    if (answer.kind == Kind::wait) row.wait(why, answer.after_ms);
    if (answer.kind == Kind::retry) row.retry(why, answer.after_ms);
    return {};
  }

  Config config_;
  Host host_;
  std::string url_;
  Parts report_parts_{report_paths()};
  Question trees_{"vt.behaviour", "behaviour",
                  "behaviour_mitre_trees, so reports go on without techniques", Parts(tree_paths()),
                  DataIs::object};
  Question events_{"vt.events", "behaviours", "behaviours, so reports go on without events",
                   Parts(behaviour_paths()), DataIs::list};
};

}  // namespace rulemap::virustotal

RULEMAP_PLUGIN(rulemap::virustotal::ReportStep)
