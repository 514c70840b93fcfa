// Tables of field_tables.h: what is read of sandboxes.
#include "field_tables.h"

namespace rulemap::virustotal {
namespace {

constexpr FieldRule kVerdictOfSandbox[] = {
    {"sandbox_name", Kind::line, "sandbox"},
    {"category", Kind::word, "verdict"},
    {"confidence", Kind::count, "confidence"},
    {"malware_classification", Kind::texts, "classification"},
    {"malware_names", Kind::texts, "family"},
};
constexpr FieldRule kTactic[] = {
    {"id", Kind::word, "id"}, {"name", Kind::line, "name"}, {"techniques", Kind::own}};
constexpr FieldRule kTechnique[] = {
    {"id", Kind::word, "id"}, {"name", Kind::line, "name"}, {"signatures", Kind::own}};
constexpr FieldRule kSignature[] = {{"severity", Kind::word, "severity"},
                                    {"description", Kind::line, "description"}};
constexpr FieldRule kRun[] = {
    {"sandbox_name", Kind::line, "sandbox"},
    {"analysis_date", Kind::seconds, "analysed"},
    {"behash", Kind::word, "behash"},
    {"verdicts", Kind::texts, "verdict"},
    {"verdict_labels", Kind::texts, "family"},
    {"verdict_confidence", Kind::count, "confidence"},
    {"tags", Kind::texts, "tag"},
    {"signature_matches", Kind::entries, "signature", "", "", "severity,name,description"},
    {"ja3_digests", Kind::texts, "ja3"},
    {"calls_highlighted", Kind::texts, "call"},
    {"text_highlighted", Kind::texts, "text_shown"},
    {"text_decoded", Kind::texts, "text_decoded"},
    {"windows_searched", Kind::texts, "window_searched"},
    {"windows_hidden", Kind::texts, "window_hidden"},
    {"permissions_requested", Kind::texts, "permission"},
    {"services_created", Kind::texts, "service_created"},
    {"services_started", Kind::texts, "service_started"},
    {"services_stopped", Kind::texts, "service_stopped"},
    {"services_deleted", Kind::texts, "service_deleted"},
    {"services_opened", Kind::texts, "service_opened"},
    {"crypto_algorithms_observed", Kind::texts, "crypto_algorithm"},
    {"invokes", Kind::texts, "invoke"},
    {"smtp_conversations", Kind::entries, "mail", "", "", "hostname,destination_ip,smtp_from"},
    {"mutexes_created", Kind::own},
    {"mutexes_opened", Kind::own},
    {"memory_pattern_domains", Kind::own},
    {"memory_pattern_ips", Kind::own},
    {"memory_pattern_urls", Kind::own},
    {"mitre_attack_techniques", Kind::own},
    {"sigma_analysis_results", Kind::own},
    {"tls", Kind::own},
};
constexpr FieldRule kRunTechnique[] = {
    {"id", Kind::word, "id"},
    {"severity", Kind::word, "severity"},
    {"signature_description", Kind::line, "description"},
    {"refs", Kind::entries, "ref", "", "", "ref,value"},
};
constexpr FieldRule kSession[] = {
    {"thumbprint", Kind::sha1, "thumbprint_sha1"},
    {"serial_number", Kind::word, "serial_number"},
    {"subject", Kind::own},
    {"issuer", Kind::own},
    {"sni", Kind::own},
};

}  // namespace

std::span<const FieldRule> verdict_of_sandbox_fields() { return kVerdictOfSandbox; }
std::span<const FieldRule> tactic_fields() { return kTactic; }
std::span<const FieldRule> technique_fields() { return kTechnique; }
std::span<const FieldRule> signature_fields() { return kSignature; }
std::span<const FieldRule> run_fields() { return kRun; }
std::span<const FieldRule> run_technique_fields() { return kRunTechnique; }
std::span<const FieldRule> session_fields() { return kSession; }

}  // namespace rulemap::virustotal
