#include "source/attribute_types.h"

#include <gtest/gtest.h>

namespace rulemap::misp {
namespace {

std::string said(std::string_view type, std::string_view value) {
  std::string out;
  for (const auto& each : indicators_of(type, value)) {
    if (!out.empty()) out += ", ";
    if (!each.ok()) {
      out += "refused: " + each.error().message;
      continue;
    }
    ((out += ioc::to_string(each->type)) += " ") += each->value;
    if (each->port) out += " port " + std::to_string(*each->port);
  }
  return out;
}

TEST(AttributeTypes, OneValueIsOneIndicator) {
  const std::string md5(32, 'B');
  EXPECT_EQ(said("md5", md5), "md5 " + std::string(32, 'b'));
  EXPECT_EQ(said("hostname", "Host[.]Example."), "domain host.example");
  EXPECT_EQ(said("ip-src", "2001:DB8::0001"), "ipv6 2001:db8::1");
  EXPECT_EQ(said("ip-dst", "198.51.100.0/24"), "cidr 198.51.100.0/24");
  EXPECT_EQ(said("url", "hxxp://Evil.example/A|b"), "url http://evil.example/A|b");
  EXPECT_EQ(said("vulnerability", "cve-2026-12345"), "cve CVE-2026-12345");
  EXPECT_EQ(said("comment", "evil.example"), "");
}

TEST(AttributeTypes, ValuesOfTwoParts) {
  const std::string sha256(64, 'a');
  EXPECT_EQ(said("filename|sha256", "odd|name.exe|" + sha256), "sha256 " + sha256);
  EXPECT_EQ(said("malware-sample", "a.exe|" + std::string(32, 'c')), "md5 " + std::string(32, 'c'));
  EXPECT_EQ(said("domain|ip", "a.example|198.51.100.7"), "domain a.example, ipv4 198.51.100.7");
  EXPECT_EQ(said("ip-dst|port", "198.51.100.7|8443"), "ipv4 198.51.100.7 port 8443");
  EXPECT_EQ(said("ip-dst|port", "2001:db8::1|443"), "ipv6 2001:db8::1 port 443");
  EXPECT_EQ(said("hostname|port", "a.example|80"), "domain a.example port 80");
}

TEST(AttributeTypes, WhatTheTypeDoesNotAllowIsRefused) {
  EXPECT_EQ(said("domain", "198.51.100.7"),
            "refused: the attribute is of type domain, and its value is of type ipv4");
  EXPECT_TRUE(said("vulnerability", "a long story").starts_with("refused: "));
  EXPECT_TRUE(
      said("domain|ip", "a.example|nothing at all").starts_with("domain a.example, refused"));
}

}  // namespace
}  // namespace rulemap::misp
