// The event as a whole: its header, its tags, its references, and the file.
#include "event/event_testing.h"

namespace rulemap::misp {
namespace {

using Tags = std::vector<std::string>;

std::string technique(const std::string& tag) {
  return R"({"id":"T1","attack":{"id":"T1","tag":")" + tag + R"("}})";
}
std::string rule(const std::string& id, const std::string& title, const std::string& said = "x") {
  return R"({"kind":"sigma","id":")" + id + R"(","title":")" + title + R"(","said":")" + said +
         R"(","by":"vt","how":"observed","level":"high","author":"Jane Roe"})";
}

TEST_F(EventTest, HeaderIsThatOfTheCase) {
  write({row("domain", "evil.example")},
        R"("distribution":"1","threat_level":"medium","analysis":"complete","tags":["source:x"])");
  EXPECT_EQ(text(event(), "uuid"), "d74a8b6d-d692-5191-85e2-f17c9ccd6e70");
  EXPECT_EQ(text(event(), "info"), "A case");
  EXPECT_EQ(text(event(), "date"), "2026-01-01");
  EXPECT_EQ(text(event(), "threat_level_id"), "2");
  EXPECT_EQ(text(event(), "analysis"), "2");
  EXPECT_EQ(text(event(), "distribution"), "1");
  EXPECT_EQ(text(event(), "published"), "false");
  EXPECT_EQ(tags(event()), (Tags{"source:x", "tlp:green"}));
  EXPECT_FALSE(event().HasMember("timestamp"));
}

TEST_F(EventTest, SharesNothingUnlessAsked) {
  write({row("domain", "evil.example")});
  EXPECT_EQ(text(event(), "distribution"), "0");
  EXPECT_EQ(text(event(), "threat_level_id"), "4");
  EXPECT_EQ(text(event(), "analysis"), "0");
  EXPECT_EQ(text(event(), "published"), "false");
}

TEST_F(EventTest, RefusesWhatIsNoChoice) {
  for (const char* wrong : {R"("distribution":"4")", R"("threat_level":"urgent")",
                            R"("galaxies":["mitre-tool"])", R"("published":"true")"}) {
    EXPECT_THROW(testing::SinkHarness(rulemap_entry_misp, "misp.event", config(wrong)),
                 std::runtime_error)
        << wrong;
  }
}

TEST_F(EventTest, GalaxiesStandAtTheObjectAndAtTheEvent) {
  write({row("sha256", kSha256,
             R"("techniques":[)" + technique("PowerShell - T1059.001") + "," +
                 technique("PowerShell - T1059.001") + R"(,{"id":"T9999"}],"matches":[)" +
                 rule("id-1", "Suspicious Run") + "," + rule("id-1", "Suspicious Run") + "]"),
         row("sha1", kSha1,
             R"("ioc.line":2,"techniques":[)" + technique("Drive-by Compromise - T1189") + "]")});
  EXPECT_EQ(tags(attribute_of(object("file"), "sha256")),
            (Tags{"misp-galaxy:mitre-attack-pattern=\"PowerShell - T1059.001\"",
                  "misp-galaxy:sigma-rules=\"Suspicious Run\""}));
  EXPECT_EQ(tags(event()), (Tags{"misp-galaxy:mitre-attack-pattern=\"Drive-by Compromise - T1189\"",
                                 "misp-galaxy:mitre-attack-pattern=\"PowerShell - T1059.001\"",
                                 "misp-galaxy:sigma-rules=\"Suspicious Run\"", "tlp:green"}));
  EXPECT_EQ(noted("techniques without a cluster"), "1");
}

TEST_F(EventTest, TagsOfAFileStandOnItsStrongestDigest) {
  const std::string tag = R"("tags":["t"],)";
  const std::string both = R"("also":[{"type":"sha1","value":")" + std::string(kSha1) + R"("}])";
  write({row("md5", kMd5, tag + both)});
  EXPECT_EQ(tags(attribute_of(object("file"), "sha1")), Tags{"t"});
  EXPECT_EQ(tags(attribute_of(object("file"), "md5")), Tags{});
}

