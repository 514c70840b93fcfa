#include "engine.h"

#include <algorithm>
#include <iterator>

namespace rulemap::suricata {
namespace {

// Header protocols and options of one engine alone. Both have http, dns, ssl and the like.
constexpr std::string_view kSuricataProtocols[] = {"app-layer-protocol",
                                                   "dhcp",
                                                   "dnp3",
                                                   "enip",
                                                   "ftp-data",
                                                   "http1",
                                                   "http2",
                                                   "ikev2",
                                                   "ike",
                                                   "krb5",
                                                   "modbus",
                                                   "mqtt",
                                                   "nfs",
                                                   "ntp",
                                                   "pkthdr",
                                                   "quic",
                                                   "rdp",
                                                   "rfb",
                                                   "smb",
                                                   "snmp",
                                                   "tcp-pkt",
                                                   "tcp-stream",
                                                   "tftp",
                                                   "tls",
                                                   "websocket"};
constexpr std::string_view kSuricataOptions[] = {"app-layer-event",
                                                 "app-layer-protocol",
                                                 "bsize",
                                                 "datarep",
                                                 "dataset",
                                                 "decode-event",
                                                 "dns_query",
                                                 "dotprefix",
                                                 "endswith",
                                                 "filemagic",
                                                 "filename",
                                                 "filestore",
                                                 "flowint",
                                                 "http_host",
                                                 "http_user_agent",
                                                 "ipreputation",
                                                 "iprep",
                                                 "ja3_hash",
                                                 "lua",
                                                 "luajit",
                                                 "noalert",
                                                 "startswith",
                                                 "stream-event",
                                                 "stream_size",
                                                 "target",
                                                 "tls_cert_issuer",
                                                 "tls_cert_subject",
                                                 "tls_sni",
                                                 "to_lowercase",
                                                 "xbits"};
constexpr std::string_view kSnortProtocols[] = {"file", "user"};
constexpr std::string_view kSnortOptions[] = {
    "bufferlen", "file_type", "http_true_ip", "http_trailer", "js_data",
    "raw_data",  "rem",       "sd_pattern",   "service",      "soid",
    "so",        "vba_data",  "http_param",   "file_meta"};
// Pairs that Talos writes.
constexpr std::string_view kSnortMetadata[] = {"policy",  "ruleset",     "rule-type",
                                               "service", "impact_flag", "engine"};

template <std::size_t n>
bool has(const std::string_view (&words)[n], std::string_view word) {
  return std::find(std::begin(words), std::end(words), word) != std::end(words);
}

// Snort 3 writes the modifiers of a content behind a comma: content:"x",nocase.
bool has_modifiers(const Option& option) {
  if (option.name != "content") return false;
  const std::size_t quote = option.value.rfind('"');
  return quote != std::string_view::npos && option.value.find(',', quote) != std::string_view::npos;
}

bool is_snort(const ScannedRule& scanned, const Rule& rule) {
  const auto& options = scanned.options;
  return rule.source.empty() || has(kSnortProtocols, rule.protocol) ||
         std::any_of(options.begin(), options.end(),
                     [](const Option& each) {
                       return has(kSnortOptions, each.name) || has_modifiers(each);
                     }) ||
         std::any_of(rule.metadata.begin(), rule.metadata.end(),
                     [](const auto& each) { return has(kSnortMetadata, each.first); });
}

bool is_suricata(const ScannedRule& scanned, const Rule& rule) {
  const auto& options = scanned.options;
  return has(kSuricataProtocols, rule.protocol) ||
         std::any_of(options.begin(), options.end(), [](const Option& each) {
           // http.uri, dns.query, tls.sni: the buffers of Suricata 5 and later.
           return each.name.find('.') != std::string_view::npos || has(kSuricataOptions, each.name);
         });
}

}  // namespace

Engine engine_of(const ScannedRule& scanned, const Rule& rule) {
  if (is_snort(scanned, rule)) return Engine::snort;
  return is_suricata(scanned, rule) ? Engine::suricata : Engine::unknown;
}

}  // namespace rulemap::suricata
