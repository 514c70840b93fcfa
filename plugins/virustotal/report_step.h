// virustotal.report: asks VirusTotal for the record's indicator and writes what it says: verdict,
// observables, the Sigma rules that it names, and for files the techniques and, where the pipeline
// wants them, the events that its sandboxes saw.
//
// Its functions stand by subject: the report in report_step.cc, sandboxes in sandbox_runs.cc.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "answer.h"
#include "endpoint.h"
#include "report_config.h"
#include "report_reader.h"
#include "rulemap/sdk/plugin.h"

namespace rulemap::virustotal {

class ReportStep final : public Step<ReportStep> {
 public:
  using Config = ReportConfig;
  // One row a call: the answers of a call are held until it ends.
  static constexpr Label label{.id = "virustotal.report",
                               .summary = "Asks VirusTotal what it knows of an indicator.",
                               .label = "enricher",
                               .provider = "vt",
                               .threads = RULEMAP_PARALLEL,
                               .flags = RULEMAP_FLAG_NETWORK,
                               .max_batch = 1};
  static constexpr auto options = kReportOptions;
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

  ReportStep(Config config, Host host);
  static Result<void> validate(const Config& config) { return validate_options(config); }
  Outcome process(Row row);

 private:
  Response ask(const Row& row, const std::string& path) const;
  Outcome take_report(Row row, const Asked& asked, const Answer& answer);
  Outcome write_report(Row row, const Asked& asked, Doc data);
  static void write_facts(Row row, const std::vector<Attribute>& facts);
  static void write_left_out(Row row, const FieldReader& reader);
  // What is the same for every request; an answer for good leaves the row as it is.
  static Outcome come_again(Row row, std::string_view what, const Answer& answer);

  // The report was written when the runs could not be had: it is not lost if they never can.
  Outcome ask_for_runs_again(Row row);
  // What sandboxes saw of the file `id`: their techniques, their events.
  Outcome ask_for_runs(Row row, const std::string& id, bool trees, bool events,
                       FieldReader& reader);
  // write: false where no sandbox has run the file.
  template <class Write>
  Outcome take(Row row, Endpoint& endpoint, std::string_view state, const std::string& id,
               const std::string& path, Write write);
  bool write_events(Row row, const std::string& id, Doc runs, FieldReader& reader) const;

  Config config_;
  Host host_;
  std::string url_;
  Parts report_parts_{report_paths()};
  Endpoint trees_{"behaviour_mitre_trees", "techniques", tree_paths(), DataIs::object};
  Endpoint events_{"behaviours", "events", behaviour_paths(), DataIs::list};
};

}  // namespace rulemap::virustotal
