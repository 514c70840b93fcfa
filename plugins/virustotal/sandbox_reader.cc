#include "sandbox_reader.h"

#include "certificate_reader.h"
#include "field_tables.h"
#include "file_reader.h"
#include "ids_reader.h"
#include "left_out.h"
#include "named_thing.h"
#include "plain_text.h"
#include "rulemap/sandbox/behaviour.h"

namespace rulemap::virustotal {
namespace {

Observable* name_mutex(ObservableList& list, std::string_view name) {
  const std::string clean = line_of(name, 1000);
  return clean.empty() ? nullptr : list.find("mutex", clean);
}

// Lists of things that a sandbox observed; `member` is empty where the entries are texts.
struct SeenRule {
  std::string_view list;
  std::string_view member;
  Observable* (*name)(ObservableList&, std::string_view);
  std::string_view kind;  // of the file's relation
};
constexpr SeenRule kSeen[] = {
    {"dns_lookups", "hostname", name_domain, "communicates-with"},
    {"ip_traffic", "destination_ip", name_address, "communicates-with"},
    {"http_conversations", "url", name_url, "communicates-with"},
    {"tls", "sni", name_domain, "communicates-with"},
    {"files_dropped", "sha256", name_file, "drops"},
    {"mutexes_created", "", name_mutex, "creates"},
    {"mutexes_opened", "", name_mutex, "uses"},
    {"memory_pattern_domains", "", name_domain, "mentions"},
    {"memory_pattern_ips", "", name_address, "mentions"},
    {"memory_pattern_urls", "", name_url, "mentions"},
};

class RunReader {
 public:
  RunReader(Doc attributes, Observable& report, ObservableList& list, FieldReader& reader)
      : attributes_(attributes), report_(report), list_(list), reader_(reader) {}

  void read_seen() {
    for (const SeenRule& rule : kSeen) {
      std::size_t taken = 0;
      for (const Doc each : attributes_[rule.list]) {
        const Doc said = rule.member.empty() ? each : each[rule.member];
        // A file that was dropped may have a path alone, a connection no name: events tell of them.
        if (said.is_null() && each.is_object()) continue;
        Observable* seen =
            taken++ < kMaxSeen ? rule.name(list_, said.text().value_or("")) : nullptr;
        if (seen)
          observed(*seen, rule, each);
        else
          reader_.leave_out(said.text() == "" ? 0 : 1);
      }
    }
  }

  void read_sessions() {
    for (const Doc each : attributes_["tls"]) {
      if (!each["thumbprint"].text()) continue;
      const Observable* certificate = read_session(each, list_, reader_);
      if (certificate) list_.relate(report_, "observed", *certificate);
    }
  }

 private:
  void observed(Observable& seen, const SeenRule& rule, Doc entry) {
    list_.relate(list_.subject(), rule.kind, seen);
    list_.relate(report_, "observed", seen);
    if (rule.list == "dns_lookups") return add_addresses(seen, entry["resolved_ips"]);
    if (rule.list == "ip_traffic") return add_port(seen, entry);
    if (rule.list != "files_dropped") return;
    add_text(seen, "path", entry["path"]);
    // Of its own sample VirusTotal knows better.
    if (!seen.subject) add_text(seen, "type", entry["type"]);
  }
  void add_addresses(Observable& domain, Doc addresses) {
    for (const Doc each : addresses) {
      Observable* address = name_address(list_, each.text().value_or(""));
      if (!address) {
        reader_.leave_out();
        continue;
      }
      list_.relate(domain, "resolves-to", *address);
      list_.relate(report_, "observed", *address);
    }
  }
  void add_port(Observable& address, Doc traffic) {
    const auto port = traffic.integer("destination_port");
    if (!port || *port < 0 || *port > 65'535) return;
    const std::string protocol =
        lower(line_of(traffic.text("transport_layer_protocol").value_or(""), 20));
    if (address.attributes.size() >= kMaxTexts) return reader_.leave_out();
    list_.add(address, "port", std::to_string(*port) + (protocol.empty() ? "" : "/" + protocol));
  }
  void add_text(Observable& to, std::string_view name, Doc text) {
    const std::string said = line_of(text.text().value_or(""));
    if (said.empty()) return;
    if (to.attributes.size() >= kMaxTexts) return reader_.leave_out();
    list_.add(to, name, said);
  }

  Doc attributes_;
  Observable& report_;
  ObservableList& list_;
  FieldReader& reader_;
};

void read_techniques(Doc techniques, SandboxRun& out, FieldReader& reader) {
  TechniqueList list(out.sandbox, reader, out.techniques);
  for (const Doc each : techniques) {
    const Fields said = reader.read(each, run_technique_fields());
    if (!list.add(said)) continue;
    list.add_reason(said.text("severity"), said.text("description"));
    for (const Attribute& of : said.attributes) {
      if (of.name == "ref") list.add_ref(std::get<std::string>(of.value));
    }
  }
}

}  // namespace

SandboxRun read_run(Doc attributes, std::string_view sandbox, ObservableList& list,
                    FieldReader& reader) {
  SandboxRun out;
  out.sandbox = line_of(attributes.text("sandbox_name").value_or(""), 100);
  if (out.sandbox.empty()) out.sandbox = sandbox;
  reader.leave_out(unread_in_run(attributes).size());
  sandbox::Behaviour seen = sandbox::read_behaviour(attributes, out.sandbox);
  out.events = std::move(seen.events);
  reader.leave_out(seen.left_out);
  read_techniques(attributes["mitre_attack_techniques"], out, reader);
  out.rules = read_sigma(attributes["sigma_analysis_results"], reader);
  // Documents name it both ways.
  const char* alerts = attributes["ids_alerts"].is_list() ? "ids_alerts" : "ids_results";
  out.alerts = read_ids(attributes[alerts], reader);
  for (RuleMatch& each : out.alerts) each.sandbox = out.sandbox;
  Observable* report = sandbox_report(list, out.sandbox);
  if (!report) {
    reader.leave_out();
    return out;
  }
  list.add_all(*report, reader.read(attributes, run_fields()).attributes);
  RunReader run(attributes, *report, list, reader);
  run.read_seen();
  run.read_sessions();
  return out;
}

}  // namespace rulemap::virustotal
