// Real answers of VirusTotal, where they are at hand: each is read, whatever it holds.
#include <set>

#include "report_testing.h"

namespace rulemap::virustotal {
namespace {

class RealBodiesTest : public ReportTest {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists(shared_)) GTEST_SKIP() << "skipped: ../shared not there";
  }
  std::vector<std::filesystem::path> bodies(const char* kind) const {
    std::vector<std::filesystem::path> out;
    for (const auto& each : std::filesystem::directory_iterator(shared_ / kind)) {
      out.push_back(each.path());
    }
    EXPECT_FALSE(out.empty()) << kind;
    return out;
  }
  // Reads a body and asks for what it is of: the value that its own `key` names.
  Outgoing ask_for(const std::filesystem::path& path, const char* type, const char* key) {
    const std::string body = read_text(path);
    body_.Parse(body.c_str(), body.size());
    const host::Json& of = attributes().HasMember(key) ? attributes()[key] : body_["data"]["id"];
    Outgoing row = ask(indicator(type, of.GetString()), {200, body});
    EXPECT_EQ(row.verdict.kind, Verdict::ok) << row.verdict.why;
    EXPECT_EQ(row.text("lookup.vt"), "known");
    EXPECT_EQ(row.json.find("\\u00"), std::string::npos);
    const auto all = listed<Observable>(row);
    EXPECT_EQ(std::count_if(all.begin(), all.end(), [](const auto& each) { return each.subject; }),
              1);
    expect_verdict(row);
    return row;
  }
  const host::Json& attributes() const { return body_["data"]["attributes"]; }
  // Read apart from the step: its numbers are the body's.
  void expect_verdict(const Outgoing& row) const {
    const bool has_stats = attributes().HasMember("last_analysis_stats");
    ASSERT_EQ(row.has("vt.total"), has_stats);
    EXPECT_EQ(row.has("reputation.at"), attributes().HasMember("last_analysis_date"));
    if (!has_stats) return;
    const host::Json& stats = attributes()["last_analysis_stats"];
    std::int64_t total = 0;
    for (const auto& each : stats.GetObject()) total += each.value.GetInt64();
    EXPECT_EQ(row["vt.total"].GetInt64(), total);
    EXPECT_EQ(row["reputation.total"].GetInt64(), total);
    EXPECT_EQ(row["vt.malicious"].GetInt64(), stats["malicious"].GetInt64());
    EXPECT_GT(total, 50);
  }
  std::size_t length(const char* list) const {
    return attributes().HasMember(list) ? attributes()[list].Size() : 0;
  }

  rapidjson::Document body_;
  const std::filesystem::path shared_ = RULEMAP_SHARED_DATA "/vt";
};

TEST_F(RealBodiesTest, Files) {
  for (const auto& path : bodies("file_report")) {
    SCOPED_TRACE(path.string());
    const Outgoing row = ask_for(path, "sha256", "sha256");
    const Observable file = listed<Observable>(row).at(0);
    for (const char* hash : {"md5", "sha1", "sha256"}) {
      EXPECT_EQ(values(file, hash).size(), 1u) << hash;
    }
    EXPECT_EQ(values(file, "type").size(), 1u);
    EXPECT_LE(values(file, "name").size(), 10u);
    for (const Match& each : listed<Match>(row)) {
      EXPECT_FALSE(each.said.empty());
      EXPECT_FALSE(each.source.empty() && each.kind != "suricata");
      if (each.kind == "yara" || each.kind == "snort") continue;
      EXPECT_FALSE(each.level.empty());
      EXPECT_FALSE(each.evidence.empty());
    }
    EXPECT_EQ(listed<Match>(row).size(), length("sigma_analysis_results") +
                                             length("crowdsourced_ids_results") +
                                             length("crowdsourced_yara_results"));
  }
}

// The texts of rules that VirusTotal gives whole.
TEST_F(RealBodiesTest, TextsOfRulesAreKeptUnderKnownLicencesAlone) {
  std::size_t kept = 0, withheld = 0;
  for (const auto& path : bodies("file_report")) {
    SCOPED_TRACE(path.string());
    const Outgoing row = ask_for(path, "sha256", "sha256");
    for (const Match& each : listed<Match>(row)) {
      EXPECT_TRUE(each.kind != "snort" || each.text.empty()) << each.id;
      withheld += each.licence == "LicenseRef-Snort-Subscriber-Rules";
      if (each.text.empty()) continue;
      ++kept;
      EXPECT_EQ(each.licence, "BSD-3-Clause");
      EXPECT_NE(each.text.find("sid:" + each.id.substr(2)), std::string::npos);
    }
  }
  EXPECT_GE(kept, 1u);
  EXPECT_GE(withheld, 1u);
}

TEST_F(RealBodiesTest, Domains) {
  for (const auto& path : bodies("domain_report")) {
    SCOPED_TRACE(path.string());
    const Outgoing row = ask_for(path, "domain", "id");
    const Observable domain = listed<Observable>(row).at(0);
    EXPECT_EQ(values(domain, "domain").size(), 1u);
    std::set<std::string> addresses;
    for (const auto& each : attributes()["last_dns_records"].GetArray()) {
      const std::string record = each["type"].GetString();
      if (record == "A" || record == "AAAA") addresses.insert(each["value"].GetString());
    }
    // One body was made anonymous with addresses that are none.
    const std::int64_t left_out =
        row.has("vt.values_left_out") ? row["vt.values_left_out"].GetInt64() : 0;
    EXPECT_EQ(values(domain, "address").size() + static_cast<std::size_t>(left_out),
              addresses.size());
    EXPECT_EQ(values(domain, "registrar").size(), attributes().HasMember("registrar"));
  }
}

TEST_F(RealBodiesTest, Addresses) {
  for (const auto& path : bodies("ip_report")) {
    SCOPED_TRACE(path.string());
    const Outgoing row = ask_for(path, "ipv4", "id");
    const Observable address = listed<Observable>(row).at(0);
    EXPECT_EQ(values(address, "network").size(), 1u);
    EXPECT_EQ(values(address, "as_owner").size(), 1u);
  }
}

TEST_F(RealBodiesTest, Urls) {
  for (const auto& path : bodies("url_report")) {
    SCOPED_TRACE(path.string());
    const Outgoing row = ask_for(path, "url", "url");
    EXPECT_EQ(values(listed<Observable>(row).at(0), "final_url").size(), 1u);
  }
}

TEST_F(RealBodiesTest, Trees) {
  for (const auto& path : bodies("mitre_trees")) {
    const Outgoing row = ask(indicator("md5", kMd5), {200, file_body()}, {200, read_text(path)});
    EXPECT_EQ(row.text("vt.sandboxes"), "known");
    const auto all = listed<Technique>(row);
    EXPECT_FALSE(all.empty());
    for (const Technique& each : all) {
      EXPECT_EQ(each.id[0], 'T');
      EXPECT_FALSE(each.name.empty());
      EXPECT_FALSE(each.tactics.empty());
      EXPECT_FALSE(each.evidence.empty());
    }
  }
}

TEST_F(RealBodiesTest, ErrorsAreNoReports) {
  for (const auto& path : bodies("error")) {
    const Outgoing row = ask(indicator("md5", kMd5), {400, read_text(path)});
    EXPECT_EQ(row.verdict.kind, Verdict::reject);
    EXPECT_FALSE(row.has("lookup.vt"));
  }
}

}  // namespace
}  // namespace rulemap::virustotal
