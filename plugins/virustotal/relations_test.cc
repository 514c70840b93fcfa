// Related things: which are asked for, at how many requests, and what becomes of them.
#include "relations.h"

#include "relation_reader.h"
#include "report_testing.h"

namespace rulemap::virustotal {
namespace {

class RelationsTest : public ReportTest {
 protected:
  // A report of a file with this member `relationships`.
  static std::string body_with(const std::string& relationships) {
    return R"({"data": {"id": ")" + kSha256 + R"(", "attributes": {}, "relationships": )" +
           relationships + "}}";
  }
  Outgoing ask_with(const std::string& relationships, std::string_view config = "{}") {
    return ask(indicator("md5", kMd5), {200, body_with(relationships)}, {200, kNoTrees}, config);
  }
  void start(const char* config) {
    step_ = std::make_unique<StepHarness>(rulemap_entry_virustotal, "virustotal.report", config);
  }
  static std::vector<std::string> keys(const Outgoing& row, std::string_view type) {
    std::vector<std::string> out;
    for (const Observable& each : listed<Observable>(row)) {
      if (each.type == type && !each.subject) out.push_back(each.key);
    }
    return out;
  }
};

TEST_F(RelationsTest, ComeWithTheReport) {
  const Outgoing row = ask_with(R"({
      "contacted_domains": {"data": [{"type": "domain", "id": "C2.evil.example"}]},
      "contacted_ips": {"data": [{"type": "ip_address", "id": "1.2.3.4"}]},
      "contacted_urls": {"data": [{"type": "url", "id": "ff",
          "context_attributes": {"url": "http://evil.example/x"}}]},
      "dropped_files": {"data": [{"type": "file", "id": ")" +
                                std::string(64, 'D') + R"("}]}})");
  EXPECT_EQ(asked().at(0), "GET https://www.virustotal.com/api/v3/files/" + kMd5 +
                               "?relationships=contacted_domains,contacted_ips,contacted_urls,"
                               "dropped_files");
  EXPECT_EQ(asked().size(), 2u) << "the report and the trees";
  EXPECT_EQ(row.text("vt.relations"), "known");
  const Observable file = listed<Observable>(row).at(0);
  const std::pair<const char*, std::string> want[] = {
      {"communicates-with", "c2.evil.example"},
      {"communicates-with", "1.2.3.4"},
      {"communicates-with", "http://evil.example/x"},
      {"drops", std::string(64, 'd')}};
  ASSERT_EQ(file.relations.size(), 4u);
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_EQ(file.relations[i].kind, want[i].first);
    EXPECT_EQ(file.relations[i].key, want[i].second);
  }
  for (const Observable& each : listed<Observable>(row))
    EXPECT_EQ(each.subject, each.type == "file" && each.key == kSha256);
}

// Complaint 7: a list was taken for one object, so resolutions were lost.
TEST_F(RelationsTest, AreAListOrOneObject) {
  const Outgoing row =
      ask(indicator("url", "http://evil.example/"),
          {200, R"({"data": {"id": ")" + kSha256 +
                    R"(", "attributes": {"url": "http://evil.example/"}, "relationships": {
      "last_serving_ip_address": {"data": {"type": "ip_address", "id": "1.2.3.4"}},
      "network_location": {"data": [{"type": "domain", "id": "evil.example"}]}}}})"});
  EXPECT_EQ(keys(row, "ip"), std::vector<std::string>{"1.2.3.4"});
  EXPECT_EQ(keys(row, "domain"), std::vector<std::string>{"evil.example"});
  EXPECT_EQ(asked().size(), 1u);
}

TEST_F(RelationsTest, AResolutionIsTakenApartAndChecked) {
  const std::tuple<const char*, const char*, const char*, const char*, const char*> rows[] = {
      {"domain", "evil.example", R"("id": "1.2.3.4evil.example")", "ip", "1.2.3.4"},
      {"domain", "evil.example", R"("id": "2a00::1evil.example")", "ip", "2a00::1"},
      {"domain", "evil.example", R"("id": "1.2.3.4other.example")", "ip", ""},
      {"domain", "evil.example", R"("id": "1.2.3.4live.example")", "ip", ""},
      {"domain", "evil.example", R"("id": "evil.example")", "ip", ""},
      {"domain", "evil.example", R"("id": "999.2.3.4evil.example")", "ip", ""},
      {"ipv4", "1.2.3.4", R"("id": "1.2.3.4a.example")", "domain", "a.example"},
      {"ipv4", "1.2.3.4", R"("id": "1.2.3.4no_name")", "domain", ""},
      {"ipv4", "1.2.3.4", R"("id": "x", "attributes": {"host_name": "b.example",
          "ip_address": "1.2.3.4", "date": 1700000000})",
       "domain", "b.example"}};
  for (const auto& [type, value, id, related, key] : rows) {
    const Outgoing row = ask(indicator(type, value), {200, R"({"data": {"attributes": {},
        "relationships": {"resolutions": {"data": [{"type": "resolution", )" +
                                                               std::string(id) + "}]}}}}"});
    const auto found = keys(row, related);
    ASSERT_EQ(found.size(), *key ? 1u : 0u) << id;
    EXPECT_EQ(row.has("vt.values_left_out"), !*key) << id;
    if (!*key) continue;
    EXPECT_EQ(found[0], key);
    // A name resolves to an address, whichever of them was asked about.
    const auto all = listed<Observable>(row);
    const Observable& from = all.at(std::string_view(type) == "domain" ? 0 : 1);
    EXPECT_EQ(from.type, "domain");
    EXPECT_EQ(from.relations.at(0).kind, "resolves-to");
  }
}

TEST_F(RelationsTest, WhatIsNoneOfItsKindIsCounted) {
  const Outgoing row = ask_with(R"({"contacted_domains": {"data": [
      {"type": "domain", "id": "gone.example", "error": {"code": "NotFoundError"}},
      {"type": "domain", "id": "printer.local"}, {"type": "domain", "id": 7}, null, "x",
      {"type": "surprise", "id": "a"}, {"type": "domain", "id": "good.example"}]},
      "contacted_urls": {"data": [{"type": "url", "id": "ff"}]},
      "contacted_ips": {"data": "x"}, "dropped_files": {"error": {"code": "ForbiddenError"}}})");
  EXPECT_EQ(keys(row, "domain"), std::vector<std::string>{"good.example"});
  EXPECT_EQ(row["vt.values_left_out"].GetInt64(), 9);
}

