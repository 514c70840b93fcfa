// The objects asn, whois and x509: what stands behind a host or a signature.
#include <algorithm>

#include "event/subject.h"
#include "event/values.h"
#include "rulemap/text/address.h"

namespace rulemap::misp {
namespace {

struct Copied {
  std::string_view name;  // of the observable's attribute
  std::string_view relation;
};
constexpr Copied kCertificate[] = {
    {"thumbprint_sha256", "x509-fingerprint-sha256"},
    {"thumbprint_sha1", "x509-fingerprint-sha1"},
    {"subject", "subject"},
    {"issuer", "issuer"},
    {"serial_number", "serial-number"},
    {"version", "version"},
    {"signature_algorithm", "signature_algorithm"},
    {"public_key_algorithm", "pubkey-info-algorithm"},
    {"key_size", "pubkey-info-size"},
};
constexpr Copied kCertificateWords[] = {
    {"status", "status"},
    {"usage", "usage"},
    {"valid_from_said", "valid from"},
    {"valid_to_said", "valid to"},
};
constexpr std::size_t kLongestWord = 500;
constexpr std::size_t kMaxWildcards = 100;

void add_time(const Subject& subject, ObjectDraft& draft, std::string_view name,
              std::string_view relation) {
  const std::string time = subject.time(name);
  if (!time.empty()) draft.add(relation, time);
}

void append(std::string& out, std::string_view label, std::string_view value) {
  if (value.empty()) return;
  if (!out.empty()) out += "; ";
  out.append(label).append(" ").append(clean_line(value, kLongestWord));
}

// Names and addresses; a name such as *.evil.example is none to MISP, so it is said in words.
void add_names(const Subject& subject, ObjectDraft& draft, std::string& words) {
  std::size_t wildcards = 0;
  for (const std::string& each : subject.all("name")) {
    if (each.starts_with("*.")) {
      if (wildcards++ < kMaxWildcards) append(words, "for", each);
    } else {
      draft.add(ioc::parse_address(each).ok() ? "ip" : "dns_names", each);
    }
  }
  if (wildcards > kMaxWildcards) words += "; and more names";
}

}  // namespace

MadeObject make_asn(const Subject& subject) {
  const std::string number = normal_value("AS", subject.key());
  MadeObject made{subject.draft("asn", identity::object(subject.event(), "asn", number)),
                  subject.thing("asn", subject.key())};
  made.draft.add("asn", number);
  subject.copy(made.draft, "as_owner", "description");
  subject.copy(made.draft, "country", "country");
  return made;
}

MadeObject make_whois(const Subject& subject) {
  const auto address = ioc::parse_address(subject.key());
  const std::string key = normal_value(address.ok() ? "ip-src" : "domain", subject.key());
  MadeObject made{subject.draft("whois", identity::object(subject.event(), "whois", key)),
                  subject.thing("whois", subject.key())};
  made.draft.add(address.ok() ? "ip-address" : "domain", key);
  subject.copy(made.draft, "registrar", "registrar");
  add_time(subject, made.draft, "creation_date", "creation-date");
  add_time(subject, made.draft, "update_date", "modification-date");
  add_time(subject, made.draft, "expiration_date", "expiration-date");
  subject.copy(made.draft, "text", "text");
  const std::string seen = subject.time("seen");
  made.draft.set_seen(seen, seen);
  return made;
}

MadeObject make_certificate(const Subject& subject) {
  const std::string key = normal_value("x509-fingerprint-sha256", subject.key());
  MadeObject made{subject.draft("x509", identity::object(subject.event(), "x509", key)),
                  subject.thing("certificate", subject.key())};
  const bool is_sha1 = why_no_value("x509-fingerprint-sha1", key).empty();
  made.draft.add(is_sha1 ? "x509-fingerprint-sha1" : "x509-fingerprint-sha256", key);
  for (const Copied& each : kCertificate) subject.copy(made.draft, each.name, each.relation);
  add_time(subject, made.draft, "valid_from", "validity-not-before");
  add_time(subject, made.draft, "valid_to", "validity-not-after");
  std::string words;
  add_names(subject, made.draft, words);
  for (const Copied& each : kCertificateWords)
    append(words, each.relation, subject.first(each.name));
  if (!words.empty()) made.draft.add("text", words);
  return made;
}

}  // namespace rulemap::misp
