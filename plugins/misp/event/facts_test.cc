#include "event/facts.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "event/event_testing.h"
#include "event/policy.h"

namespace rulemap::misp {
namespace {

Facts compiled_in() {
  auto facts = compiled_in_facts();
  EXPECT_TRUE(facts.ok()) << facts.error().text();
  return std::move(*facts);
}

TEST(Facts, NameTheLineThatIsWrong) {
  constexpr const char* kTypes = "text\tOther\t0\tOther\n";
  constexpr const char* kTemplate = "template\tt\tuuid\t1\tmisc\t\ta,b\n";
  const std::pair<std::string, const char*> rows[] = {
      {"template\tt\n", "templates, line 1"},
      {"attribute\tt\ta\ttext\t0\t-\t0\t\n", "templates, line 1"},
      {std::string("# comment\n") + kTemplate + "attribute\tother\ta\ttext\t0\t-\t0\t\n",
       "templates, line 3"},
      {std::string(kTemplate) + "attribute\tt\ta\tno-type\t0\t-\t0\t\n", "templates, line 2"},
  };
  for (const auto& [templates, where] : rows) {
    const auto facts = Facts::from_tsv(templates, kTypes, "");
    ASSERT_FALSE(facts.ok()) << templates;
    EXPECT_EQ(facts.error().where, where);
  }
  EXPECT_FALSE(Facts::from_tsv("", "text\n", "").ok());
  EXPECT_TRUE(Facts::from_tsv(kTemplate, kTypes, "uses\n").ok());
}

TEST(Facts, PutEveryAttributeIntoAnAllowedCategory) {
  const Facts facts = compiled_in();
  std::size_t seen = 0;
  for (const Template& of : facts.templates()) {
    for (const TemplateAttribute& each : of.attributes) {
      const auto& allowed = facts.find_type(each.type)->categories;
      EXPECT_NE(std::find(allowed.begin(), allowed.end(), each.category), allowed.end())
          << of.name << " " << each.relation;
      ++seen;
    }
  }
  EXPECT_GT(seen, 70u);
  EXPECT_EQ(facts.find_template("domain-ip")->find("ip")->category, "Network activity");
  EXPECT_EQ(facts.find_template("file")->find("text")->category, "Other");
}

TEST(Facts, KnowTheRelationshipsThatAreWritten) {
  const Facts facts = compiled_in();
  for (const char* name : {"resolves-to", "hosted-by", "redirects-to", "related-to",
                           "communicates-with", "dropped", "belongs-to"}) {
    EXPECT_GE(facts.find_relationship(name), 0) << name;
  }
  EXPECT_EQ(facts.find_relationship("contacts"), -1);
}

TEST(Facts, HaveEveryRelationOfThePolicy) {
  const Facts facts = compiled_in();
  for (const Policy& each : policies()) {
    if (each.object == "event")
      EXPECT_TRUE(facts.find_type(each.relation)) << each.relation;
    else
      EXPECT_TRUE(facts.find_template(each.object)->find(each.relation)) << each.relation;
  }
}

// A policy that alarms where MISP's own default does not would be a slip.
TEST(Facts, NeverAlarmWhereMispDoesNot) {
  const Facts facts = compiled_in();
  for (const Policy& each : policies()) {
    if (each.object == "event" || !each.to_ids) continue;
    const auto type = facts.find_template(each.object)->find(each.relation)->type;
    EXPECT_TRUE(facts.find_type(type)->default_to_ids) << each.object << " " << each.relation;
  }
}

bool flag(const Json& object, const char* key) {
  const auto found = object.FindMember(key);
  return found != object.MemberEnd() && found->value.IsTrue();
}

TEST(Facts, EqualTheOfficialTemplates) {
  const std::string folder = std::string(RULEMAP_SHARED_DATA) + "/misp-objects/";
  if (!std::filesystem::exists(folder)) GTEST_SKIP() << "skipped: ../shared not there";
  const Facts facts = compiled_in();
  for (const Template& of : facts.templates()) {
    const std::string text = read_file(folder + std::string(of.name) + ".json");
    if (text.empty()) continue;
    rapidjson::Document official;
    official.Parse(text.c_str());
    EXPECT_EQ(of.uuid, official["uuid"].GetString());
    EXPECT_EQ(of.version, std::to_string(official["version"].GetInt()));
    EXPECT_EQ(of.meta_category, official["meta-category"].GetString());
    EXPECT_EQ(of.attributes.size(), official["attributes"].MemberCount()) << of.name;
    for (const TemplateAttribute& each : of.attributes) {
      const Json& as = official["attributes"][std::string(each.relation).c_str()];
      EXPECT_EQ(each.type, as["misp-attribute"].GetString()) << of.name << " " << each.relation;
      EXPECT_EQ(each.multiple, flag(as, "multiple")) << of.name << " " << each.relation;
      EXPECT_EQ(each.no_correlation, flag(as, "disable_correlation")) << each.relation;
    }
    for (std::string_view each : of.required_one_of) EXPECT_TRUE(of.find(each)) << each;
  }
}

}  // namespace
}  // namespace rulemap::misp
