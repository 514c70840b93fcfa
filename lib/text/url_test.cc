#include "rulemap/text/url.h"

#include <gtest/gtest.h>

namespace rulemap::ioc {
namespace {

// The parts in one line, those that are there.
std::string split(std::string_view url) {
  const Result<UrlParts> parts = split_url(url);
  if (!parts) return "refused";
  std::string line = parts->scheme;
  if (!parts->user.empty()) line += " user=" + parts->user;
  if (!parts->password.empty()) line += " password=" + parts->password;
  line += (parts->host_is_ip ? " ip=" : " host=") + parts->host;
  if (parts->port) line += " port=" + std::to_string(*parts->port);
  if (!parts->path.empty()) line += " path=" + parts->path;
  if (!parts->query.empty()) line += " query=" + parts->query;
  if (!parts->fragment.empty()) line += " fragment=" + parts->fragment;
  return line;
}

std::string refusal(std::string_view url) {
  const Result<UrlParts> parts = split_url(url);
  return parts ? "accepted" : parts.error().message;
}

TEST(SplitUrl, GivesTheParts) {
  const std::pair<const char*, const char*> rows[] = {
      {"http://evil.com", "http host=evil.com"},
      {"http://evil.com/", "http host=evil.com path=/"},
      {"HTTPS://EVIL.com/A", "https host=evil.com path=/A"},
      {"https://user:pw@evil.com:8443/a",
       "https user=user password=pw host=evil.com port=8443 path=/a"},
      {"https://user@evil.com/", "https user=user host=evil.com path=/"},
      {"http://[2001:DB8::1]:443/a", "http ip=2001:db8::1 port=443 path=/a"},
      {"http://[2001:0db8:0::1]/", "http ip=2001:db8::1 path=/"},
      {"http://1.2.3.4/x", "http ip=1.2.3.4 path=/x"},
      {"http://evil.com:80/", "http host=evil.com port=80 path=/"},
      {"http://evil.com:/", "http host=evil.com path=/"},
      {"http://evil.com?a=b", "http host=evil.com query=a=b"},
      {"http://evil.com/a?b#c", "http host=evil.com path=/a query=b fragment=c"},
      {"http://evil.com/a/../b", "http host=evil.com path=/a/../b"},
      {"http://evil.com/%41", "http host=evil.com path=/%41"},
      {"http://evil.com/a,b;c|d", "http host=evil.com path=/a,b;c|d"},
      {"http://evil.com/?u=http://a:b@c.com/",
       "http host=evil.com path=/ query=u=http://a:b@c.com/"},
      {"ftp://evil.com/a", "ftp host=evil.com path=/a"},
      {"http://b\xC3\xBC"
       "cher.de/",
       "http host=xn--bcher-kva.de path=/"},
      {"http://evil.com./", "http host=evil.com path=/"},
  };
  for (const auto& [url, parts] : rows) EXPECT_EQ(split(url), parts) << url;
}

TEST(SplitUrl, WritesOneForm) {
  const std::pair<const char*, const char*> rows[] = {
      {"HTTP://EVIL.COM/A?B#C", "http://evil.com/A?B#C"},
      {"http://evil.com", "http://evil.com"},
      {"http://evil.com:/?", "http://evil.com/?"},
      {"https://U:P@Evil.com:443/", "https://U:P@evil.com:443/"},
      {"http://[2001:DB8:0:0::1]:80/", "http://[2001:db8::1]:80/"},
      {"http://B\xC3\xBC"
       "cher.de/\xC3\xBC",
       "http://xn--bcher-kva.de/\xC3\xBC"},
  };
  for (const auto& [url, form] : rows) EXPECT_EQ(split_url(url)->text, form) << url;
}

TEST(SplitUrl, SaysWhyAUrlIsRefused) {
  const std::pair<const char*, const char*> rows[] = {
      {"evil.com", "`://` is missing"},
      {"http://", "has no host"},
      {"http:///evil.com", "has no host"},
      {"http://?a", "has no host"},
      {"http://user@/", "has no host"},
      {"gopher://evil.com/", "http, https and ftp are read, not of `gopher`"},
      {"hxxp://evil.com/", "not of `hxxp`"},
      {"http://intranet/", "single word"},
      {"http://localhost/", "exist only inside a network"},
      {"http://setup.exe/", "no top-level domain `exe`"},
      {"http://co.uk/", "public suffix"},
      {"http://999.1.1.1/", "no top-level domain"},
      {"http://0x7f.1/", "no top-level domain"},
      {"http://010.1.1.1/", "no top-level domain"},
      {"http://2130706433/", "single word"},
      {"http://%65vil.com/", "not 1 to 63 letters"},
      {"http://evil.com:0/", "a port is a number from 1 to 65535"},
      {"http://evil.com:65536/", "a port is"},
      {"http://evil.com:80a/", "a port is"},
      {"http://evil.com:-1/", "a port is"},
      {"http://evil.com/a b", "is not a URL"},
      {"http://a@b@evil.com/", "is not a URL"},
      {"http://evil.com\\@good.com/", "clients disagree which host"},
      {"http://[2001:db8::1/", "not 1 to 63 letters"},
      {"http://[fe80::1%25eth0]/", "names a zone"},
      {"http://[1.2.3.4]/", "is not an IPv6 address"},
  };
  for (const auto& [url, why] : rows) {
    EXPECT_NE(refusal(url).find(why), std::string::npos) << url << "\n" << refusal(url);
  }
}

TEST(SplitUrl, BoundsTheLength) {
  const std::string start = "http://evil.com/";
  EXPECT_TRUE(split_url(start + std::string(60'000, 'a')).ok());
  EXPECT_FALSE(split_url(start + std::string(70'000, 'a')).ok());
  EXPECT_FALSE(split_url(std::string_view("http://evil.com/\0a", 18)).ok());
}

}  // namespace
}  // namespace rulemap::ioc
