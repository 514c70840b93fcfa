#include "host_reader.h"

#include <algorithm>
#include <map>

#include "certificate_reader.h"
#include "field_tables.h"
#include "named_thing.h"

namespace rulemap::virustotal {
namespace {

// What a record of a type becomes; no relation: an attribute of its own text.
struct RecordRule {
  std::string_view type;
  std::string_view attribute;
  Observable* (*name)(ObservableList&, std::string_view) = nullptr;
  std::string_view relation = {};
};
constexpr RecordRule kRecords[] = {
    {"A", "address", name_address, "resolves-to"},
    {"AAAA", "address", name_address, "resolves-to"},
    {"CNAME", "cname", name_domain, "known-as"},
    {"MX", "mx", name_domain, "uses"},
    {"NS", "ns", name_domain, "uses"},
    {"SOA", "soa", name_domain, "uses"},
    {"TXT", "txt"},
    {"CAA", "caa"},
    {"SRV", "srv"},
    {"PTR", "ptr", name_domain, "known-as"},
};

void read_record(const RecordRule& rule, const Fields& record, ObservableList& list,
                 FieldReader& reader) {
  Observable& subject = list.subject();
  if (!rule.name) return list.add(subject, rule.attribute, record.text("value"));
  std::string value = record.text("value");
  if (value.ends_with('.')) value.pop_back();
  Observable* named = rule.name(list, value);
  // A mail server's name may be "." or empty: a domain that takes no mail.
  if (!named) return reader.leave_out(value.empty() ? 0 : 1);
  list.add(subject, rule.attribute, named->key);
  list.relate(subject, rule.relation, *named);
  const std::string person = record.text("rname");
  if (!person.empty()) list.add(subject, "soa_rname", person);
}

}  // namespace

void read_dns_records(Doc records, ObservableList& list, FieldReader& reader) {
  std::map<std::string, std::size_t> taken;
  for (const Doc each : records) {
    const Fields record = reader.read(each, record_fields());
    const std::string type = record.text("type");
    const auto rule = std::find_if(std::begin(kRecords), std::end(kRecords),
                                   [&](const RecordRule& of) { return of.type == type; });
    const bool has_value = each["value"].text().has_value();
    if (rule == std::end(kRecords) || !has_value || taken[type] >= kMaxRecords) {
      reader.leave_out();
      continue;
    }
    if (record.text("value").empty()) continue;
    ++taken[type];
    read_record(*rule, record, list, reader);
  }
}

void read_server_certificate(Doc attributes, ObservableList& list, FieldReader& reader) {
  const Doc certificate = attributes["last_https_certificate"];
  if (!certificate.is_object() || certificate.size() == 0) {
    return reader.leave_out(certificate.is_null() || certificate.is_object() ? 0 : 1);
  }
  const Observable* found = read_certificate(certificate, {}, list, reader);
  if (found) list.relate(list.subject(), "identified-by", *found);
}

void read_whois(Doc attributes, ObservableList& list, FieldReader& reader) {
  const Fields fields = reader.read(attributes, whois_fields());
  if (fields.text("text").empty()) return;
  Observable* whois = list.find("whois", list.subject().key);
  if (!whois) return reader.leave_out();
  list.add_all(*whois, fields.attributes);
  list.relate(list.subject(), "characterized-by", *whois);
}

void read_autonomous_system(const Fields& fields, ObservableList& list) {
  for (const Attribute& each : fields.attributes) {
    const auto* number = std::get_if<std::int64_t>(&each.value);
    if (each.name != "asn" || !number) continue;
    Observable* system = list.find("asn", "AS" + std::to_string(*number));
    if (!system) return;
    for (const Attribute& of : fields.attributes) {
      if (of.name == "asn" || of.name == "as_owner" || of.name == "country") {
        list.add(*system, of.name, of.value);
      }
    }
    list.relate(list.subject(), "belongs-to", *system);
    return;
  }
}

}  // namespace rulemap::virustotal