TEST_F(EventTest, ARuleThatCannotBeToldIsAPlainTagOnBothLevels) {
  write({row("sha256", kSha256, R"("matches":[)" + rule("", "", "Old Title") + "]")});
  const Tags both{"sigma:unmapped=\"Old Title\""};
  EXPECT_EQ(tags(attribute_of(object("file"), "sha256")), both);
  EXPECT_EQ(tags(event()), (Tags{both[0], "tlp:green"}));
}

TEST_F(EventTest, AttachesOnlyTheGalaxiesThatAreWanted) {
  const std::string more = R"("techniques":[)" + technique("A - T1") + R"(],"matches":[)" +
                           rule("id-1", "R") + "," + rule("", "", "old") + "]";
  write({row("sha256", kSha256, more)}, R"("galaxies":["mitre-attack-pattern"])");
  EXPECT_EQ(tags(event()), (Tags{"misp-galaxy:mitre-attack-pattern=\"A - T1\"", "tlp:green"}));
  write({row("sha256", kSha256, more)}, R"("galaxies":[])");
  EXPECT_EQ(tags(event()), Tags{"tlp:green"});
}

TEST_F(EventTest, RuleAuthorAndLevelAreKeptInWords) {
  std::string rules;
  for (int i = 0; i < 25; ++i) {
    rules += (i ? "," : "") + rule("id-" + std::to_string(i), "Title " + std::to_string(i));
  }
  write({row("sha256", kSha256, R"("matches":[)" + rule("", "", "old") + "," + rules + "]")});
  const auto texts = attributes(object("file"), "text");
  ASSERT_EQ(texts.size(), 20u);
  EXPECT_EQ(text(*texts[0], "value"), "sigma id-0 high Title 0 by Jane Roe (observed, vt)");
  EXPECT_FALSE((*texts[0])["to_ids"].GetBool());
  EXPECT_TRUE((*texts[0])["disable_correlation"].GetBool());
  EXPECT_EQ(noted("rule texts left out"), "6");
}

TEST_F(EventTest, TagsThatMispWouldCutAreRefused) {
  write({row("domain", "evil.example",
             R"("tags":["good",")" + std::string(256, 'x') + R"(","a\nb",""])")});
  EXPECT_EQ(tags(event()), (Tags{"good", "tlp:green"}));
  EXPECT_EQ(call_.refused_values.size(), 3u);
  EXPECT_THROW(testing::SinkHarness(rulemap_entry_misp, "misp.event",
                                    config(R"("tags":[")" + std::string(256, 'x') + R"("])")),
               std::runtime_error);
}

TEST_F(EventTest, CapsTheTagsOfOneElement) {
  std::string list;
  for (int i = 0; i < 1200; ++i) list += (i ? ",\"t" : "\"t") + std::to_string(i) + "\"";
  write({row("domain", "evil.example", R"("tags":[)" + list + "]")});
  EXPECT_EQ(tags(attribute_of(object("domain-ip"), "domain")).size(), 1000u);
  EXPECT_EQ(noted("tags left out"), "200");
}

TEST_F(EventTest, ALookupThatFailedMarksTheEvent) {
  const std::pair<const char*, bool> rows[] = {
      {R"("lookup.vt":"known")", false},     {R"("lookup.vt":"unknown")", false},
      {R"("lookup.vt":"failed")", true},     {R"("lookup.vt":"not_asked")", true},
      {R"("errors":[{"step":"vt"}])", true},
  };
  for (const auto& [more, marked] : rows) {
    write({row("domain", "evil.example", more)});
    const Tags found = tags(event());
    const auto count = std::count(found.begin(), found.end(), "rulemap:lookup=\"incomplete\"");
    EXPECT_EQ(count, marked ? 1 : 0) << more;
  }
}

TEST_F(EventTest, CarriesTlpAndPap) {
  testing::SinkHarness sink(rulemap_entry_misp, "misp.event", config());
  sink.the_case().tlp = "amber+strict";
  sink.the_case().pap = "red";
  ASSERT_TRUE(sink.write_case({row("domain", "evil.example")}).end.ok());
  const std::string text = read_file(path());
  EXPECT_NE(text.find("tlp:amber+strict"), std::string::npos);
  EXPECT_NE(text.find("PAP:RED"), std::string::npos);
}

