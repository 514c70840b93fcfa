#include "slips.h"

#include <span>
#include <string>

namespace rulemap::sigma {
namespace {

constexpr std::string_view kKeys[] = {
    "action",    "author",         "collection", "correlation", "date",       "description",
    "detection", "falsepositives", "fields",     "filter",      "id",         "level",
    "license",   "logsource",      "modified",   "name",        "references", "related",
    "scope",     "status",         "tags",       "taxonomy",    "title"};

// Words that rules of SigmaHQ and the specification use: facts, see NOTICE.
constexpr std::string_view kCategories[] = {"antivirus",
                                            "appliance",
                                            "application",
                                            "authentication",
                                            "create_remote_thread",
                                            "create_stream_hash",
                                            "database",
                                            "dns",
                                            "dns_query",
                                            "driver_load",
                                            "file_access",
                                            "file_change",
                                            "file_delete",
                                            "file_event",
                                            "file_executable_detected",
                                            "file_rename",
                                            "firewall",
                                            "image_load",
                                            "network_connection",
                                            "pipe_created",
                                            "process_access",
                                            "process_creation",
                                            "process_tampering",
                                            "process_termination",
                                            "proxy",
                                            "ps_classic_provider_start",
                                            "ps_classic_start",
                                            "ps_module",
                                            "ps_script",
                                            "raw_access_thread",
                                            "registry_add",
                                            "registry_delete",
                                            "registry_event",
                                            "registry_rename",
                                            "registry_set",
                                            "sysmon_error",
                                            "sysmon_status",
                                            "webserver",
                                            "wmi_event"};
constexpr std::string_view kProducts[] = {
    "aws",       "azure",        "bitbucket",     "cisco",      "django",   "dns",
    "fortigate", "fortios",      "gcp",           "github",     "huawei",   "juniper",
    "jvm",       "kubernetes",   "linux",         "m365",       "macos",    "modsecurity",
    "nodejs",    "okta",         "onelogin",      "opencanary", "paloalto", "python",
    "qualys",    "rpc_firewall", "ruby_on_rails", "spring",     "sql",      "velocity",
    "windows",   "zeek"};
constexpr std::string_view kServices[] = {"aaa",
                                          "activitylogs",
                                          "apache",
                                          "application",
                                          "applocker",
                                          "appmodel-runtime",
                                          "appxdeployment-server",
                                          "appxpackaging-om",
                                          "audit",
                                          "auditd",
                                          "auditlogs",
                                          "auth",
                                          "bgp",
                                          "bits-client",
                                          "capi2",
                                          "certificateservicesclient-lifecycle-system",
                                          "clamav",
                                          "cloudtrail",
                                          "codeintegrity-operational",
                                          "cron",
                                          "dce_rpc",
                                          "diagnosis-scripted",
                                          "dns",
                                          "dns-client",
                                          "dns-server",
                                          "dns-server-analytic",
                                          "driver-framework",
                                          "duo",
                                          "event",
                                          "exchange",
                                          "firewall-as",
                                          "gcp.audit",
                                          "globalprotect",
                                          "google_workspace.admin",
                                          "google_workspace.login",
                                          "guacamole",
                                          "http",
                                          "iis-configuration",
                                          "kerberos",
                                          "ldap",
                                          "ldp",
                                          "lsa-server",
                                          "microsoft-servicebus-client",
                                          "msexchange-management",
                                          "netflow",
                                          "nginx",
                                          "ntlm",
                                          "okta",
                                          "onelogin.events",
                                          "openssh",
                                          "pim",
                                          "powershell",
                                          "powershell-classic",
                                          "printservice-admin",
                                          "printservice-operational",
                                          "rdp",
                                          "riskdetection",
                                          "security",
                                          "security-mitigations",
                                          "shell-core",
                                          "signinlogs",
                                          "smb_files",
                                          "smbclient-connectivity",
                                          "smbclient-security",
                                          "smbserver-connectivity",
                                          "sshd",
                                          "sslvpnd",
                                          "sudo",
                                          "syslog",
                                          "sysmon",
                                          "system",
                                          "taskscheduler",
                                          "terminalservices-localsessionmanager",
                                          "threat_detection",
                                          "threat_management",
                                          "vsftpd",
                                          "windefend",
                                          "wmi",
                                          "x509"};

struct Attribute {
  std::string_view name;
  std::span<const std::string_view> words;
};

constexpr Attribute kAttributes[] = {
    {"category", kCategories}, {"product", kProducts}, {"service", kServices}};

void warn_of_attribute(const Attribute& attribute, const yaml::Node& map, Problems& problems) {
  const yaml::Node* const node = map.find(attribute.name);
  if (node == nullptr || !node->is_scalar()) return;
  const std::string_view meant = slip_of(node->text, attribute.words);
  if (meant.empty()) return;
  problems.warning(node->place,
                   "no known " + std::string(attribute.name) + " is called " + quoted(node->text) +
                       "; did you mean `" + std::string(meant) + "`?",
                   node->text);
}

}  // namespace

void warn_of_slips(const yaml::Node& document, Problems& problems) {
  for (const yaml::Member& member : document.members) {
    const std::string_view meant = slip_of(member.key, kKeys);
    if (meant.empty() || document.find(meant) != nullptr) continue;
    problems.warning(
        member.place,
        quoted(member.key) + " says nothing in Sigma; did you mean `" + std::string(meant) + "`?",
        member.key);
  }
  const yaml::Node* const source = document.find("logsource");
  if (source == nullptr || !source->is_map()) return;
  for (const Attribute& attribute : kAttributes) warn_of_attribute(attribute, *source, problems);
}

}  // namespace rulemap::sigma
