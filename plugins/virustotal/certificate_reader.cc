#include "certificate_reader.h"

#include "field_tables.h"
#include "plain_text.h"

namespace rulemap::virustotal {
namespace {

// {"C": "US", "CN": "R11"} -> "C=US, CN=R11"; a text as it is.
std::string distinguished_name(Doc name, FieldReader& reader) {
  std::string out = line_of(name.text().value_or(""), 1000);
  for (const auto [part, value] : name.members()) {
    const Doc first = value.is_list() ? value.at(0) : value;
    const std::string said = line_of(first.text().value_or(""), 500);
    if (said.empty()) {
      reader.leave_out(first.text() == "" || first.is_null() ? 0 : 1);
      continue;
    }
    out += (out.empty() ? "" : ", ") + line_of(part, 60) + "=" + said;
  }
  return out;
}

Observable* keep(const Fields& fields, std::string_view id, ObservableList& list,
                 FieldReader& reader) {
  std::string key = fields.text("thumbprint_sha256");
  if (key.empty()) key = fields.text("thumbprint_sha1");
  if (key.empty()) key = hex_of(id, 64).value_or("");
  Observable* out = key.empty() ? nullptr : list.find("certificate", key);
  if (!out) {
    reader.leave_out();
    return nullptr;
  }
  list.add_all(*out, fields.attributes);
  return out;
}

void add_names(Doc certificate, Fields& fields, FieldReader& reader) {
  for (const char* each : {"subject", "issuer"}) {
    const std::string name = distinguished_name(certificate[each], reader);
    if (!name.empty()) fields.attributes.push_back({each, name});
  }
}

}  // namespace

Observable* read_certificate(Doc certificate, std::string_view id, ObservableList& list,
                             FieldReader& reader) {
  Fields fields = reader.read(certificate, certificate_fields());
  add_names(certificate, fields, reader);
  return keep(fields, id, list, reader);
}

Observable* read_signer(Doc signer, ObservableList& list, FieldReader& reader) {
  return keep(reader.read(signer, signer_fields()), {}, list, reader);
}

Observable* read_session(Doc session, ObservableList& list, FieldReader& reader) {
  Fields fields = reader.read(session, session_fields());
  add_names(session, fields, reader);
  return keep(fields, {}, list, reader);
}

}  // namespace rulemap::virustotal
