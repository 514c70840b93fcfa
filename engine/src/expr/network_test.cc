#include "network.h"

#include <gtest/gtest.h>

namespace rulemap::expr {
namespace {

TEST(Network, HoldsItsAddressesAndNoOther) {
  const struct {
    const char* network;
    const char* address;
    bool inside;
  } kCases[] = {
      {"10.0.0.0/8", "10.255.255.255", true},
      {"10.0.0.0/8", "11.0.0.0", false},
      {"192.168.4.0/22", "192.168.7.255", true},
      {"192.168.4.0/22", "192.168.8.0", false},
      {"0.0.0.0/0", "203.0.113.9", true},
      {"203.0.113.9/32", "203.0.113.9", true},
      {"203.0.113.9/32", "203.0.113.8", false},
      {"2001:db8::/32", "2001:DB8:1::5", true},
      {"2001:db8::/32", "2001:db9::", false},
      {"::/0", "2001:db8::1", true},
      {"::/0", "10.0.0.1", false},
      {"0.0.0.0/0", "2001:db8::1", false},
      {"10.0.0.0/8", "::ffff:10.1.2.3", true},
      {"::ffff:10.0.0.0/104", "10.1.2.3", true},
  };
  for (const auto& c : kCases) {
    const auto network = parse_network(c.network);
    ASSERT_TRUE(network) << c.network;
    const auto address = parse_address(c.address);
    ASSERT_TRUE(address) << c.address;
    EXPECT_EQ(network->contains(*address), c.inside) << c.address << " in " << c.network;
  }
}

TEST(Network, RefusesWithTheRightSpelling) {
  const struct {
    const char* text;
    const char* right;
  } kCases[] = {
      {"10.0.0.1/8", "10.0.0.0/8"},   {"2001:db8::1/32", "2001:db8::/32"},
      {"10.0.0.1", "10.0.0.1/32"},    {"2001:db8::1", "2001:db8::1/128"},
      {"10.0.0.0/33", "10.0.0.0/32"}, {"10.0.0.0/", "10.0.0.0/32"},
      {"10.0.0.0/-1", "10.0.0.0/32"}, {"10.0.0.0/8x", "10.0.0.0/32"},
      {"10.0.0/8", "10.0.0.0/8"},     {"", "10.0.0.0/8"},
      {"internal", "10.0.0.0/8"},
  };
  for (const auto& c : kCases) {
    const auto network = parse_network(c.text);
    ASSERT_FALSE(network) << c.text;
    EXPECT_EQ(network.error().where, c.right) << c.text;
  }
}

TEST(Address, TakesNothingButAnAddress) {
  for (const char* text : {"", "1.2.3", "1.2.3.4.5", "256.1.1.1", "01.2.3.4", "1.2.3.4 ", "[::1]",
                           "fe80::1%eth0", "1.2.3.4:80", "1:2:3:4:5:6:7:8:9", "evil.example"}) {
    EXPECT_FALSE(parse_address(text)) << text;
  }
  EXPECT_FALSE(parse_address(std::string_view("1.2.3.4\0", 8)));
  EXPECT_FALSE(parse_address(std::string(5000, '1')));
}

}  // namespace
}  // namespace rulemap::expr