std::string domains(int from, int count, const std::string& meta = "{}") {
  std::string out;
  for (int i = from; i < from + count; ++i) {
    out += std::string(i == from ? "" : ",") + R"({"type": "domain", "id": "d)" +
           std::to_string(i) + R"(.example"})";
  }
  return R"({"data": [)" + out + R"(], "meta": )" + meta + "}";
}

TEST_F(RelationsTest, AboveTheLimitTheyAreCutAndThatIsSaid) {
  const Outgoing row = ask_with(
      R"({"contacted_domains": )" + domains(0, 3, R"({"cursor": "c"})") + "}", R"({"related": 2})");
  EXPECT_EQ(keys(row, "domain").size(), 2u);
  EXPECT_STREQ(row["vt.relations_cut"][0u].GetString(), "contacted_domains");
  EXPECT_EQ(asked().size(), 2u) << "no page is asked for";
  ASSERT_EQ(log().size(), 1u);
  push(indicator("sha1", std::string(40, 'a')));
  EXPECT_EQ(log().size(), 1u) << "said once";
}

TEST_F(RelationsTest, WhatIsAllThereIsNotCut) {
  const Outgoing row =
      ask_with(R"({"contacted_domains": )" + domains(0, 2) + "}", R"({"related": 2})");
  EXPECT_EQ(keys(row, "domain").size(), 2u);
  EXPECT_FALSE(row.has("vt.relations_cut"));
}

TEST_F(RelationsTest, PagesAreAskedForOnlyWhereMoreAreWanted) {
  start(R"({"related": 50, "sandboxes": "off"})");
  auto& http = step_->world().http();
  http.on("GET *cursor=c1").reply(200, domains(20, 20, R"({"cursor": "c2"})"));
  http.on("GET *cursor=c2").reply(200, domains(40, 20, R"({"cursor": "c3"})"));
  http.on("GET *").reply(
      200, body_with(R"({"contacted_domains": )" + domains(0, 20, R"({"cursor": "c1"})") + "}"));
  const Outgoing row = push(indicator("md5", kMd5));
  EXPECT_EQ(keys(row, "domain").size(), 50u);
  EXPECT_EQ(asked().size(), 3u);
  EXPECT_EQ(asked().at(1), "GET https://www.virustotal.com/api/v3/files/" + kMd5 +
                               "/relationships/contacted_domains?limit=30&cursor=c1");
  EXPECT_EQ(row.text("vt.relations"), "known");
  EXPECT_STREQ(row["vt.relations_cut"][0u].GetString(), "contacted_domains");
}

TEST_F(RelationsTest, ARowThatComesAgainGoesOnAtItsPage) {
  start(R"({"related": 50, "sandboxes": "off"})");
  auto& http = step_->world().http();
  http.on("GET *cursor=c1").reply({0, "", 9000, RULEMAP_RETRY}).reply(200, domains(20, 5));
  http.on("GET *").reply(
      200, body_with(R"({"contacted_domains": )" + domains(0, 20, R"({"cursor": "c1"})") + "}"));
  Outgoing row = push(indicator("md5", kMd5));
  EXPECT_EQ(row.verdict.kind, Verdict::retry);
  EXPECT_TRUE(row.verdict.for_allowance);
  EXPECT_EQ(row.text("lookup.vt"), "known");
  EXPECT_EQ(row.text("vt.relations"), "failed");
  EXPECT_EQ(keys(row, "domain").size(), 20u);
  row = push(row.json);
  EXPECT_EQ(row.verdict.kind, Verdict::ok);
  EXPECT_EQ(row.text("vt.relations"), "known");
  EXPECT_EQ(keys(row, "domain").size(), 25u);
  EXPECT_EQ(asked().size(), 3u);
}

