#include "fields.h"

#include <gtest/gtest.h>

#include "rulemap/host/services.h"
#include "rulemap/sdk/host.h"

namespace rulemap::virustotal {
namespace {

class FieldsTest : public ::testing::Test {
 protected:
  // The value `json` read as this kind, as text; "-" where it is left out.
  std::string read(Kind kind, const std::string& json) {
    const FieldRule rules[] = {{"a.b", kind, "x", "", "", "m,n"}};
    reader_ = FieldReader(10);
    const Fields got = reader_.read(parse(R"({"a": {"b": )" + json + "}}"), rules);
    std::string out;
    for (const Attribute& each : got.attributes) out += (out.empty() ? "" : "|") + shown(each);
    return got.attributes.empty() ? "-" : out;
  }
  static std::string shown(const Attribute& of) {
    if (const auto* text = std::get_if<std::string>(&of.value)) return *text;
    if (const auto* time = std::get_if<Time>(&of.value)) return std::to_string(time->ms) + " ms";
    if (const auto* flag = std::get_if<bool>(&of.value)) return *flag ? "yes" : "no";
    const auto* number = std::get_if<std::int64_t>(&of.value);
    return number ? std::to_string(*number) : "?";
  }
  Doc parse(const std::string& json) {
    auto parsed = Host(services_.abi()).parse(json);
    return parsed.ok() ? *parsed : Doc();
  }

