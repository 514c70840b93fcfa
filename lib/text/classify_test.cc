#include <gtest/gtest.h>

#include "rulemap/text/domain.h"
#include "rulemap/text/indicator.h"
#include "rulemap/text/refang.h"

namespace rulemap::ioc {
namespace {

std::string hex(std::size_t length, char digit = 'a') { return std::string(length, digit); }

// "type value", then `port=` and `private` where they apply; "refused: why".
std::string shown(std::string_view token) {
  const Result<Indicator> result = classify(token);
  if (!result) return "refused: " + result.error().message;
  std::string line = std::string(to_string(result->type)) + " " + result->value;
  if (result->port) line += " port=" + std::to_string(*result->port);
  if (result->is_private) line += " private";
  return line;
}

TEST(Classify, GivesEachTokenOneType) {
  const std::pair<std::string, std::string> rows[] = {
      {hex(32), "md5 " + hex(32)},
      {hex(40, 'A'), "sha1 " + hex(40)},
      {hex(64, '0'), "sha256 " + hex(64, '0')},
      {hex(128, 'F'), "sha512 " + hex(128, 'f')},
      {"CVE-2021-44228", "cve CVE-2021-44228"},
      {"cve-2024-1234567", "cve CVE-2024-1234567"},
      {"1.2.3.4", "ipv4 1.2.3.4"},
      {"10.0.0.12", "ipv4 10.0.0.12 private"},
      {"1.2.3.4:8080", "ipv4 1.2.3.4 port=8080"},
      {"127.0.0.1:1", "ipv4 127.0.0.1 port=1 private"},
      {"2606:2800:21F::1", "ipv6 2606:2800:21f::1"},
      {"::1", "ipv6 ::1 private"},
      {"[2001:db8::1]:443", "ipv6 2001:db8::1 port=443 private"},
      {"[2606:2800:21f::1]", "ipv6 2606:2800:21f::1"},
      {"::ffff:8.8.8.8", "ipv6 ::ffff:8.8.8.8"},
      {"1.2.3.0/24", "cidr 1.2.3.0/24"},
      {"192.168.0.0/16", "cidr 192.168.0.0/16 private"},
      {"2606:2800::/32", "cidr 2606:2800::/32"},
      {"evil.com", "domain evil.com"},
      {"EVIL.COM", "domain evil.com"},
      {"httpbin.org", "domain httpbin.org"},
      {"a.b.evil.co.uk", "domain a.b.evil.co.uk"},
      {"evil.com.", "domain evil.com"},
      {"evil.com:8443", "domain evil.com port=8443"},
      {"_dmarc.evil.com", "domain _dmarc.evil.com"},
      {"github.io", "domain github.io"},
      {"www.ck", "domain www.ck"},
      {"evil.example", "domain evil.example"},
      {"evil.test", "domain evil.test"},
      {"facebookcorewwwi.onion", "domain facebookcorewwwi.onion"},
      {"b\xC3\xBC"
       "cher.example",
       "domain xn--bcher-kva.example"},
      {"B\xC3\x9C"
       "CHER.de",
       "domain xn--bcher-kva.de"},
      {"\xD0\xBF\xD1\x80\xD0\xB8\xD0\xBC\xD0\xB5\xD1\x80.\xD1\x80\xD1\x84",
       "domain xn--e1afmkfd.xn--p1ai"},
      {"xn--bcher-kva.de", "domain xn--bcher-kva.de"},
      {"123.com", "domain 123.com"},
      {"archive.zip", "domain archive.zip"},
      {"https://1.2.3.4/x", "url https://1.2.3.4/x"},
      {"http://10.0.0.1/", "url http://10.0.0.1/ private"},
      {"http://[::1]/", "url http://[::1]/ private"},
      {"ftp://evil.com/a", "url ftp://evil.com/a"},
      {"HTTP://Evil.com/A", "url http://evil.com/A"},
      {"https://user:pw@evil.com:8443/a", "url https://user:pw@evil.com:8443/a"},
      {"https://evil.com/?u=hxxp://bad.com", "url https://evil.com/?u=hxxp://bad.com"},
      {"evil.com/path", "url http://evil.com/path"},
      {"evil.com:8080/path", "url http://evil.com:8080/path"},
      {"evil.com?x=a@b.com", "url http://evil.com?x=a@b.com"},
      {"evil.com/?u=http://bad.com/", "url http://evil.com/?u=http://bad.com/"},
      {"1.2.3.4/x.sh", "url http://1.2.3.4/x.sh"},
      {"1.2.3.4:8080/x", "url http://1.2.3.4:8080/x"},
      {"1.2.3.4:8080/24", "url http://1.2.3.4:8080/24"},
      {"user@evil.com", "email user@evil.com"},
      {"First.Last+tag@EVIL.com", "email First.Last+tag@evil.com"},
  };
  for (const auto& [token, expected] : rows) EXPECT_EQ(shown(token), expected);
}

TEST(Classify, TellsTheHostOfUrlAndEmail) {
  EXPECT_EQ(classify("https://user:pw@Evil.com:8443/a")->host, "evil.com");
  EXPECT_EQ(classify("http://[2001:db8::1]/")->host, "2001:db8::1");
  EXPECT_EQ(classify("user@EVIL.com")->host, "evil.com");
  EXPECT_EQ(classify("evil.com")->host, "");
  EXPECT_EQ(classify("https://evil.com:8443/a")->port, std::nullopt);
}

TEST(Classify, SaysWhyATokenIsRefused) {
  const std::pair<std::string, std::string> rows[] = {
      {"", "an empty token"},
      {"malware", "`malware` is a single word"},
      {"2024-01-01", "single word"},
      {"setup.exe", "no top-level domain `exe`"},
      {"invoice.docx", "no top-level domain `docx`"},
      {"co.uk", "`co.uk` is a public suffix"},
      {"com", "single word"},
      {"localhost", "exist only inside a network"},
      {"printer.local", "names under `local`"},
      {"a.internal", "names under `internal`"},
      {"evil..com", "empty label"},
      {".evil.com", "empty label"},
      {"-evil.com", "`-evil` is not 1 to 63 letters"},
      {"ev!l.com", "`ev!l` is not"},
      {hex(64) + ".com", "is not 1 to 63"},
      {"\xE2\x98\x83\xE2\x80\x8B.com", "is not an international domain name"},
      {"999.1.1.1", "four numbers from 0 to 255"},
      {"1.2.3", "four numbers from 0 to 255"},
      {"01.2.3.4", "without leading zeros"},
      {"1.2.3.4:0", "a port is a number from 1 to 65535, not `0`"},
      {"1.2.3.4:99999", "a port is"},
      {"1.2.3.4:", "a port is"},
      {"evil.com:http", "a port is"},
      {"1.2.3.4/24", "`1.2.3.0/24` would be right"},
      {"1.2.3.0/33", "from 1 to 32, not `33`"},
      {"0.0.0.0/0", "from 1 to 32"},
      {"2606:2800::1/32", "`2606:2800::/32` would be right"},
      {"fe80::1%eth0", "names a zone"},
      {"00:11:22:33:44:55", "not an IPv6 address"},
      {"12:30:45", "not an IPv6 address"},
      {"[2001:db8::1", "lacks its `]`"},
      {"[2001:db8::1]x", "`:port` or nothing"},
      {hex(31), "has 31 hexadecimal digits; md5 has 32"},
      {hex(63), "sha256 64"},
      {"CVE-2021", "is not a CVE id such as"},
      {"CVE-2021-123", "is not a CVE id"},
      {"cve-20211-1234", "is not a CVE id"},
      {"tcp://1.2.3.4:443", "not of `tcp`"},
      {"://evil.com", "not of ``"},
      {"http://setup.exe/", "no top-level domain"},
      {"/etc/passwd", "has no host"},
      {"text/html", "single word"},
      {"2024/01/01", "single word"},
      {"user@evil.com/a", "no email address"},
      {"user@", "1 to 253"},
      {"@evil.com", "cannot stand before its `@`"},
      {"a..b@evil.com", "cannot stand before"},
      {"a@b@evil.com", "cannot stand before"},
      {"user@setup.exe", "no top-level domain"},
      {"evil[.]com", "is defanged; refanged it reads `evil.com`"},
      {"hxxp://evil.com", "refanged it reads `http://evil.com`"},
      {"a\x01.com", "control character"},
      {"a\xFF.com", "not UTF-8"},
      {std::string(8193, 'a'), "8193 bytes; at most 8192"},
  };
  for (const auto& [token, why] : rows) {
    EXPECT_EQ(shown(token).substr(0, 7), "refused") << token;
    EXPECT_NE(shown(token).find(why), std::string::npos) << token << "\n" << shown(token);
  }
}

TEST(Classify, ReadsRefangedTokens) {
  const std::pair<const char*, const char*> rows[] = {
      {"hxxps://1.2.3.4/x", "url https://1.2.3.4/x"},
      {"hXXp://evil[.]com/a", "url http://evil.com/a"},
      {"evil(.)com", "domain evil.com"},
      {"evil[dot]com", "domain evil.com"},
      {"1[.]2[.]3[.]4[:]80", "ipv4 1.2.3.4 port=80"},
      {"user[at]evil[.]com", "email user@evil.com"},
      {"hxxps[://]evil[.]com", "url https://evil.com"},
  };
  for (const auto& [token, expected] : rows) EXPECT_EQ(shown(refang(token)), expected);
}

TEST(Type, NamesGoBothWays) {
  for (const char* name : {"md5", "sha1", "sha256", "sha512", "ipv4", "ipv6", "cidr", "domain",
                           "url", "email", "cve"}) {
    ASSERT_TRUE(type_from_string(name)) << name;
    EXPECT_EQ(to_string(*type_from_string(name)), name);
  }
  EXPECT_FALSE(type_from_string("MD5"));
  EXPECT_FALSE(type_from_string(""));
}

TEST(NormalDomain, RefusesANulByte) {
  EXPECT_FALSE(normal_domain(std::string_view("evil.com\0.de", 12)).ok());
  EXPECT_FALSE(normal_domain(std::string_view("\xC3\xA4.com\0.de", 10)).ok());
}

}  // namespace
}  // namespace rulemap::ioc