TEST_F(RelationsTest, APageThatCannotBeHadCostsNothingElse) {
  for (const int status : {403, 404, 400}) {
    start(R"({"related": 50})");
    auto& http = step_->world().http();
    http.on("GET *cursor=c1").reply(status, error_body("SomeError"));
    http.on("GET *mitre_trees").reply(200, kNoTrees);
    http.on("GET *").reply(
        200, body_with(R"({"contacted_domains": )" + domains(0, 20, R"({"cursor": "c1"})") + "}"));
    const Outgoing row = push(indicator("md5", kMd5));
    EXPECT_EQ(row.verdict.kind, Verdict::ok);
    EXPECT_EQ(keys(row, "domain").size(), 20u);
    EXPECT_EQ(row.text("vt.sandboxes"), "unknown");
    EXPECT_TRUE(row.has("vt.relations_cut")) << status;
  }
}

// Complaint 6: one relation that the key may not read lost the whole report.
TEST_F(RelationsTest, OneThatTheKeyMayNotReadCostsNoReport) {
  start(R"({"relations": ["default", "itw_urls"], "sandboxes": "off"})");
  auto& http = step_->world().http();
  http.on("GET *relationships=*").reply(403, error_body("ForbiddenError"));
  http.on("GET *").reply(200, file_body());
  Outgoing row = push(indicator("md5", kMd5));
  EXPECT_EQ(row.text("lookup.vt"), "known");
  EXPECT_EQ(row.text("vt.relations"), "not_asked");
  EXPECT_EQ(asked().size(), 2u);
  row = push(indicator("sha256", kSha256));
  EXPECT_EQ(row.text("vt.relations"), "not_asked");
  EXPECT_EQ(asked().size(), 3u) << "files are asked for without them from then on";
  push(indicator("domain", "a.example"));
  EXPECT_EQ(asked().size(), 5u) << "domains are another question";
  EXPECT_EQ(log().size(), 2u);
}

TEST_F(RelationsTest, AKeyThatMayReadNoReportIsNotTakenForOneThatMayNotReadRelations) {
  start(R"({"sandboxes": "off"})");
  step_->world().http().on("GET *").reply(403, error_body("ForbiddenError"));
  EXPECT_EQ(push(indicator("md5", kMd5)).verdict.kind, Verdict::reject);
  ASSERT_EQ(log().size(), 1u);
  EXPECT_EQ(log()[0].find("the key may not read reports of files,"), 0u) << log()[0];
}

TEST_F(RelationsTest, NoneAreAskedForWhereNoneAreWanted) {
  for (const char* config : {R"({"relations": []})", R"({"related": 0})"}) {
    const Outgoing row = ask_file("", kNoTrees, config);
    EXPECT_EQ(asked().at(0), "GET https://www.virustotal.com/api/v3/files/" + kMd5);
    EXPECT_FALSE(row.has("vt.relations"));
  }
}

TEST_F(RelationsTest, AnUnknownNameIsNamedWithWhatWouldBeRight) {
  const std::pair<const char*, const char*> rows[] = {
      {"contacted_domain", "did you mean `contacted_domains`?"},
      {"dropped", "did you mean `dropped_files`?"},
      {"behaviours", "`sandboxes: reports`"},
      {"comments", "not read"},
      {"zzz", "docs/virustotal.md"}};
  for (const auto& [name, want] : rows) {
    const auto result = validate_relations({"default", name});
    ASSERT_FALSE(result.ok()) << name;
    EXPECT_NE(result.error().message.find(want), std::string::npos) << result.error().message;
    EXPECT_EQ(result.error().where, "relations");
  }
  EXPECT_TRUE(validate_relations({"default", "itw_urls", "subdomains"}).ok());
}

TEST_F(RelationsTest, TheDefaultAsksNothingThatNeedsAnotherKey) {
  for (const Thing thing : {Thing::file, Thing::domain, Thing::address, Thing::url}) {
    const auto all = relations_of(thing, {"default"});
    EXPECT_FALSE(all.empty());
    for (const RelationRule* each : all) EXPECT_NE(each->access, Access::premium) << each->name;
  }
}

TEST(NextPages, AreReadAsTheyWereWritten) {
  const std::vector<NextPage> pages = {{find_relation(Thing::domain, "siblings"), "a=b", 20},
                                       {find_relation(Thing::domain, "subdomains"), "True:x", 40}};
  const auto back = next_pages(Thing::domain, written(pages));
  ASSERT_EQ(back.size(), 2u);
  EXPECT_EQ(back[1].relation, pages[1].relation);
  EXPECT_EQ(back[1].cursor, "True:x");
  EXPECT_EQ(back[1].read, 40u);
  for (const char* odd : {"", " ", "siblings", "siblings 1", "surprise 1 c", "siblings x"}) {
    EXPECT_TRUE(next_pages(Thing::domain, odd).empty()) << odd;
  }
}

}  // namespace
}  // namespace rulemap::virustotal