  FieldReader reader_;
  host::Services services_{host::Lent{}};
};

TEST_F(FieldsTest, AValueIsOfItsKindOrLeftOut) {
  const std::string md5(32, 'A'), sha256(64, 'b');
  const std::tuple<Kind, std::string, std::string> rows[] = {
      {Kind::count, "7", "7"},
      {Kind::count, "0", "0"},
      {Kind::count, "-1", "-"},
      {Kind::count, "\"7\"", "-"},
      {Kind::count, "7.5", "-"},
      {Kind::count, "9223372036854775808", "-"},
      {Kind::count, "1e300", "-"},
      {Kind::integer, "-154", "-154"},
      {Kind::seconds, "1646407171", "1646407171000 ms"},
      {Kind::seconds, "0", "-"},
      {Kind::seconds, "-1", "-"},
      {Kind::seconds, "253402300799", "253402300799000 ms"},
      {Kind::seconds, "253402300800", "-"},
      {Kind::seconds, "9223372036854775807", "-"},
      {Kind::seconds, "\"2020-08-12 12:07:40\"", "-"},
      {Kind::line, R"("a\u0000 b\n")", "a b"},
      {Kind::line, "\"\"", "-"},
      {Kind::line, "[\"a\"]", "-"},
      {Kind::word, "\"ab\"", "ab"},
      {Kind::word, "\"a b\"", "-"},
      {Kind::word, R"("a\u0000b")", "-"},
      {Kind::word, "\"TNULL\"", "-"},
      {Kind::md5, "\"" + md5 + "\"", std::string(32, 'a')},
      {Kind::md5, "\"" + sha256 + "\"", "-"},
      {Kind::sha1, "\"" + md5 + "\"", "-"},
      {Kind::sha256, "\"" + sha256 + "\"", sha256},
      {Kind::url, R"("http://a.example/")", "http://a.example/"},
      {Kind::url, "\"a.example\"", "-"},
      {Kind::url, R"("http://a b")", "-"},
      {Kind::network, "\"10.1.0.0/16\"", "10.1.0.0/16"},
      {Kind::network, "\"10.1.0.0\"", "-"},
      {Kind::names, "\"one\"", "one"},
      {Kind::names, R"(["one", "two", "one", ""])", "one|two"},
      {Kind::names, R"([null, 7, ["x"], "one"])", "one"},
      {Kind::total, R"({"x": 2, "y": 3, "z": -9, "w": "4", "v": 1e300})", "5"},
      {Kind::total, "{}", "-"},
      {Kind::total, "5", "-"},
      {Kind::digits, "\"1732621418\"", "1732621418000 ms"},
      {Kind::digits, "1732621418", "-"},
      {Kind::digits, "\"99999999999999999999\"", "-"},
      {Kind::digits, "\"-1\"", "-"},
      {Kind::date, "\"2020-08-12 12:07:40\"", "1597234060000 ms"},
      {Kind::date, "\"2020-02-30 12:07:40\"", "-"},
      {Kind::date, "\"0000-00-00 00:00:00\"", "-"},
      {Kind::date, "\"2020-08-12 24:00:00\"", "-"},
      {Kind::date, "\"2020-08-12 12:07:40 x\"", "-"},
      {Kind::date, "\"2020-08-12\"", "-"},
      {Kind::date, "1597234060", "-"},
      {Kind::length, "[1, null, \"x\"]", "3"},
      {Kind::length, "{\"a\": 1}", "-"},
      {Kind::flag, "true", "yes"},
      {Kind::flag, "\"true\"", "-"},
      {Kind::block, R"("a\u0000\nb")", "a\nb"},
      {Kind::texts, R"(["a", "a", "b", 7, ""])", "a|b"},
      {Kind::texts, "\"a\"", "a"},
      {Kind::split, "\"a; b;; c \"", "a|b|c"},
      {Kind::split, "7", "-"},
      {Kind::pairs, R"({"v": "x", "w": ["y", "z"], "u": "", "t": 7, "s": {}})", "v: x|w: y|u|t: 7"},
      {Kind::pairs, "[\"x\"]", "-"},
      {Kind::entries, R"([{"m": "a", "n": 63.5}, {"n": 10}, {"o": "x"}, 7])", "a: 63.5|10"},
      {Kind::entries, R"({"A": {"m": 1}, "B": {}})", "A: 1"},
      {Kind::counted, R"([{"value": "a", "count": 2}, {"count": 3}, "b"])", "a"},
      {Kind::own, "\"x\"", "-"},
  };
  for (const auto& [kind, json, want] : rows) EXPECT_EQ(read(kind, json), want) << json;
}

TEST_F(FieldsTest, WhatIsLeftOutIsCountedWhatIsMissingIsNot) {
  const std::pair<const char*, int> rows[] = {{"null", 0}, {"\"\"", 0}, {"\"TNULL\"", 0}, {"7", 1},
                                              {"true", 1}, {"[]", 1},   {"\"a b\"", 1}};
  for (const auto& [json, left_out] : rows) {
    read(Kind::word, json);
    EXPECT_EQ(reader_.values_left_out(), left_out) << json;
  }
}

TEST_F(FieldsTest, NamesAboveTheLimitAreCounted) {
  const FieldRule rules[] = {{"best", Kind::names, "name"}, {"all", Kind::names, "name"}};
  FieldReader reader(2);
  const Fields got =
      reader.read(parse(R"({"best": "b", "all": ["a", "b", "c", "d", "c"]})"), rules);
  ASSERT_EQ(got.attributes.size(), 2u);
  EXPECT_EQ(shown(got.attributes[0]), "b");
  EXPECT_EQ(shown(got.attributes[1]), "a");
  EXPECT_EQ(reader.names_left_out(), 2);
  EXPECT_EQ(reader.values_left_out(), 0);
}

TEST_F(FieldsTest, TheFirstValueOfAnAttributeStays) {
  const FieldRule rules[] = {{"a", Kind::line, "type"}, {"b", Kind::line, "type"}};
  FieldReader reader;
  EXPECT_EQ(reader.read(parse(R"({"a": "x", "b": "y"})"), rules).text("type"), "x");
  EXPECT_EQ(reader.read(parse(R"({"b": "y"})"), rules).text("type"), "y");
}

TEST_F(FieldsTest, AHugeListOfNamesIsReadInItsOwnTime) {
  std::string list = "[";
  for (int i = 0; i < 200'000; ++i) list += "\"n" + std::to_string(i % 50'000) + "\",";
  const FieldRule rules[] = {{"a", Kind::names, "name"}};
  FieldReader reader(1000);
  reader.read(parse("{\"a\": " + list + "\"n0\"]}"), rules);
  EXPECT_EQ(reader.names_left_out(), 49'000);
}

}  // namespace
}  // namespace rulemap::virustotal
