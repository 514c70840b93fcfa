#include "event/policy.h"

#include <algorithm>

namespace rulemap::misp {
namespace {

constexpr bool kIds = true;
constexpr bool kNoIds = false;
constexpr bool kCorrelates = true;
constexpr bool kAlone = false;

constexpr Policy kPolicies[] = {
    // The digests name one file. The similarity hashes name many: every .NET program shares an
    // imphash with malware.
    {"file", "md5", kIds, kCorrelates},
    {"file", "sha1", kIds, kCorrelates},
    {"file", "sha256", kIds, kCorrelates},
    {"file", "sha512", kIds, kCorrelates},
    {"file", "authentihash", kIds, kCorrelates},
    {"file", "ssdeep", kNoIds, kCorrelates},
    {"file", "tlsh", kNoIds, kCorrelates},
    {"file", "vhash", kNoIds, kCorrelates},
    {"file", "imphash", kNoIds, kCorrelates},
    {"file", "filename", kNoIds, kAlone},
    {"file", "size-in-bytes", kNoIds, kAlone},
    {"file", "mimetype", kNoIds, kAlone},
    {"file", "magic", kNoIds, kAlone},
    {"file", "fullpath", kNoIds, kAlone},
    {"file", "text", kNoIds, kAlone},
    // An address that a name resolved to once may serve a thousand others: for pivoting only.
    {"domain-ip", "domain", kIds, kCorrelates},
    {"domain-ip", "ip", kNoIds, kCorrelates},
    {"domain-ip", "port", kNoIds, kAlone},
    {"domain-ip", "registration-date", kNoIds, kAlone},
    {"domain-ip", "text", kNoIds, kAlone},
    {"ip-port", "ip", kIds, kCorrelates},
    {"ip-port", "dst-port", kNoIds, kAlone},
    {"ip-port", "AS", kNoIds, kAlone},
    {"ip-port", "country-code", kNoIds, kAlone},
    {"ip-port", "text", kNoIds, kAlone},
    // The URL was asked for, its host was not: it may be a file sharing service.
    {"url", "url", kIds, kCorrelates},
    {"url", "host", kNoIds, kCorrelates},
    {"url", "ip", kNoIds, kCorrelates},
    {"url", "port", kNoIds, kAlone},
    {"url", "scheme", kNoIds, kAlone},
    {"url", "resource_path", kNoIds, kAlone},
    {"url", "query_string", kNoIds, kAlone},
    {"url", "fragment", kNoIds, kAlone},
    {"url", "credential", kNoIds, kAlone},
    {"url", "text", kNoIds, kAlone},
    // What stands behind a host serves others too: for pivoting only.
    {"asn", "asn", kNoIds, kAlone},
    {"asn", "country", kNoIds, kAlone},
    {"asn", "description", kNoIds, kAlone},
    {"whois", "domain", kNoIds, kCorrelates},
    {"whois", "ip-address", kNoIds, kCorrelates},
    {"whois", "registrar", kNoIds, kAlone},
    {"whois", "creation-date", kNoIds, kAlone},
    {"whois", "modification-date", kNoIds, kAlone},
    {"whois", "expiration-date", kNoIds, kAlone},
    {"whois", "text", kNoIds, kAlone},
    // A certificate of a large host or a signer of clean files is no indicator by itself.
    {"x509", "x509-fingerprint-sha1", kNoIds, kCorrelates},
    {"x509", "x509-fingerprint-sha256", kNoIds, kCorrelates},
    {"x509", "serial-number", kNoIds, kCorrelates},
    {"x509", "subject", kNoIds, kAlone},
    {"x509", "issuer", kNoIds, kAlone},
    {"x509", "version", kNoIds, kAlone},
    {"x509", "signature_algorithm", kNoIds, kAlone},
    {"x509", "pubkey-info-algorithm", kNoIds, kAlone},
    {"x509", "pubkey-info-size", kNoIds, kAlone},
    {"x509", "validity-not-before", kNoIds, kAlone},
    {"x509", "validity-not-after", kNoIds, kAlone},
    {"x509", "dns_names", kNoIds, kCorrelates},
    {"x509", "ip", kNoIds, kCorrelates},
    {"x509", "text", kNoIds, kAlone},
    {"virustotal-report", "permalink", kNoIds, kAlone},
    {"virustotal-report", "detection-ratio", kNoIds, kAlone},
    {"virustotal-report", "first-submission", kNoIds, kAlone},
    {"virustotal-report", "last-submission", kNoIds, kAlone},
    {"virustotal-report", "comment", kNoIds, kAlone},
    {"sandbox-report", "sandbox-type", kNoIds, kAlone},
    {"sandbox-report", "saas-sandbox", kNoIds, kAlone},
    {"sandbox-report", "score", kNoIds, kAlone},
    {"sandbox-report", "results", kNoIds, kAlone},
    // Whether a rule goes to the sensors is a person's decision, and its galaxy or name correlates.
    {"sigma", "sigma", kNoIds, kAlone},
    {"sigma", "sigma-rule-name", kNoIds, kAlone},
    {"sigma", "reference", kNoIds, kAlone},
    {"sigma", "comment", kNoIds, kAlone},
    {"yara", "yara", kNoIds, kAlone},
    {"yara", "yara-rule-name", kNoIds, kCorrelates},
    {"yara", "reference", kNoIds, kAlone},
    {"yara", "comment", kNoIds, kAlone},
    {"suricata", "suricata", kNoIds, kCorrelates},
    {"suricata", "ref", kNoIds, kAlone},
    {"suricata", "comment", kNoIds, kAlone},
    {"annotation", "text", kNoIds, kAlone},
    {"annotation", "type", kNoIds, kAlone},
    {"annotation", "format", kNoIds, kAlone},
    {"annotation", "ref", kNoIds, kAlone},
    {"event", "snort", kNoIds, kCorrelates},
    // A network is nobody's address.
    {"event", "ip-dst", kNoIds, kCorrelates},
    {"event", "email-src", kIds, kCorrelates},
    {"event", "vulnerability", kNoIds, kCorrelates},
};

}  // namespace

std::span<const Policy> policies() { return kPolicies; }

Policy policy_for(std::string_view object, std::string_view relation) {
  const auto found = std::find_if(
      std::begin(kPolicies), std::end(kPolicies),
      [&](const Policy& each) { return each.object == object && each.relation == relation; });
  return found == std::end(kPolicies) ? Policy{object, relation, false, false} : *found;
}

bool is_indicator(const Finding& finding) {
  if (finding.is_private || finding.is_related) return false;
  const Reputation& said = finding.reputation;
  const bool judged = said.malicious && said.total.value_or(0) > 0;
  return !judged || *said.malicious > 0 || said.suspicious.value_or(0) > 0;
}

}  // namespace rulemap::misp