TEST_F(EventTest, ReferencesStandBetweenObjectsOfTheEvent) {
  const std::string domain = subject("domain", attribute("address", R"("203.0.113.7")") + "," +
                                                   attribute("address", R"("203.0.113.99")"));
  const std::string file =
      subject("file", attribute("sha256", "\"" + std::string(kSha256) + "\""),
              R"({"kind":"communicates-with","type":"ip","key":"203.0.113.7"},)"
              R"({"kind":"contacts","type":"domain","key":"EVIL.example"},)"
              R"({"kind":"dropped","type":"file","key":"00"})");
  write({row("domain", "evil.example", domain), row("ipv4", "203.0.113.7"),
         row("ipv4", "203.0.113.7", R"("ioc.port":443)"), row("url", "https://evil.example/a"),
         row("url", "http://203.0.113.7/a"), row("sha256", kSha256, file)});
  EXPECT_EQ(references(object("domain-ip")),
            (Tags{"resolves-to -> ip-port", "resolves-to -> ip-port"}));
  const Json& by_name =
      values(object("url", 0), "host").empty() ? object("url", 1) : object("url", 0);
  EXPECT_EQ(references(by_name), Tags{"hosted-by -> domain-ip"});
  EXPECT_EQ(references(object("file")),
            (Tags{"communicates-with -> ip-port", "communicates-with -> ip-port",
                  "related-to -> domain-ip"}));
  EXPECT_EQ(noted("references"), "8");
  EXPECT_NE(text_.find("94aac74c-e4f6-5c46-80f0-4bdc3643a99e"), std::string::npos);
}

TEST_F(EventTest, CapsTheReferencesOfOneObject) {
  std::string relations;
  std::vector<std::string> rows;
  for (int i = 0; i < 1200; ++i) {
    const std::string name = "d" + std::to_string(i) + ".example";
    relations += (i ? "," : "") + (R"({"kind":"contacts","type":"domain","key":")" + name + "\"}");
    rows.push_back(row("domain", name));
  }
  const std::string sha256 = attribute("sha256", "\"" + std::string(kSha256) + "\"");
  rows.push_back(row("sha256", kSha256, subject("file", sha256, relations + "," + relations)));
  write(rows);
  EXPECT_EQ(references(object("file")).size(), 1000u);
  EXPECT_EQ(noted("references"), "1000");
  EXPECT_EQ(noted("references left out"), "200");
}

TEST_F(EventTest, CapsTheReferencesOfOneRelation) {
  std::vector<std::string> rows;
  for (int i = 1; i <= 1200; ++i) {
    rows.push_back(row("ipv4", "203.0.113.7", R"("ioc.port":)" + std::to_string(i)));
  }
  rows.push_back(row("url", "http://203.0.113.7/a"));
  write(rows);
  EXPECT_EQ(references(object("url")).size(), 1000u);
  EXPECT_EQ(noted("references left out"), "200");
}

TEST_F(EventTest, OneThingIsWrittenOnceWithTheTagsOfAll) {
  const std::string known =
      subject("file", attribute("sha256", "\"" + std::string(kSha256) + "\"") + "," +
                          attribute("md5", "\"" + std::string(kMd5) + "\""));
  write({row("sha256", kSha256, R"("tags":["first"])"),
         row("md5", kMd5, R"("tags":["second"],)" + known)});
  EXPECT_EQ(noted("objects"), "1");
  EXPECT_EQ(values(object("file"), "md5"), kMd5);  // the row that says more
  EXPECT_EQ(tags(event()), (Tags{"first", "second", "tlp:green"}));
  ASSERT_EQ(call_.receipts.size(), 2u);
  EXPECT_EQ(call_.receipts[0].text, call_.receipts[1].text);
}

TEST_F(EventTest, TheSameRowsGiveTheSameBytesInAnyOrder) {
  std::vector<std::string> rows = {
      row("domain", "a.example", R"("ioc.line":1,"tags":["z","a"])"),
      row("sha256", kSha256, R"("ioc.line":2)"),
      row("cve", "CVE-2021-44228", R"("ioc.line":3)"),
      row("url", "https://a.example/", R"("ioc.line":4)"),
  };
  write(rows);
  const std::string first = text_;
  write(rows);
  EXPECT_EQ(text_, first);
  std::reverse(rows.begin(), rows.end());
  write(rows);
  EXPECT_EQ(text_, first);
}

