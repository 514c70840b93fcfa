// Found by answers with a NUL in each place: events of sandboxes took it into the record.
#include <gtest/gtest.h>

#include "rulemap/host/services.h"
#include "rulemap/sandbox/behaviour.h"
#include "rulemap/sdk/host.h"

namespace rulemap::sandbox {
namespace {

TEST(SandboxEventNul, IsInNoEvent) {
  host::Services services{host::Lent{}};
  const auto parsed = Host(services.abi()).parse(R"({
      "dns_lookups": [{"hostname": "a\u0000.example", "resolved_ips": ["1.2\u0000.3.4"]}],
      "ip_traffic": [{"destination_ip": "\u0000"}],
      "http_conversations": [{"url": "http://a.example/\u0000x"}],
      "processes_tree": [{"name": "a\u0000.exe", "process_id": "\u0000"}],
      "files_written": ["C:\\a\u0000"], "registry_keys_set": [{"key": "HKLM\\a\u0000"}]})");
  ASSERT_TRUE(parsed.ok());
  const Behaviour seen = read_behaviour(*parsed, "Zenbox");
  EXPECT_GE(seen.events.size(), 6u);
  for (const Event& event : seen.events) {
    for (const auto& [name, value] : event.fields) {
      EXPECT_EQ(value.find('\0'), std::string::npos) << name;
      EXPECT_FALSE(value.empty()) << name;
    }
  }
}

}  // namespace
}  // namespace rulemap::sandbox
