// The tables of what is read (fields.h says what a line of them means), and of what is left out by
// design, with the reason. What stands in neither is counted as left out.
#pragma once

#include <span>
#include <string_view>

#include "fields.h"
#include "request_path.h"

namespace rulemap::virustotal {

// Tables of `data.attributes`.
std::span<const FieldRule> fields_of(Thing thing);
std::span<const FieldRule> server_fields(Thing thing);  // of domains and addresses
std::span<const FieldRule> verdict_fields();            // of every thing
// Tables of the entries of lists, and of objects below.
std::span<const FieldRule> sigma_fields();               // sigma_analysis_results
std::span<const FieldRule> record_fields();              // last_dns_records
std::span<const FieldRule> certificate_fields();         // last_https_certificate
std::span<const FieldRule> signer_fields();              // signature_info."signers details"
std::span<const FieldRule> whois_fields();               // of a domain or address, for its whois
std::span<const FieldRule> verdict_of_sandbox_fields();  // sandbox_verdicts
std::span<const FieldRule> tactic_fields();              // of a sandbox, in behaviour_mitre_trees
std::span<const FieldRule> technique_fields();           // of a tactic
std::span<const FieldRule> signature_fields();           // of a technique
std::span<const FieldRule> run_fields();                 // file_behaviour
std::span<const FieldRule> run_technique_fields();       // mitre_attack_techniques of a run
std::span<const FieldRule> session_fields();             // tls of a run
std::span<const FieldRule> related_fields();             // attributes of a related object

// A member of `data.attributes` that is not read, and why.
struct LeftOut {
  std::string_view name;
  std::string_view why;
};
std::span<const LeftOut> left_out_of(Thing thing);
std::span<const LeftOut> left_out_of_runs();

}  // namespace rulemap::virustotal
