// What VirusTotal keeps of a domain or an address beside its verdict: DNS records, the certificate
// of its server, whois, the autonomous system.
#pragma once

#include "fields.h"
#include "observable_list.h"

namespace rulemap::virustotal {

inline constexpr std::size_t kMaxRecords = 100;  // of one type, of a domain

// All relate `list.subject()` to what they add.
void read_dns_records(Doc records, ObservableList& list, FieldReader& reader);
void read_server_certificate(Doc attributes, ObservableList& list, FieldReader& reader);
void read_whois(Doc attributes, ObservableList& list, FieldReader& reader);
void read_autonomous_system(const Fields& fields, ObservableList& list);

}  // namespace rulemap::virustotal
