#include "rulemap/text/address.h"

#include <gtest/gtest.h>

namespace rulemap::ioc {
namespace {

TEST(Address, PrintsTheCanonicalForm) {
  const std::pair<const char*, const char*> rows[] = {
      {"1.2.3.4", "1.2.3.4"},
      {"255.255.255.255", "255.255.255.255"},
      {"2001:DB8:0:0:0:0:0:1", "2001:db8::1"},
      {"2606:2800:021f:cb07:6820:80da:af6b:8b2c", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"},
      {"2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"},
      {"::", "::"},
      {"::ffff:1.2.3.4", "::ffff:1.2.3.4"},
  };
  for (const auto& [written, canonical] : rows) {
    const auto address = parse_address(written);
    ASSERT_TRUE(address.ok()) << written;
    EXPECT_EQ(address->text(), canonical);
  }
}

TEST(Address, RefusesWhatIsNone) {
  for (const char* text :
       {"",          "1.2.3",      "1.2.3.4.5",   "999.1.1.1", "256.1.1.1",    "01.2.3.4",
        "1.2.3.004", "1.2.3.",     ".1.2.3",      "1..2.3",    "1.2.3.4 ",     "0x7f.1.1.1",
        "1.2.3.-4",  ":::",        "2001:db8::g", "1::2::3",   "fe80::1%eth0", "1:2:3:4:5:6:7:8:9",
        "12345::",   "::1.2.3.256"}) {
    EXPECT_FALSE(parse_address(text).ok()) << text;
  }
}

TEST(Network, HoldsOnlyItsBase) {
  EXPECT_EQ(parse_network("1.2.3.0/24")->text(), "1.2.3.0/24");
  EXPECT_EQ(parse_network("2001:DB8::/32")->text(), "2001:db8::/32");
  EXPECT_EQ(parse_network("1.2.3.4/32")->text(), "1.2.3.4/32");
  EXPECT_NE(parse_network("1.2.3.4/24").error().message.find("`1.2.3.0/24` would be right"),
            std::string::npos);
  EXPECT_NE(parse_network("2001:db8::1/64").error().message.find("`2001:db8::/64` would be right"),
            std::string::npos);
  for (const char* text : {"1.2.3.0", "1.2.3.0/", "1.2.3.0/33", "0.0.0.0/0", "1.2.3.0/024",
                           "::/129", "::/0", "1.2.3.0/a", "1.2.3.0/24/8", "/8"}) {
    EXPECT_FALSE(parse_network(text).ok()) << text;
  }
}

TEST(Network, ContainsItsAddresses) {
  const Network network = *parse_network("198.51.100.128/25");
  EXPECT_TRUE(network.contains(*parse_ipv4("198.51.100.128")));
  EXPECT_TRUE(network.contains(*parse_ipv4("198.51.100.255")));
  EXPECT_FALSE(network.contains(*parse_ipv4("198.51.100.127")));
  EXPECT_FALSE(network.contains(*parse_ipv6("c633:6480::")));
}

TEST(Private, KnowsTheEdgesOfEveryBlock) {
  for (const char* text : {"0.0.0.0",
                           "10.0.0.0",
                           "10.255.255.255",
                           "100.64.0.0",
                           "100.127.255.255",
                           "127.0.0.1",
                           "169.254.169.254",
                           "172.16.0.0",
                           "172.31.255.255",
                           "192.0.0.8",
                           "192.0.2.1",
                           "192.168.0.1",
                           "198.18.0.0",
                           "198.19.255.255",
                           "198.51.100.7",
                           "203.0.113.255",
                           "224.0.0.1",
                           "239.255.255.255",
                           "240.0.0.1",
                           "255.255.255.255",
                           "::",
                           "::1",
                           "fc00::1",
                           "fdff::1",
                           "fe80::1",
                           "febf::1",
                           "fec0::1",
                           "2001:db8::1",
                           "3fff::1",
                           "ff02::1",
                           "100::1",
                           "::ffff:10.0.0.1"}) {
    EXPECT_TRUE(is_private(*parse_address(text))) << text;
  }
  for (const char* text : {"1.0.0.0",
                           "9.255.255.255",
                           "11.0.0.0",
                           "100.63.255.255",
                           "100.128.0.0",
                           "128.0.0.0",
                           "169.253.0.0",
                           "172.15.255.255",
                           "172.32.0.0",
                           "192.0.1.0",
                           "192.0.3.0",
                           "192.169.0.0",
                           "198.17.255.255",
                           "198.20.0.0",
                           "223.255.255.255",
                           "8.8.8.8",
                           "::2",
                           "2001:db9::",
                           "2606:2800:21f::1",
                           "fe00::1",
                           "::ffff:8.8.8.8",
                           "::fffe:10.0.0.1"}) {
    EXPECT_FALSE(is_private(*parse_address(text))) << text;
  }
}

TEST(Private, ANetworkMustLieInsideAsAWhole) {
  for (const char* text : {"10.0.0.0/8", "10.1.0.0/16", "fd00::/8", "::ffff:10.0.0.0/104"}) {
    EXPECT_TRUE(is_private(*parse_network(text))) << text;
  }
  for (const char* text : {"10.0.0.0/7", "8.0.0.0/6", "1.2.3.0/24", "f000::/4", "::ffff:0:0/96"}) {
    EXPECT_FALSE(is_private(*parse_network(text))) << text;
  }
}

}  // namespace
}  // namespace rulemap::ioc
