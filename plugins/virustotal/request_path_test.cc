#include "request_path.h"

#include <gtest/gtest.h>

namespace rulemap::virustotal {
namespace {

using namespace std::string_literals;

TEST(RequestPath, Base64UrlIsThatOfTheStandardWithoutPadding) {
  const std::pair<std::string, const char*> rows[] = {
      {"", ""},
      {"f", "Zg"},
      {"fo", "Zm8"},
      {"foo", "Zm9v"},
      {"foob", "Zm9vYg"},
      {"fooba", "Zm9vYmE"},
      {"foobar", "Zm9vYmFy"},
      {"\xfb\xff\xfe", "-__-"},
      {"\0\0"s, "AAA"},
      {"http://www.example.com/?a=~", "aHR0cDovL3d3dy5leGFtcGxlLmNvbS8_YT1-"},
  };
  for (const auto& [bytes, text] : rows) EXPECT_EQ(base64url(bytes), text) << text;
}

TEST(RequestPath, EachTypeHasItsPlace) {
  const std::string md5(32, '1'), sha1(40, '2'), sha256(64, 'a');
  const std::tuple<std::string, std::string, std::string> rows[] = {
      {"md5", md5, "/files/" + md5},
      {"sha1", sha1, "/files/" + sha1},
      {"sha256", std::string(64, 'A'), "/files/" + sha256},
      {"ipv4", "1.2.3.4", "/ip_addresses/1.2.3.4"},
      {"ipv6", "2001:DB8::1", "/ip_addresses/2001:db8::1"},
      {"domain", "xn--bcher-kva.example", "/domains/xn--bcher-kva.example"},
      {"domain", "a/../b?c#d%e", "/domains/a%2F..%2Fb%3Fc%23d%25e"},
      {"url", "http://a.example/?x=1", "/urls/aHR0cDovL2EuZXhhbXBsZS8_eD0x"},
  };
  for (const auto& [type, value, path] : rows) {
    const auto found = report_path(type, value);
    ASSERT_TRUE(found.ok()) << value;
    EXPECT_EQ(*found, path);
  }
}

TEST(RequestPath, AValueThatIsNotOfItsTypeHasNone) {
  const std::pair<std::string, std::string> rows[] = {
      {"md5", ""},
      {"md5", "../domains/x"},
      {"md5", std::string(40, 'a')},
      {"sha1", "zz"},
      {"sha256", std::string(63, 'a')},
      {"ipv4", "1.2.3.999"},
      {"ipv4", "../files"},
      {"ipv6", "fe80::1%eth0"},
      {"domain", ""},
      {"domain", "."},
      {"domain", ".."},
      {"domain", "a b"},
      {"domain", "a\0b"s},
      {"url", ""},
      {"url", std::string(8193, 'x')},
      {"email", "a@b.example"},
      {"", "x"},
  };
  for (const auto& [type, value] : rows) {
    EXPECT_FALSE(report_path(type, value).ok()) << type << " " << value.substr(0, 20);
  }
}

TEST(RequestPath, OnlySomeTypesAreKeptThere) {
  for (const char* none : {"cidr", "email", "cve", "sha512", "", "File"}) {
    EXPECT_EQ(thing_of(none), Thing::none) << none;
  }
}

TEST(RequestPath, ThePageForPeopleIsOfTheSameThing) {
  EXPECT_EQ(permalink(Thing::file, "ab"), "https://www.virustotal.com/gui/file/ab");
  EXPECT_EQ(permalink(Thing::address, "::1"), "https://www.virustotal.com/gui/ip-address/::1");
  EXPECT_EQ(permalink(Thing::domain, "a.b"), "https://www.virustotal.com/gui/domain/a.b");
  EXPECT_EQ(permalink(Thing::url, "ab"), "https://www.virustotal.com/gui/url/ab");
}

}  // namespace
}  // namespace rulemap::virustotal
