// virustotal.report: asks VirusTotal for the record's indicator and writes what it says: verdict,
// observables and their relations, the Sigma rules that it names, and what its sandboxes saw of a
// file.
//
// Its functions stand by subject: the report in report_step.cc, further pages of relations in
// relation_pages.cc, sandboxes in sandbox_runs.cc, YARA rulesets in yara_rulesets.cc, the key and
// its allowance in live_look.cc. A row that
// has to come again goes on where it was: what was written once is not asked for again.
#pragma once

#include <atomic>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "answer.h"
#include "answer_paths.h"
#include "endpoint.h"
#include "quota.h"
#include "report_config.h"
#include "report_reader.h"
#include "rulemap/sdk/plugin.h"
#include "ruleset_questions.h"
#include "yara_reader.h"

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
  static constexpr auto reads = fields(
      field::text("ioc.type"), field::text("ioc.value"), field::text("lookup.vt"),
      field::text("vt.id"), field::text("vt.sandboxes"), field::text("vt.sandboxes_next"),
      field::text("vt.relations"), field::text("vt.relations_next"), field::text("vt.rulesets"),
      field::integer("vt.values_left_out"), field::list("matches"));
  static constexpr const char* kStates = "known|unknown|failed|not_asked";
  static constexpr auto writes = fields(
      field::text("lookup.vt"), field::text("vt.id"), field::text("vt.permalink"),
      field::text("vt.label"), field::text("vt.family"), field::integer("vt.malicious"),
      field::integer("vt.suspicious"), field::integer("vt.harmless"),
      field::integer("vt.undetected"), field::integer("vt.total"), field::integer("vt.reputation"),
      field::integer("vt.votes_harmless"), field::integer("vt.votes_malicious"),
      field::integer("vt.times_submitted"), field::integer("vt.unique_sources"),
      field::time("vt.first_seen"), field::time("vt.last_seen"), field::time("vt.modified"),
      field::text("vt.severity"), field::text("vt.severity_reason"), field::time("vt.severity_at"),
      field::text("vt.gti_verdict"), field::text("vt.gti_severity"), field::integer("vt.gti_score"),
      field::text("vt.gti_reason"), field::integer("vt.mandiant_score"),
      field::text("vt.sandboxes").one_of(kStates), field::text("vt.sandboxes_next"),
      field::boolean("vt.sandboxes_cut"), field::text("vt.relations").one_of(kStates),
      field::text("vt.relations_next"), field::list("vt.relations_cut"),
      field::text("vt.rulesets").one_of(kStates), field::integer("vt.names_left_out"),
      field::integer("vt.values_left_out"), field::integer("reputation.malicious"),
      field::integer("reputation.suspicious"), field::integer("reputation.harmless"),
      field::integer("reputation.total"), field::text("reputation.label"),
      field::text("reputation.by"), field::time("reputation.at"), field::list("observables"),
      field::list("matches"), field::list("techniques"), field::list("events"));

  ReportStep(Config config, Host host);
  static Result<void> validate(const Config& config) { return validate_options(config); }
  Outcome start();
  Outcome process(Row row);
  void look(LiveReport report);

 private:
  // What one call gathers, written when it ends.
  struct Findings {
    ObservableList observables;
    FieldReader reader;
    // By technique and rule: a rule that the report and a sandbox name says it once.
    std::set<std::pair<std::string, std::string>> rule_techniques = {};
  };

  Request request(const std::string& path) const;
  // kind, follows: for a plan of the run.
  Response ask(const Row& row, const std::string& path, std::string_view kind,
               std::string_view follows = {}) const;
  // The host is told what is left.
  Answer ask_quotas(std::vector<Quota>& quotas) const;
  bool is_used_up();
  // Takes the relations from `asked` where the key may not ask for them.
  Answer ask_for_report(const Row& row, Asked& asked, const std::string& path);
  Outcome take_report(Row row, const Asked& asked, const Answer& answer);
  Outcome write_report(Row row, const Asked& asked, Doc data);
  Outcome go_on(Row row);
  static void write_facts(Row row, const std::vector<Attribute>& facts);
  static void write_findings(Row row, const Findings& findings);
  // What is the same for every request; an answer for good leaves the row as it is.
  Outcome come_again(Row row, std::string_view what, const Answer& answer);

  Outcome follow(Row row, const Asked& asked, std::vector<NextPage> pages, Findings& findings);
  // False where the relation ends without its next page.
  bool take_page(Row row, std::vector<NextPage>& pages, std::size_t most, const Answer& answer,
                 Findings& findings);
  void say_cut(Row row, std::string_view relation);

  // What sandboxes saw of the file `id`, from `cursor` on where there are pages.
  Outcome ask_sandboxes(Row row, const std::string& id, std::string cursor, Findings& findings);
  Outcome ask_for_runs(Row row, const std::string& id, std::string cursor, Findings& findings);
  // Where there are no more answers to come: a page was read before, or not.
  Outcome settle(Row row, const std::string& id, const Answer& answer, bool has_read);
  static bool write_trees(Row row, Doc data, Findings& findings);
  // first: the place of the first of them in the list of matches.
  void write_rules_of(Row row, std::vector<RuleMatch> rules, std::size_t first, OpenRules& open,
                      Findings& findings);
  Outcome ask_for_rulesets(Row row, const OpenRules& open, Findings& findings);
  static void write_rules(Row row, const std::vector<OpenRule>& rules, Doc data,
                          Findings& findings);
  static void write_techniques(Row row, const Match& match, const std::vector<std::string>& ids,
                               Findings& findings);
  static void write_run(Row row, Doc attributes, std::string_view sandbox, Findings& findings);

  Config config_;
  Host host_;
  std::string url_;
  Parts report_parts_{report_paths()};
  Parts page_parts_{page_paths()};
  Parts sandbox_parts_;
  Endpoint sandboxes_;
  Endpoint relations_[5] = {{"relationships", "related things"},
                            {"relationships of a file", "related things of files"},
                            {"relationships of a domain", "related things of domains"},
                            {"relationships of an address", "related things of addresses"},
                            {"relationships of a URL", "related things of URLs"}};
  Parts ruleset_parts_{ruleset_paths()};
  Endpoint rulesets_{"yara_rulesets", "what YARA rules say"};
  Endpoint pages_{"further pages of a relation", "them"};
  std::atomic<bool> has_said_cut_ = false;
  Parts quota_parts_{quota_paths()};
  std::atomic<std::int64_t> quotas_asked_ms_ = 0;
  std::atomic<bool> is_used_up_ = false;
  Endpoint reports_[5] = {{"reports", "them"},
                          {"reports of files", "what VirusTotal knows of them"},
                          {"reports of domains", "what VirusTotal knows of them"},
                          {"reports of addresses", "what VirusTotal knows of them"},
                          {"reports of URLs", "what VirusTotal knows of them"}};
};

}  // namespace rulemap::virustotal
