#include "file_reader.h"

#include "certificate_reader.h"
#include "field_tables.h"
#include "named_thing.h"
#include "plain_text.h"

namespace rulemap::virustotal {
namespace {

constexpr std::size_t kMaxServers = 200;  // of a malware's configuration
constexpr std::size_t kMaxSandboxes = 100;

void read_connection(Doc connection, ObservableList& list, FieldReader& reader) {
  const std::pair<const char*, Observable* (*)(ObservableList&, std::string_view)> kPlaces[] = {
      {"host", name_host}, {"url", name_url}};
  for (const auto& [member, name] : kPlaces) {
    const Doc said = connection[member];
    if (said.is_null() || said.text() == "") continue;
    Observable* server = name(list, said.text().value_or(""));
    if (!server) {
      reader.leave_out();
      continue;
    }
    for (const Doc each : connection["categories"]) {
      const std::string role = line_of(each.text().value_or(""), 100);
      if (!role.empty()) list.add(*server, "role", role);
    }
    list.relate(list.subject(), "beacons-to", *server);
  }
}

}  // namespace

void read_signers(Doc signers, ObservableList& list, FieldReader& reader) {
  for (const Doc each : signers) {
    const Observable* found = read_signer(each, list, reader);
    if (found) list.relate(list.subject(), "signed-by", *found);
  }
}

void read_malware_config(Doc config, ObservableList& list, FieldReader& reader) {
  std::size_t servers = 0;
  for (const Doc family : config["families"]) {
    const std::string name = line_of(family.text("family").value_or(""), 200);
    if (!name.empty()) list.add(list.subject(), "family", name);
    for (const Doc each : family["configs"]) {
      const std::string tool = line_of(each.text("tool").value_or(""), 200);
      if (!tool.empty()) list.add(list.subject(), "config_read_by", tool);
      for (const Doc connection : each["net_info"]["connections"]) {
        if (++servers > kMaxServers)
          reader.leave_out();
        else
          read_connection(connection, list, reader);
      }
    }
  }
}

void read_sandbox_verdicts(Doc verdicts, ObservableList& list, FieldReader& reader) {
  std::size_t taken = 0;
  for (const auto [name, verdict] : verdicts.members()) {
    const std::string sandbox = line_of(name, 100);
    Observable* report = sandbox.empty() || taken++ >= kMaxSandboxes || !verdict.is_object()
                             ? nullptr
                             : sandbox_report(list, sandbox);
    if (!report) {
      reader.leave_out();
      continue;
    }
    list.add_all(*report, reader.read(verdict, verdict_of_sandbox_fields()).attributes);
  }
}

Observable* sandbox_report(ObservableList& list, std::string_view sandbox) {
  const Observable& file = list.subject();
  Observable* report = list.find("sandbox-report", file.key + "_" + std::string(sandbox));
  if (!report) return nullptr;
  list.add(*report, "sandbox", std::string(sandbox));
  list.relate(list.subject(), "analysed-with", *report);
  return report;
}

}  // namespace rulemap::virustotal
