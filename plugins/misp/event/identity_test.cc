#include "event/identity.h"

#include <gtest/gtest.h>

// Frozen: a changed uuid makes a second copy of everything that was ever written. The figures were
// made by another implementation of RFC 4122.
namespace rulemap::misp::identity {
namespace {

constexpr const char* kDigest = "db0c2b027ace155f07748aa4ff85e5cdd4e623c88bf55f349f5dbf9de570ea17";

TEST(Identity, IsFrozen) {
  const auto name_space = Uuid::parse("9c2f6e0e-8f2b-4d52-9a0f-0c4f1f2a7b11");
  ASSERT_TRUE(name_space);
  const Uuid of = event(*name_space, "harness");
  const Uuid file = object(of, "file", kDigest);
  const Uuid domain = object(of, "domain-ip", "evil.example");
  const Uuid ip = ip_port(of, "203.0.113.7", "");
  const std::pair<Uuid, const char*> rows[] = {
      {of, "d74a8b6d-d692-5191-85e2-f17c9ccd6e70"},
      {file, "eed60bee-3a2a-5306-9fd5-eef0a0aa5c3a"},
      {domain, "0f5d8532-0878-526b-a602-a8b29dda3163"},
      {ip, "33a65304-df0c-5670-8d94-c9da94dee0ff"},
      {ip_port(of, "203.0.113.7", "443"), "869de9c0-08ac-54ec-8d4c-8ab7946be448"},
      {object(of, "url", "https://evil.example/a"), "7a02531d-7d5a-5656-929e-c0ccacdbc2f4"},
      {single_attribute(file, "sha256"), "3478f663-b910-55ab-bdf3-b93952d04e55"},
      {attribute(file, "filename", "a.exe"), "79a6c3e7-4b8d-55cc-8e01-6edfe95a7e8c"},
      {attribute(domain, "ip", "203.0.113.7"), "4a07b28e-44b3-53bb-a727-d5d7ef562a31"},
      {reference(domain, "resolves-to", ip), "94aac74c-e4f6-5c46-80f0-4bdc3643a99e"},
      {event_attribute(of, "vulnerability", "CVE-2021-44228"),
       "32606248-e0f1-55b0-ae1f-5bc0fcf38391"},
      {object(of, "asn", "64500"), "b8bc0b32-e76e-553e-af2e-08524dc510d1"},
      {object(of, "whois", "evil.example"), "d90c5dc1-59dc-52cb-81cc-425b3b5c4838"},
      {object(of, "x509", kDigest), "b87f4dd4-1583-5633-9270-8c121bb51a65"},
      {object(of, "virustotal-report", "https://www.virustotal.com/gui/domain/evil.example"),
       "3943e760-4848-5582-a8a8-c504633e000d"},
      {sandbox_report(of, kDigest, "Zenbox"), "1066bfcd-7801-5d0f-942b-9eb959cf4afb"},
      {object(of, "sigma", "id-1"), "ca68d4d1-f800-5dbe-9a87-fe9cb19c67e7"},
      {object(of, "yara", "Agent_Tesla"), "9f97a7fc-46e4-5f82-9c10-f205a5fc66ac"},
      {object(of, "suricata", "1:2024897"), "10631323-b03b-58b3-989a-0f736011a02f"},
      {rule_annotation(of, "suricata", "1:2024897"), "97fc8627-673d-5987-9c18-16b6315a876c"},
      {event_attribute(of, "snort", "alert tcp any any -> any any (sid:1;)"),
       "58708820-2730-5a31-89a8-480e1c598d12"},
      {report(of, "Summary"), "7f96ce49-29b1-5d14-bcf0-431e473608c7"},
      {reference(file, "detected-by", object(of, "sigma", "id-1")),
       "abb43099-8396-5825-8f62-870e04a78771"},
  };
  for (const auto& [made, frozen] : rows) EXPECT_EQ(made.text(), frozen);
}

TEST(Identity, KeepsThingsApart) {
  const Uuid of = event(Uuid(), "case");
  EXPECT_NE(of, event(Uuid(), "other case"));
  EXPECT_NE(ip_port(of, "203.0.113.7", ""), ip_port(of, "203.0.113.7", "443"));
  EXPECT_NE(thing(of, "domain", "a.example"), thing(of, "url", "a.example"));
  EXPECT_NE(thing(of, "domain", "a.example"), object(of, "domain", "a.example"));
}

}  // namespace
}  // namespace rulemap::misp::identity
