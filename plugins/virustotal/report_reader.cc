#include "report_reader.h"

#include <iterator>
#include <utility>

#include "field_tables.h"
#include "file_reader.h"
#include "host_reader.h"
#include "ids_reader.h"
#include "left_out.h"
#include "plain_text.h"
#include "rulemap/text/address.h"
#include "url_reader.h"
#include "yara_reader.h"

namespace rulemap::virustotal {
namespace {

void put_first(Fields& fields, std::string_view name, const std::string& value) {
  fields.attributes.insert(fields.attributes.begin(), {std::string(name), value});
}

void append(std::vector<Attribute>& to, std::vector<Attribute> more) {
  to.insert(to.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

// Of the thing, of a server, of every thing.
Fields read_fields(Thing thing, Doc attributes, FieldReader& reader) {
  Fields out = reader.read(attributes, fields_of(thing));
  for (const auto& rules : {server_fields(thing), verdict_fields()}) {
    Fields more = reader.read(attributes, rules);
    append(out.attributes, std::move(more.attributes));
    append(out.facts, std::move(more.facts));
  }
  reader.leave_out(unread_in(thing, attributes).size());
  return out;
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

std::string key_of_file(const Fields& fields) {
  for (const std::string_view each : {"sha256", "sha1", "md5"}) {
    if (std::string hash = fields.text(each); !hash.empty()) return hash;
  }
  return {};
}

// VirusTotal answers with the canonical URL, which need not be the one that was asked.
std::string key_of_url(const Asked& asked, Fields& fields) {
  const std::string canonical = fields.text("url");
  if (canonical.empty()) put_first(fields, "url", asked.value);
  if (!canonical.empty() && canonical != asked.value) {
    fields.attributes.push_back({"asked", asked.value});
  }
  return canonical.empty() ? asked.value : canonical;
}

// What VirusTotal keeps of this kind of thing alone.
void read_own(Thing thing, Doc attributes, const Fields& fields, Report& out, FieldReader& reader) {
  ObservableList& list = out.observables;
  if (thing == Thing::file) {
    read_signers(attributes["signature_info"]["signers details"], list, reader);
    read_malware_config(attributes["malware_config"], list, reader);
    read_sandbox_verdicts(attributes["sandbox_verdicts"], list, reader);
    out.rules = read_sigma(attributes["sigma_analysis_results"], reader);
    out.other_rules = read_ids(attributes["crowdsourced_ids_results"], reader);
    std::vector<RuleMatch> yara = read_yara(attributes["crowdsourced_yara_results"], reader);
    std::move(yara.begin(), yara.end(), std::back_inserter(out.other_rules));
  }
  if (thing == Thing::domain) read_dns_records(attributes["last_dns_records"], list, reader);
  if (thing == Thing::address) read_autonomous_system(fields, list);
  if (thing == Thing::url) read_redirections(attributes, list, reader);
  if (thing != Thing::domain && thing != Thing::address) return;
  read_server_certificate(attributes, list, reader);
  read_whois(attributes, list, reader);
}

void read_relations(const Asked& asked, Doc relationships, Report& out, FieldReader& reader) {
  for (const RelationRule* rule : asked.relations) {
    const Doc relation = relationships[rule->name];
    if (relation["error"]) reader.leave_out();
    RelationRead read = read_relation({rule}, relation["data"], relation["meta"], asked.related,
                                      out.observables, reader);
    if (read.has_more) out.cut.emplace_back(rule->name);
    if (read.next) out.next.push_back(std::move(*read.next));
  }
}

}  // namespace

std::string_view observable_type(Thing thing) {
  constexpr std::string_view kTypes[] = {"", "file", "domain", "ip", "url"};
  return kTypes[static_cast<int>(thing)];
}

Result<Report> read_report(const Asked& asked, Doc data, FieldReader& reader) {
  const Doc attributes = data["attributes"];
  if (!attributes.is_object()) return Error{"the answer has no object `data.attributes`"};
  const Thing thing = thing_of(asked.type);
  Fields fields = read_fields(thing, attributes, reader);
  std::string key = asked.value;
  if (thing == Thing::file) {
    const auto complete = complete_hashes(asked, data, fields);
    if (!complete.ok()) return complete.error();
    key = key_of_file(fields);
  }
  if (thing == Thing::address) {
    const auto address = ioc::parse_address(asked.value);
    if (address.ok()) key = address->text();
    put_first(fields, "address", key);
  }
  if (thing == Thing::domain) put_first(fields, "domain", key);
  if (thing == Thing::url) key = key_of_url(asked, fields);
  Report out{key, {}, ObservableList(observable_type(thing), key), std::move(fields.facts)};
  if (thing == Thing::url) {
    out.id = hex_of(data.text("id").value_or(""), 64).value_or(base64url(asked.value));
  }
  out.permalink = permalink(thing, out.id);
  out.observables.subject().attributes = fields.attributes;
  read_own(thing, attributes, fields, out, reader);
  read_relations(asked, data["relationships"], out, reader);
  return out;
}

}  // namespace rulemap::virustotal