TEST_F(EventTest, ObjectsStandInTheOrderOfTheList) {
  write({row("domain", "b.example", R"("ioc.line":2)"),
         row("domain", "a.example", R"("ioc.line":9)"),
         row("domain", "c.example", R"("ioc.line":1)")});
  std::string order;
  for (int i = 0; i < 3; ++i) order += values(object("domain-ip", i), "domain") + " ";
  EXPECT_EQ(order, "c.example b.example a.example ");
}

TEST_F(EventTest, LeavesNeitherSpoolNorHalfAFile) {
  testing::SinkHarness sink(rulemap_entry_misp, "misp.event", config());
  sink.write_case({row("domain", "evil.example")});
  EXPECT_TRUE(std::filesystem::exists(path()));
  EXPECT_FALSE(std::filesystem::exists(path() + ".new"));
  EXPECT_TRUE(std::filesystem::is_empty(sink.world().folder()));
}

TEST_F(EventTest, ACaseOfNothingLeavesNoFile) {
  testing::SinkHarness sink(rulemap_entry_misp, "misp.event", config());
  call_ = sink.write_case({});
  EXPECT_TRUE(call_.end.ok());
  EXPECT_FALSE(std::filesystem::exists(path()));
  EXPECT_NE(noted("event"), "");
}

TEST_F(EventTest, EveryCaseHasAFileOfItsOwn) {
  testing::SinkHarness sink(rulemap_entry_misp, "misp.event",
                            R"({"path":")" + folder_ + R"(/{case}/{case}.json"})");
  sink.the_case().title = "Phishing: w\xC3\xA4ve #7/../x";
  ASSERT_TRUE(sink.write_case({row("domain", "a.example")}).end.ok());
  const std::string slug = "phishing-w-ve-7-x-d74a8b6d";
  EXPECT_TRUE(std::filesystem::exists(folder_ + "/" + slug + "/" + slug + ".json"));
  sink.the_case().id = "another";
  sink.the_case().title = "\n";
  ASSERT_TRUE(sink.write_case({row("domain", "a.example")}).end.ok());
  std::size_t files = 0;
  for (const auto& each : std::filesystem::recursive_directory_iterator(folder_)) {
    files += each.is_regular_file() ? 1 : 0;
  }
  EXPECT_EQ(files, 2u);
}

TEST_F(EventTest, ASecondCaseNeedsAPlaceInThePath) {
  testing::SinkHarness sink(rulemap_entry_misp, "misp.event", config());
  ASSERT_TRUE(sink.write_case({row("domain", "a.example")}).end.ok());
  ASSERT_TRUE(sink.write_case({row("domain", "a.example")}).end.ok());
  sink.the_case().id = "another";
  call_ = sink.write_case({});
  ASSERT_FALSE(call_.end.ok());
  // As it is typed: without quotes YAML takes the braces for a map.
  EXPECT_NE(call_.end.error.message.find("path: \"out/{case}.json\""), std::string::npos);
}

TEST_F(EventTest, GivesNoReceiptForAnEventThatIsNotThere) {
  testing::SinkHarness sink(rulemap_entry_misp, "misp.event", config());
  std::filesystem::create_directories(path() + "/in the way");
  call_ = sink.write_case({row("domain", "a.example")});
  EXPECT_FALSE(call_.end.ok());
  EXPECT_TRUE(call_.receipts.empty());
  EXPECT_FALSE(std::filesystem::exists(path() + ".new"));
}

TEST_F(EventTest, ManyRowsMakeOneEvent) {
  std::vector<std::string> rows;
  for (int i = 0; i < 2000; ++i) {
    rows.push_back(
        row("domain", "d" + std::to_string(i) + ".example", R"("ioc.line":)" + std::to_string(i)));
  }
  write(rows);
  EXPECT_EQ(noted("objects"), "2000");
  EXPECT_EQ(event()["Object"].Size(), 2000u);
  EXPECT_EQ(call_.receipts.size(), 2000u);
}

}  // namespace
}  // namespace rulemap::misp
