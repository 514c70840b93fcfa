// Real answers of VirusTotal through virustotal.report and misp.event: every relation that is
// written is one that the policy knows, and only indicators of the list alarm.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>

#include "event/facts.h"
#include "event/policy.h"
#include "rulemap/testing/harness.h"

extern "C" {
extern const rulemap_entry rulemap_entry_misp;
extern const rulemap_entry rulemap_entry_virustotal;
}

namespace rulemap::misp {
namespace {

namespace fs = std::filesystem;

std::string read_text(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string text_of(const host::Json& of, const char* key) {
  const auto found = of.FindMember(key);
  return found != of.MemberEnd() && found->value.IsString() ? found->value.GetString() : "";
}

// A kind of report, and the indicator that it is of.
struct Kind {
  const char* folder;
  const char* type;
  const char* key;  // of the attributes, else the id
};
constexpr Kind kKinds[] = {{"file_report", "sha256", "sha256"},
                           {"domain_report", "domain", "id"},
                           {"ip_report", "ipv4", "id"},
                           {"url_report", "url", "url"}};

class PolicyOfRealBodies : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!fs::exists(shared_)) GTEST_SKIP() << "skipped: ../shared not there";
    for (const auto& each : fs::directory_iterator(shared_ / "behaviours")) {
      behaviours_.push_back(read_text(each.path()));
    }
    for (const Kind& kind : kKinds) {
      for (const auto& each : fs::directory_iterator(shared_ / kind.folder)) {
        add_row(kind, read_text(each.path()));
      }
    }
    write();
  }
  void TearDown() override { fs::remove_all(folder_); }

  void add_row(const Kind& kind, const std::string& body) {
    rapidjson::Document document;
    document.Parse(body.c_str(), body.size());
    const host::Json& attributes = document["data"]["attributes"];
    const host::Json& value =
        attributes.HasMember(kind.key) ? attributes[kind.key] : document["data"]["id"];
    testing::StepHarness step(rulemap_entry_virustotal, "virustotal.report",
                              R"({"sandboxes": "reports"})");
    const std::string& sandboxes = behaviours_[rows_.size() % behaviours_.size()];
    step.world().http().on("GET *").reply(200, body).reply(200, sandboxes);
    const std::string row = std::string(R"({"ioc.type": ")") + kind.type + R"(", "ioc.value": ")" +
                            value.GetString() + R"(", "ioc.line": )" +
                            std::to_string(rows_.size()) + "}";
    rows_.push_back(step.push(row).json);
    listed_.insert(value.GetString());
  }

  void write() {
    testing::SinkHarness sink(rulemap_entry_misp, "misp.event",
                              R"({"path": ")" + folder_ + R"(/event.json"})");
    const auto call = sink.write_case(rows_);
    ASSERT_TRUE(call.end.ok()) << call.end.error.text();
    for (const auto& each : call.receipts) EXPECT_EQ(each.kind, host::Receipt::Kind::written);
    text_ = read_text(folder_ + "/event.json");
    document_.Parse(text_.c_str(), text_.size());
    ASSERT_FALSE(document_.HasParseError());
  }

  const fs::path shared_ = RULEMAP_SHARED_DATA "/vt";
  const std::string folder_ = ::testing::TempDir() + "misp_policy";
  std::vector<std::string> behaviours_, rows_;
  std::set<std::string> listed_;
  std::string text_;
  rapidjson::Document document_;
};

TEST_F(PolicyOfRealBodies, KnowsEveryRelationThatIsWritten) {
  const auto facts = compiled_in_facts();
  ASSERT_TRUE(facts.ok());
  std::map<std::string, std::size_t> objects;
  for (const host::Json& object : document_["Event"]["Object"].GetArray()) {
    const std::string name = text_of(object, "name");
    ++objects[name];
    for (const host::Json& each : object["Attribute"].GetArray()) {
      const std::string relation = text_of(each, "object_relation");
      const auto known = policies();
      const auto row = std::find_if(known.begin(), known.end(), [&](const Policy& policy) {
        return policy.object == name && policy.relation == relation;
      });
      ASSERT_NE(row, known.end()) << name << " " << relation << " has no row in policy.cc";
      EXPECT_LE(each["to_ids"].GetBool(), row->to_ids) << name << " " << relation;
      EXPECT_LE(!each["disable_correlation"].GetBool(), row->correlates) << name << " " << relation;
      const auto& allowed = facts->find_type(text_of(each, "type"))->categories;
      EXPECT_NE(std::find(allowed.begin(), allowed.end(), text_of(each, "category")),
                allowed.end());
    }
  }
  for (const char* name :
       {"file", "domain-ip", "ip-port", "url", "asn", "whois", "x509", "sigma", "yara", "suricata",
        "annotation", "sandbox-report", "virustotal-report"}) {
    EXPECT_GT(objects[name], 0u) << name;
  }
}

TEST_F(PolicyOfRealBodies, OnlyTheListAlarms) {
  std::size_t alarms = 0;
  for (const host::Json& object : document_["Event"]["Object"].GetArray()) {
    bool alarming = false, is_listed = false;
    for (const host::Json& each : object["Attribute"].GetArray()) {
      alarming = alarming || each["to_ids"].GetBool();
      is_listed = is_listed || listed_.count(text_of(each, "value")) > 0;
    }
    EXPECT_LE(alarming, is_listed) << text_of(object, "uuid");
    alarms += alarming ? 1 : 0;
  }
  EXPECT_GT(alarms, 10u);
}

TEST_F(PolicyOfRealBodies, EveryReferenceHasATargetAndAnOfficialName) {
  const auto facts = compiled_in_facts();
  ASSERT_TRUE(facts.ok());
  std::set<std::string> elements, references;
  for (const char* list : {"Object", "Attribute"}) {
    for (const host::Json& each : document_["Event"][list].GetArray()) {
      EXPECT_TRUE(elements.insert(text_of(each, "uuid")).second);
    }
  }
  for (const host::Json& object : document_["Event"]["Object"].GetArray()) {
    if (!object.HasMember("ObjectReference")) continue;
    for (const host::Json& each : object["ObjectReference"].GetArray()) {
      EXPECT_TRUE(references.insert(text_of(each, "uuid")).second);
      EXPECT_EQ(text_of(each, "object_uuid"), text_of(object, "uuid"));
      EXPECT_TRUE(elements.count(text_of(each, "referenced_uuid")));
      const std::string relationship = text_of(each, "relationship_type");
      EXPECT_GE(facts->find_relationship(relationship), 0) << relationship;
      EXPECT_NE(relationship, "");
    }
  }
  EXPECT_GT(references.size(), 100u);
}

}  // namespace
}  // namespace rulemap::misp
