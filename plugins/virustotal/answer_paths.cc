#include "answer_paths.h"

#include "field_tables.h"
#include "ids_reader.h"
#include "rulemap/sandbox/behaviour.h"
#include "yara_reader.h"

namespace rulemap::virustotal {
namespace {

using Paths = std::vector<std::string>;

// No member has this name: an object of which only it is read comes without members.
constexpr std::string_view kNothing = ".\x01";

void add(Paths& to, const std::string& object, std::span<const FieldRule> rules) {
  for (const FieldRule& each : rules) {
    if (each.kind != Kind::own) to.push_back(object + "." + std::string(each.path));
  }
}

void add_sigma(Paths& to, const std::string& attributes) {
  const std::string rules = attributes + ".sigma_analysis_results";
  to.push_back(rules + ".match_context.values");
  add(to, rules, sigma_fields());
}

void add(Paths& to, const Paths& more) { to.insert(to.end(), more.begin(), more.end()); }

void add_certificate(Paths& to, const std::string& certificate) {
  add(to, certificate, certificate_fields());
  to.push_back(certificate + ".subject");
  to.push_back(certificate + ".issuer");
}

// Of an object that is named in a relation, or that stands there whole.
void add_related(Paths& to, const std::string& object) {
  for (const char* each : {".type", ".id", ".error", ".context_attributes.url"}) {
    to.push_back(object + each);
  }
  const std::string attributes = object + ".attributes";
  for (const FieldRule& each : related_fields()) {
    to.push_back(attributes + "." + std::string(each.path));
  }
  add_certificate(to, attributes);
}

void add_run(Paths& to, const std::string& attributes) {
  for (const std::string_view each : sandbox::behaviour_members()) {
    to.push_back(attributes + "." + std::string(each));
  }
  for (const FieldRule& each : run_fields()) {
    if (each.path != "sigma_analysis_results") {
      to.push_back(attributes + "." + std::string(each.path));
    }
  }
  add_sigma(to, attributes);
  add(to, ids_paths(attributes + ".ids_alerts"));
  add(to, ids_paths(attributes + ".ids_results"));
  for (const LeftOut& each : left_out_of_runs()) {
    to.push_back(attributes + "." + std::string(each.name) + std::string(kNothing));
  }
  to.push_back(attributes + ".*" + std::string(kNothing));
}

Paths with_errors() { return {"error", "data.error"}; }

}  // namespace

Paths report_paths() {
  const std::string attributes = "data.attributes";
  Paths out = with_errors();
  out.push_back("data.id");
  for (const Thing each : {Thing::file, Thing::domain, Thing::address, Thing::url}) {
    add(out, attributes, fields_of(each));
    add(out, attributes, server_fields(each));
  }
  add(out, attributes, verdict_fields());
  add(out, attributes, whois_fields());
  add(out, attributes + ".last_dns_records", record_fields());
  add(out, attributes + ".sandbox_verdicts.*", verdict_of_sandbox_fields());
  add(out, attributes + ".signature_info.signers details", signer_fields());
  const std::string families = attributes + ".malware_config.families";
  out.push_back(families + ".family");
  out.push_back(families + ".configs.tool");
  out.push_back(families + ".configs.net_info.connections");
  out.push_back(attributes + ".redirection_chain");
  add_certificate(out, attributes + ".last_https_certificate");
  add_sigma(out, attributes);
  add(out, ids_paths(attributes + ".crowdsourced_ids_results"));
  add(out, yara_paths(attributes + ".crowdsourced_yara_results"));
  add_related(out, "data.relationships.*.data");
  out.push_back("data.relationships.*.meta");
  out.push_back("data.relationships.*.error");
  out.push_back(attributes + ".*" + std::string(kNothing));
  return out;
}

Paths tree_paths() {
  const std::string tactics = "data.*.tactics", techniques = tactics + ".techniques";
  Paths out = with_errors();
  add(out, tactics, tactic_fields());
  add(out, techniques, technique_fields());
  add(out, techniques + ".signatures", signature_fields());
  return out;
}

Paths run_paths() {
  Paths out = with_errors();
  out.insert(out.end(), {"meta", "data.id", "data.error"});
  add_run(out, "data.attributes");
  return out;
}

Paths summary_paths() {
  Paths out = with_errors();
  add_run(out, "data");
  return out;
}

Paths page_paths() {
  Paths out = with_errors();
  out.push_back("meta");
  add_related(out, "data");
  return out;
}

}  // namespace rulemap::virustotal
