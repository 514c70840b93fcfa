// virustotal.report: asks VirusTotal for the record's indicator and writes what it says: verdict,
// observables, the Sigma rules that it names, and for files the techniques that its sandboxes saw.
#include <atomic>
#include <string>
#include <string_view>
#include <utility>

#include "answer.h"
#include "report_reader.h"
#include "request_path.h"
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
  out.set_text("description", result.description);
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
      option("names", &Config::names, "At most so many names of a file").standard("10"));
  static constexpr auto reads = fields(
      field::text("ioc.type"), field::text("ioc.value"), field::text("lookup.vt"),
      field::text("vt.id"), field::text("vt.behaviour"), field::integer("vt.values_left_out"));
  static constexpr auto writes = fields(
      field::text("lookup.vt"), field::text("vt.id"), field::text("vt.permalink"),
      field::text("vt.label"), field::integer("vt.malicious"), field::integer("vt.suspicious"),
      field::integer("vt.harmless"), field::integer("vt.undetected"), field::integer("vt.total"),
      field::integer("vt.reputation"), field::time("vt.first_seen"), field::time("vt.last_seen"),
      field::text("vt.behaviour"), field::integer("vt.names_left_out"),
      field::integer("vt.values_left_out"), field::integer("reputation.malicious"),
      field::integer("reputation.suspicious"), field::integer("reputation.harmless"),
      field::integer("reputation.total"), field::text("reputation.label"),
      field::text("reputation.by"), field::time("reputation.at"), field::list("observables"),
      field::list("matches"), field::list("techniques"));

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
    // The report was written when the trees could not be had: it is not lost if they never can.
    if (row.text("lookup.vt") == "known") return ask_trees_again(row);
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
    const bool has_trees = config_.behaviour && thing_of(asked.type) == Thing::file;
    const Outcome outcome = has_trees ? take_trees(row, report->id, reader) : Outcome{};
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

  Outcome ask_trees_again(Row row) {
    const std::string id(row.text("vt.id"));
    if (row.text("vt.behaviour") != "failed" || id.empty()) return {};
    FieldReader reader;
    reader.leave_out(static_cast<std::size_t>(row.integer("vt.values_left_out").value_or(0)));
    const Outcome outcome = take_trees(row, id, reader);
    write_left_out(row, reader);
    return outcome;
  }

  Outcome take_trees(Row row, const std::string& id, FieldReader& reader) {
    if (trees_are_forbidden_) {
      row.set("vt.behaviour", "not_asked");
      return {};
    }
    const Answer answer = judge(host_, ask(row, trees_path(id)), tree_parts_);
    switch (answer.kind) {
      case Kind::found:
        write_trees(row, read_trees(answer.data, reader));
        return {};
      case Kind::unknown:
        row.set("vt.behaviour", "unknown");
        return {};
      case Kind::held_back:
        row.set("vt.behaviour", "not_asked");
        return {};
      case Kind::forbidden:
        if (trees_are_forbidden_.exchange(true)) break;  // said already
        host_.warn(
            "the key may not read behaviour_mitre_trees, so reports go on without "
            "techniques: " +
            answer.why);
        break;
      case Kind::refused:
        host_.warn("behaviour of " + id + ": " + answer.why);
        break;
      default:
        break;
    }
    row.set("vt.behaviour", "failed");
    return come_again(row, "behaviour: ", answer);
  }

  static void write_trees(Row row, const Behaviour& behaviour) {
    row.set("vt.behaviour", behaviour.was_run ? "known" : "unknown");
    for (const SandboxTechnique& each : behaviour.techniques) {
      write(row.append("techniques"), each);
    }
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
  Parts tree_parts_{tree_paths()};
  std::atomic<bool> trees_are_forbidden_ = false;  // calls may meet
};

}  // namespace rulemap::virustotal

RULEMAP_PLUGIN(rulemap::virustotal::ReportStep)
