#include "rulemap/sandbox/behaviour.h"

#include <algorithm>
#include <cctype>
#include <map>
#include <string>

#include "event_list.h"
#include "processes.h"
#include "rulemap/sandbox/dialect.h"

namespace rulemap::sandbox {
namespace {

// Sandboxes name the system only in their own name, and not all do.
std::string product_of(std::string_view sandbox) {
  std::string name(sandbox);
  std::transform(name.begin(), name.end(), name.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  if (name.find("linux") != std::string::npos) return "linux";
  if (name.find("android") != std::string::npos) return "android";
  if (name.find("os x") != std::string::npos || name.find("macos") != std::string::npos) {
    return "macos";
  }
  return "windows";
}

std::string text_of(Doc object, std::string_view key) {
  return std::string(object.text(key).value_or(""));
}

class Reader {
 public:
  Reader(Doc attributes, EventList& out) : attributes_(attributes), out_(out) {}

  void read_files() {
    const auto written = [&](std::string_view path) {
      out_.add("file_event", {{"TargetFilename", path_of(path)}});
    };
    out_.each_text(attributes_["files_written"], written);
    out_.each_object(attributes_["files_dropped"], [&](Doc each) {
      out_.add("file_event", {{"TargetFilename", path_of(text_of(each, "path"))}});
    });
    out_.each_object(attributes_["files_copied"],
                     [&](Doc each) { written(text_of(each, "destination")); });
    out_.each_text(attributes_["files_deleted"], [&](std::string_view path) {
      out_.add("file_delete", {{"TargetFilename", path_of(path)}});
    });
    out_.each_text(attributes_["files_opened"], [&](std::string_view path) { opened(path); });
    out_.each_text(attributes_["modules_loaded"], [&](std::string_view path) {
      out_.add("image_load", {{"ImageLoaded", path_of(path)}});
    });
    out_.each_text(attributes_["processes_injected"], [&](std::string_view path) {
      out_.add("create_remote_thread", {{"TargetImage", path_of(path)}});
    });
    out_.each_text(attributes_["processes_terminated"], [&](std::string_view path) {
      out_.add("process_termination", {{"Image", command_of(path).image}});
    });
  }

  void read_registry() {
    if (!out_.is_windows()) return;
    out_.each_object(attributes_["registry_keys_set"], [&](Doc each) {
      out_.add("registry_set", {{"TargetObject", registry_key(text_of(each, "key"))},
                                {"Details", registry_value(text_of(each, "value"))},
                                {"EventType", "SetValue"}});
    });
    out_.each_text(attributes_["registry_keys_deleted"], [&](std::string_view key) {
      out_.add("registry_delete",
               {{"TargetObject", registry_key(key)}, {"EventType", "DeleteKey"}});
    });
  }

  void read_network() {
    out_.each_object(attributes_["dns_lookups"], [&](Doc each) { looked_up(each); });
    out_.each_object(attributes_["ip_traffic"], [&](Doc each) { connected(each); });
    out_.each_object(attributes_["http_conversations"], [&](Doc each) {
      const auto status = each.integer("response_status_code");
      out_.add_of_no_product("proxy", {{"c-uri", text_of(each, "url")},
                                       {"cs-method", text_of(each, "request_method")},
                                       {"cs-host", host_of(text_of(each, "url"))},
                                       {"sc-status", status ? std::to_string(*status) : ""}});
    });
  }

 private:
  std::string path_of(std::string_view path) const {
    return out_.is_windows() ? windows_text(path) : std::string(path);
  }
  // Named pipes stand among the files.
  void opened(std::string_view path) {
    for (const std::string_view pipe : {R"(\??\PIPE)", R"(\Device\NamedPipe)", R"(\\.\pipe)"}) {
      if (!path.starts_with(pipe)) continue;
      return out_.add("pipe_created", {{"PipeName", std::string(path.substr(pipe.size()))},
                                       {"EventType", "ConnectPipe"}});
    }
    out_.add("file_access", {{"FileName", path_of(path)}});
  }
  void looked_up(Doc lookup) {
    const std::string name = text_of(lookup, "hostname");
    std::string results;
    for (const Doc each : lookup["resolved_ips"]) {
      const auto address = each.text();
      if (!address) continue;
      names_.emplace(std::string(*address), name);
      results += std::string(*address) + ";";
    }
    out_.add("dns_query", {{"QueryName", name}, {"QueryResults", results}});
    out_.add_of_no_product("dns", {{"query", name}, {"answer", results}});
  }
  void connected(Doc traffic) {
    const std::string address = text_of(traffic, "destination_ip");
    const auto port = traffic.integer("destination_port");
    std::string protocol = text_of(traffic, "transport_layer_protocol");
    std::transform(protocol.begin(), protocol.end(), protocol.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    const auto name = names_.find(address);
    if (address.empty()) return out_.leave_out();
    out_.add("network_connection",
             {{"DestinationIp", address},
              {"DestinationPort", port ? std::to_string(*port) : ""},
              {"DestinationHostname", name == names_.end() ? "" : name->second},
              {"Protocol", protocol},
              {"Initiated", "true"}});
  }
  static std::string host_of(std::string_view url) {
    const std::size_t scheme = url.find("://");
    if (scheme == std::string_view::npos) return "";
    const std::string_view rest = url.substr(scheme + 3);
    return std::string(rest.substr(0, rest.find_first_of("/?#:")));
  }

  Doc attributes_;
  EventList& out_;
  std::map<std::string, std::string> names_;  // of addresses, as they were looked up
};

}  // namespace

std::span<const std::string_view> behaviour_members() {
  static constexpr std::string_view kMembers[] = {
      "command_executions",   "dns_lookups",    "files_copied",          "files_deleted",
      "files_dropped",        "files_opened",   "files_written",         "http_conversations",
      "ip_traffic",           "modules_loaded", "processes_created",     "processes_injected",
      "processes_terminated", "processes_tree", "registry_keys_deleted", "registry_keys_set"};
  return kMembers;
}

Behaviour read_behaviour(Doc attributes, std::string_view by, const Limits& limits) {
  EventList out(std::string(by), product_of(by), limits);
  read_processes(attributes, out);
  Reader reader(attributes, out);
  reader.read_files();
  reader.read_registry();
  reader.read_network();
  return out.take();
}

}  // namespace rulemap::sandbox
