#include "field_tables.h"

namespace rulemap::virustotal {
namespace {

constexpr FieldRule kFile[] = {
    {"md5", Kind::md5, "md5"},
    {"sha1", Kind::sha1, "sha1"},
    {"sha256", Kind::sha256, "sha256"},
    {"ssdeep", Kind::word, "ssdeep"},
    {"tlsh", Kind::word, "tlsh"},
    {"vhash", Kind::word, "vhash"},
    {"authentihash", Kind::sha256, "authentihash"},
    {"permhash", Kind::word, "permhash"},
    {"symhash", Kind::word, "symhash"},
    {"telfhash", Kind::word, "telfhash"},
    {"pe_info.imphash", Kind::md5, "imphash"},
    {"meaningful_name", Kind::names, "name"},
    {"names", Kind::names, "name"},
    {"size", Kind::count, "size"},
    {"type_description", Kind::line, "type"},
    {"type_tag", Kind::line, "type"},
    {"type_tags", Kind::texts, "type_tag"},
    {"type_extension", Kind::word, "extension"},
    {"exiftool.MIMEType", Kind::word, "mimetype"},
    {"magic", Kind::line, "magic"},
    {"magika", Kind::line, "magika"},
    {"trid", Kind::entries, "trid", "", "", "file_type,file_format_legacy,probability"},
    {"detectiteasy.values", Kind::entries, "made_with", "", "", "type,name,version"},
    {"packers", Kind::pairs, "packer"},
    {"main_icon.dhash", Kind::word, "icon_dhash"},
    {"main_icon.raw_md5", Kind::md5, "icon_md5"},
    {"creation_date", Kind::seconds, "creation_date"},
    {"first_submission_date", Kind::seconds, "first_seen", "vt.first_seen"},
    {"last_submission_date", Kind::seconds, "last_seen", "vt.last_seen"},
    {"first_seen_itw_date", Kind::seconds, "first_seen_in_the_wild"},
    {"last_seen_itw_date", Kind::seconds, "last_seen_in_the_wild"},
    {"times_submitted", Kind::count, "", "vt.times_submitted"},
    {"unique_sources", Kind::count, "", "vt.unique_sources"},
    {"popular_threat_classification.popular_threat_name", Kind::counted, "family", "vt.family"},
    {"popular_threat_classification.popular_threat_category", Kind::counted, "threat_category"},
    {"capabilities_tags", Kind::texts, "capability"},
    {"autostart_locations", Kind::entries, "autostart", "", "", "location,entry"},
    {"known_distributors.distributors", Kind::texts, "distributor"},
    {"crowdsourced_ai_results", Kind::entries, "ai_opinion", "", "", "source,verdict,analysis"},
    {"signature_info.verified", Kind::line, "signature"},
    {"signature_info.signers", Kind::split, "signer"},
    {"signature_info.counter signers", Kind::split, "counter_signer"},
    {"signature_info.signing date", Kind::line, "signing_date"},
    {"signature_info.product", Kind::line, "product"},
    {"signature_info.description", Kind::line, "description"},
    {"signature_info.copyright", Kind::line, "copyright"},
    {"signature_info.original name", Kind::line, "original_name"},
    {"signature_info.internal name", Kind::line, "internal_name"},
    {"signature_info.file version", Kind::line, "file_version"},
    {"signature_info.comments", Kind::line, "comments"},
    {"signature_info.signers details", Kind::own},
    {"malware_config", Kind::own},
    {"sandbox_verdicts", Kind::own},
    {"sigma_analysis_results", Kind::own},
};
constexpr FieldRule kServer[] = {
    {"jarm", Kind::word, "jarm"},
    {"favicon.dhash", Kind::word, "icon_dhash"},
    {"favicon.raw_md5", Kind::md5, "icon_md5"},
    {"whois", Kind::own},
    {"whois_date", Kind::own},
    {"last_https_certificate", Kind::own},
    {"last_https_certificate_date", Kind::seconds, "certificate_seen"},
    {"first_seen_itw_date", Kind::seconds, "first_seen_in_the_wild"},
    {"last_seen_itw_date", Kind::seconds, "last_seen_in_the_wild"},
};
constexpr FieldRule kDomain[] = {
    {"creation_date", Kind::seconds, "registration_date"},
    {"last_update_date", Kind::seconds, "update_date"},
    {"expiration_date", Kind::seconds, "expiration_date"},
    {"registrar", Kind::line, "registrar"},
    {"popularity_ranks", Kind::entries, "popularity", "", "", "rank"},
    {"last_dns_records_date", Kind::seconds, "dns_seen"},
    {"last_dns_records", Kind::own},
};
constexpr FieldRule kAddress[] = {
    {"network", Kind::network, "network"},  {"asn", Kind::count, "asn"},
    {"as_owner", Kind::line, "as_owner"},   {"country", Kind::word, "country"},
    {"continent", Kind::word, "continent"}, {"regional_internet_registry", Kind::line, "registry"},
};
constexpr FieldRule kUrl[] = {
    {"url", Kind::url, "url"},
    {"last_final_url", Kind::url, "final_url"},
    {"title", Kind::line, "title"},
    {"first_submission_date", Kind::seconds, "first_seen", "vt.first_seen"},
    {"last_submission_date", Kind::seconds, "last_seen", "vt.last_seen"},
    {"times_submitted", Kind::count, "", "vt.times_submitted"},
    {"last_http_response_code", Kind::count, "http_code"},
    {"last_http_response_content_length", Kind::count, "content_length"},
    {"last_http_response_content_sha256", Kind::sha256, "content_sha256"},
    {"last_http_response_headers", Kind::pairs, "header"},
    {"redirection_chain", Kind::own},
    {"outgoing_links", Kind::length, "outgoing_links"},
    {"threat_names", Kind::texts, "threat"},
    {"targeted_brand", Kind::pairs, "targeted_brand"},
    {"favicon.dhash", Kind::word, "icon_dhash"},
    {"favicon.raw_md5", Kind::md5, "icon_md5"},
};
constexpr FieldRule kVerdict[] = {
    {"last_analysis_stats.malicious", Kind::count, "", "vt.malicious", "reputation.malicious"},
    {"last_analysis_stats.suspicious", Kind::count, "", "vt.suspicious", "reputation.suspicious"},
    {"last_analysis_stats.harmless", Kind::count, "", "vt.harmless", "reputation.harmless"},
    {"last_analysis_stats.undetected", Kind::count, "", "vt.undetected"},
    {"last_analysis_stats", Kind::total, "", "vt.total", "reputation.total"},
    {"last_analysis_date", Kind::seconds, "", "", "reputation.at"},
    {"popular_threat_classification.suggested_threat_label", Kind::line, "", "vt.label",
     "reputation.label"},
    {"reputation", Kind::integer, "", "vt.reputation"},
    {"total_votes.harmless", Kind::count, "", "vt.votes_harmless"},
    {"total_votes.malicious", Kind::count, "", "vt.votes_malicious"},
    {"last_modification_date", Kind::seconds, "", "vt.modified"},
    {"threat_severity.threat_severity_level", Kind::word, "", "vt.severity"},
    {"threat_severity.level_description", Kind::line, "", "vt.severity_reason"},
    {"threat_severity.last_analysis_date", Kind::digits, "", "vt.severity_at"},
    {"gti_assessment.verdict.value", Kind::word, "", "vt.gti_verdict"},
    {"gti_assessment.severity.value", Kind::word, "", "vt.gti_severity"},
    {"gti_assessment.threat_score.value", Kind::count, "", "vt.gti_score"},
    {"gti_assessment.description", Kind::line, "", "vt.gti_reason"},
    {"mandiant_ic_score", Kind::count, "", "vt.mandiant_score"},
    {"tags", Kind::texts, "tag"},
    {"categories", Kind::pairs, "category"},
    {"crowdsourced_context", Kind::entries, "context", "", "", "severity,title,details,source"},
};
constexpr FieldRule kSigma[] = {
    {"rule_title", Kind::line, "title"},
    {"rule_level", Kind::word, "level"},
    {"rule_author", Kind::line, "author"},
    {"rule_source", Kind::line, "source"},
    {"rule_description", Kind::line, "description"},
    {"rule_id", Kind::word, "id"},
    {"match_context", Kind::own},
};
constexpr FieldRule kRecord[] = {
    {"type", Kind::word, "type"},
    {"value", Kind::line, "value"},
    {"priority", Kind::count, "priority"},
    {"rname", Kind::word, "rname"},
};
constexpr FieldRule kCertificate[] = {
    {"thumbprint_sha256", Kind::sha256, "thumbprint_sha256"},
    {"thumbprint", Kind::sha1, "thumbprint_sha1"},
    {"serial_number", Kind::word, "serial_number"},
    {"version", Kind::word, "version"},
    {"validity.not_before", Kind::date, "valid_from"},
    {"validity.not_after", Kind::date, "valid_to"},
    {"cert_signature.signature_algorithm", Kind::word, "signature_algorithm"},
    {"public_key.algorithm", Kind::word, "public_key_algorithm"},
    {"public_key.rsa.key_size", Kind::count, "key_size"},
    {"extensions.subject_alternative_name", Kind::texts, "name"},
    {"subject", Kind::own},
    {"issuer", Kind::own},
};
constexpr FieldRule kSigner[] = {
    {"thumbprint", Kind::sha1, "thumbprint_sha1"},
    {"name", Kind::line, "subject"},
    {"cert issuer", Kind::line, "issuer"},
    {"serial number", Kind::line, "serial_number"},
    {"algorithm", Kind::word, "signature_algorithm"},
    {"status", Kind::line, "status"},
    {"valid usage", Kind::line, "usage"},
    {"valid from", Kind::line, "valid_from_said"},
    {"valid to", Kind::line, "valid_to_said"},
};
constexpr FieldRule kWhois[] = {
    {"whois", Kind::block, "text"},
    {"whois_date", Kind::seconds, "seen"},
    {"registrar", Kind::line, "registrar"},
    {"creation_date", Kind::seconds, "creation_date"},
    {"last_update_date", Kind::seconds, "update_date"},
    {"expiration_date", Kind::seconds, "expiration_date"},
};
constexpr FieldRule kRelated[] = {
    {"meaningful_name", Kind::line, "name"},
    {"type_description", Kind::line, "type"},
    {"size", Kind::count, "size"},
    {"date", Kind::seconds, "resolved"},
    {"host_name", Kind::own},
    {"ip_address", Kind::own},
    {"url", Kind::own},
};

}  // namespace

std::span<const FieldRule> fields_of(Thing thing) {
  switch (thing) {
    case Thing::file:
      return kFile;
    case Thing::domain:
      return kDomain;
    case Thing::address:
      return kAddress;
    case Thing::url:
      return kUrl;
    case Thing::none:
      break;
  }
  return {};
}
std::span<const FieldRule> server_fields(Thing thing) {
  if (thing == Thing::domain || thing == Thing::address) return kServer;
  return {};
}
std::span<const FieldRule> verdict_fields() { return kVerdict; }
std::span<const FieldRule> sigma_fields() { return kSigma; }
std::span<const FieldRule> record_fields() { return kRecord; }
std::span<const FieldRule> certificate_fields() { return kCertificate; }
std::span<const FieldRule> signer_fields() { return kSigner; }
std::span<const FieldRule> whois_fields() { return kWhois; }
std::span<const FieldRule> related_fields() { return kRelated; }

}  // namespace rulemap::virustotal
