#include "report_reader.h"

#include <set>

#include "plain_text.h"
#include "rulemap/text/address.h"

namespace rulemap::virustotal {
namespace {

std::string_view observable_type(Thing thing) {
  constexpr std::string_view kTypes[] = {"", "file", "domain", "ip", "url"};
  return kTypes[static_cast<int>(thing)];
}

void put_first(Fields& fields, std::string_view name, const std::string& value) {
  fields.attributes.insert(fields.attributes.begin(), {std::string(name), value});
}

// The hash that was asked and VirusTotal's id, a SHA-256, are names of the file in any case.
Result<void> complete_hashes(const Asked& asked, Doc data, Fields& fields) {
  const std::string hash = lower(asked.value);
  const auto id = hex_of(data.text("id").value_or(""), 64);
  std::string said = fields.text(asked.type);
  if (said.empty() && asked.type == "sha256") said = id.value_or("");
  if (!said.empty() && said != hash) {
    return Error{"the answer is of another file: its " + asked.type + " is " + said};
  }
  if (fields.text(asked.type).empty()) put_first(fields, asked.type, hash);
  if (fields.text("sha256").empty() && id) put_first(fields, "sha256", *id);
  return {};
}

void read_file(Doc data, Fields& fields, Report& out, FieldReader& reader) {
  for (const std::string_view each : {"sha256", "sha1", "md5"}) {
    if (out.subject.key.empty()) out.subject.key = fields.text(each);
  }
  out.id = out.subject.key;
  out.subject.attributes = std::move(fields.attributes);
  out.rules = read_sigma(data["attributes"]["sigma_analysis_results"], reader);
}

// A and AAAA of the newest DNS records; other types are no addresses.
void read_domain(const Asked& asked, Doc data, Fields& fields, Report& out, FieldReader& reader) {
  out.id = out.subject.key = asked.value;
  put_first(fields, "domain", asked.value);
  out.subject.attributes = std::move(fields.attributes);
  std::set<std::string> seen;
  for (const Doc each : data["attributes"]["last_dns_records"]) {
    const std::string_view type = each.text("type").value_or("");
    if (type != "A" && type != "AAAA") continue;
    const Fields record = reader.read(each, record_fields());
    const auto address = ioc::parse_address(record.text("value"));
    if (!address.ok() || seen.size() >= kMaxAddresses) {
      reader.leave_out();
      continue;
    }
    const std::string text = address->text();
    if (!seen.insert(text).second) continue;
    out.subject.attributes.push_back({"address", text});
    out.subject.relations.push_back({"resolves-to", "ip", text});
  }
}

void read_address(const Asked& asked, Fields& fields, Report& out) {
  const auto address = ioc::parse_address(asked.value);
  out.id = out.subject.key = address.ok() ? address->text() : asked.value;
  put_first(fields, "address", out.subject.key);
  out.subject.attributes = std::move(fields.attributes);
}

// VirusTotal answers with the canonical URL, which need not be the one that was asked.
void read_url(const Asked& asked, Doc data, Fields& fields, Report& out) {
  const std::string canonical = fields.text("url");
  out.id = hex_of(data.text("id").value_or(""), 64).value_or(base64url(asked.value));
  out.subject.key = canonical.empty() ? asked.value : canonical;
  if (canonical.empty())
    put_first(fields, "url", asked.value);
  else if (canonical != asked.value)
    fields.attributes.push_back({"asked", asked.value});
  out.subject.attributes = std::move(fields.attributes);
}

}  // namespace

Result<Report> read_report(const Asked& asked, Doc data, FieldReader& reader) {
  const Doc attributes = data["attributes"];
  if (!attributes.is_object()) return Error{"the answer has no object `data.attributes`"};
  const Thing thing = thing_of(asked.type);
  Report out;
  out.subject.type = observable_type(thing);
  out.subject.by = "virustotal";
  out.subject.subject = true;
  out.facts = reader.read(attributes, verdict_fields()).facts;
  Fields fields = reader.read(attributes, fields_of(thing));
  out.facts.insert(out.facts.end(), fields.facts.begin(), fields.facts.end());
  if (thing == Thing::domain) read_domain(asked, data, fields, out, reader);
  if (thing == Thing::address) read_address(asked, fields, out);
  if (thing == Thing::url) read_url(asked, data, fields, out);
  if (thing == Thing::file) {
    const auto complete = complete_hashes(asked, data, fields);
    if (!complete.ok()) return complete.error();
    read_file(data, fields, out, reader);
  }
  out.permalink = permalink(thing, out.id);
  return out;
}

}  // namespace rulemap::virustotal
