#include "event/values.h"

#include <gtest/gtest.h>

#include "event/event_testing.h"

namespace rulemap::misp {
namespace {

struct Case {
  const char* type;
  std::string value;
  bool good;
};

TEST(Values, TakesWhatMispTakes) {
  const std::string hex = kSha256;
  const Case rows[] = {
      {"sha256", hex, true},
      {"sha256", hex.substr(1), false},
      {"sha256", "g" + hex.substr(1), false},
      {"authentihash", hex, true},
      {"md5", kMd5, true},
      {"imphash", kSha1, false},
      {"tlsh", "t1ffa73386e758e42fd97b50718e7a173116a1ad81", true},
      {"tlsh", "tnull", false},
      {"tlsh", "TNULL", false},
      {"ssdeep", "3072:a+/b:c", true},
      {"ssdeep", "3::", true},
      {"ssdeep", "3072:ab", false},
      {"ssdeep", "x:a:b", false},
      {"ssdeep", "3:a:b:c", false},
      {"port", "443", true},
      {"port", "0", false},
      {"port", "65536", false},
      {"port", "443x", false},
      {"AS", "4294967295", true},
      {"AS", "4294967296", false},
      {"AS", "X1", false},
      {"size-in-bytes", "0", true},
      {"size-in-bytes", "-1", false},
      {"ip-dst", "2001:db8::1", true},
      {"ip-dst", "203.0.113.0/24", true},
      {"ip-dst", "203.0.113.7:80", false},
      {"ip-dst", "evil.example", false},
      {"hostname", "a_b.evil.example", true},
      {"hostname", "203.0.113.7/x", false},
      {"domain", "evil", false},
      {"email-src", "a@b.example", true},
      {"email-src", "a@b", false},
      {"vulnerability", "CVE-2021-44228", true},
      {"vulnerability", "CVE-21-1", false},
      {"datetime", "2020-08-12T12:07:40+00:00", true},
      {"datetime", "1597234060", false},
      {"filename", "a b.exe", true},
      {"filename", "a\nb.exe", false},
      {"filename",
       "a\xC2\x85"
       "b",
       false},
      {"filename", "a\xFF", false},
      {"text", "", false},
      {"text", "  ", false},
      {"text", std::string(65'535, 'x'), true},
      {"text", std::string(65'536, 'x'), false},
  };
  for (const Case& each : rows) {
    EXPECT_EQ(why_no_value(each.type, each.value).empty(), each.good)
        << each.type << " " << each.value.substr(0, 80);
  }
}

TEST(Values, SpellsAsMispDoes) {
  EXPECT_EQ(normal_value("sha256", "ABCDEF"), "abcdef");
  EXPECT_EQ(normal_value("tlsh", "T1FF"), "t1ff");
  EXPECT_EQ(normal_value("ip-dst", "2001:DB8:0:0::1"), "2001:db8::1");
  EXPECT_EQ(normal_value("ip-dst", "nonsense"), "nonsense");
  EXPECT_EQ(normal_value("AS", "AS64500"), "64500");
  EXPECT_EQ(normal_value("AS", "64500"), "64500");
  EXPECT_EQ(normal_value("filename", "A.EXE"), "A.EXE");
}

TEST(Values, KnowsTheLimitsOfATag) {
  EXPECT_EQ(why_no_tag("misp-galaxy:sigma-rules=\"A \"quoted\" 'title'\""), "");
  EXPECT_EQ(why_no_tag(std::string(255, 'x')), "");
  EXPECT_NE(why_no_tag(std::string(256, 'x')), "");
  EXPECT_NE(why_no_tag(""), "");
  EXPECT_NE(why_no_tag("a\nb"), "");
  EXPECT_NE(why_no_tag("smile \xF0\x9F\x98\x80"), "");
}

TEST(Values, CleansALine) {
  EXPECT_EQ(clean_line("a\tb\nc", 100), "a b c");
  EXPECT_EQ(clean_line("a\xFF"
                       "b",
                       100),
            "a?b");
  EXPECT_EQ(clean_line("abcdef", 6), "abcdef");
  EXPECT_EQ(clean_line("abcdefg", 6), "abc...");
  EXPECT_EQ(clean_line("ab\xC3\xBC\xC3\xBC\xC3\xBC", 7), "ab\xC3\xBC...");
  EXPECT_EQ(clean_line("\xF0\x9F\x98\x80\xF0\x9F\x98\x80", 5), "...");
}

TEST(Values, WritesTimesInUtc) {
  EXPECT_EQ(iso_time({1'597'234'060'000}), "2020-08-12T12:07:40+00:00");
  EXPECT_EQ(iso_time({-1}), "1969-12-31T23:59:59+00:00");
  EXPECT_EQ(iso_date({951'782'400'000}), "2000-02-29");
  EXPECT_EQ(iso_time({INT64_MAX}), "");
  EXPECT_EQ(iso_time({INT64_MIN}), "");
  EXPECT_EQ(iso_date({253'402'300'800'000}), "");
}

}  // namespace
}  // namespace rulemap::misp
