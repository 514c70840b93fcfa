// What became known goes back into the events that the indicators came from: read by misp.events,
// written by misp.event with `event: origin`. The server is simulated.
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <map>
#include <sstream>

#include "contract/events_testing.h"

namespace rulemap::contract {
namespace {

class InPlace : public EventsTest {
 protected:
  InPlace() {
    add_clusters(10, 10);
    make_event(
        1, attribute(11, "domain", "one.example") + "," + attribute(12, "domain", "plain.example"),
        R"(,"Object":[{"uuid":")" + uuid_of(50) +
            R"(","name":"file","meta-category":"file","description":"A file",)"
            R"("template_uuid":"688c46fb-5edb-40a3-8273-1af7923e2215",)"
            R"("template_version":25,"Attribute":[)" +
            attribute(51, "sha256", hash_of(1), R"(,"object_relation":"sha256")") + "]}]",
        simulated::kUserKey);
    found_["one.example"] =
        R"("techniques":[{"id":"T1003","by":"vt","attack":{"tag":")" + technique(3) + R"("}}])";
    found_[hash_of(1)] =
        R"("observables":[{"type":"file","by":"vt","subject":true,"attributes":[)"
        R"({"name":"size","value":1001}]}],"matches":[{"kind":"sigma","id":"rule-1",)"
        R"("title":"Rule 1","by":"vt"}])";
  }

  // Reads the events, lets providers say what is in found_, and brings it back.
  engine::RunReport write_back(const std::string& with = "apply: true",
                               const std::string& events = "search: Event",
                               const std::string& of_case = "by: misp.event, tlp: green") {
    const auto report = read(events);
    EXPECT_FALSE(report.failed) << report.text() << problems_;
    return write_what_was_read(with, of_case);
  }
  engine::RunReport write_what_was_read(const std::string& with = "apply: true",
                                        const std::string& of_case = "by: misp.event, tlp: green") {
    std::ifstream in(folder_ / "out.jsonl");
    std::ofstream out(folder_ / "records.jsonl", std::ios::trunc);
    for (std::string line; std::getline(in, line);) {
      rapidjson::Document record;
      record.Parse(line.c_str());
      const auto found = found_.find(record["ioc.value"].GetString());
      line.pop_back();
      out << line << (found == found_.end() ? "" : "," + found->second) << "}\n";
    }
    out.close();
    std::ofstream(folder_ / "back.yaml")
        << "pipeline: back\nversion: 1\nsecrets: { key: { env: MISP_KEY } }\n"
        << "sources: [ { id: records, use: table.jsonl, with: { path: records.jsonl, fields: "
        << "[misp.event, misp.attribute, misp.object, misp.type] }, case: { " << of_case
        << " } } ]\nsteps: []\n"
        << "sinks: [ { id: misp, use: misp.event, with: { url: \"" << url()
        << "\", key: \"${secrets.key}\", event: origin, " << with << " } } ]\n";
    engine::Registry registry;
    for (const char* plugin : {"table", "misp"}) {
      EXPECT_TRUE(registry.load(std::string(RULEMAP_PLUGIN_DIR) + "/" + plugin + ".so").ok());
    }
    engine::LoadSettings settings;
    settings.clock = &clock_;
    auto loaded = engine::load_pipeline((folder_ / "back.yaml").string(), registry, settings);
    problems_ = loaded.diagnostics.text();
    if (!loaded.pipeline) return {};
    misp_.advance(10);
    return engine::run(*loaded.pipeline, options_);
  }
  // The line of the snapshot that has all the words; empty: there is none.
  std::string line_of(const std::vector<std::string>& words, int event = 1) const {
    std::istringstream lines(misp_.snapshot(uuid_of(event)));
    for (std::string line; std::getline(lines, line);) {
      const auto has = [&](const std::string& word) { return line.find(word) != line.npos; };
      if (std::all_of(words.begin(), words.end(), has)) return line;
    }
    return "";
  }
  void expect_all_kept(const std::string& before, int event = 1) {
    const std::string after = misp_.snapshot(uuid_of(event));
    std::istringstream lines(before);
    for (std::string line; std::getline(lines, line);) {
      EXPECT_NE(after.find(line), std::string::npos) << line << "\nin\n" << after;
    }
  }

  std::map<std::string, std::string> found_;  // by value: members of its record
};

TEST_F(InPlace, TagsComeToTheVeryAttributesAndAnObjectBesideThem) {
  const std::string before = misp_.snapshot(uuid_of(1));
  const auto report = write_back();
  ASSERT_FALSE(report.failed) << report.text() << problems_;
  EXPECT_EQ(report.sinks.at(0).written, 3u) << report.text();
  const std::string after = misp_.snapshot(uuid_of(1));
  EXPECT_NE(line_of({uuid_of(11), technique(3)}), "") << after;
  EXPECT_NE(line_of({uuid_of(51), "sigma-rules=\"Rule 1\""}), "") << after;
  EXPECT_EQ(line_of({uuid_of(12), "misp-galaxy"}), "") << after;
  EXPECT_NE(line_of({uuid_of(51), "characterizes"}), "") << after;
  EXPECT_NE(after.find("1001"), std::string::npos) << after;
  EXPECT_EQ(after.find("tlp:"), std::string::npos) << after;
  expect_all_kept(before);
}

// Without it MISP may take the object for a new one that says too little, and pass it over.
TEST_F(InPlace, AnObjectSaysWhatItIsWhereItsAttributesAreTagged) {
  write_back();
  std::size_t said = 0;
  for (const auto& each : misp_.requests()) {
    said +=
        each.body.find("\"uuid\":\"" + uuid_of(50) + "\",\"name\":\"file\"") != std::string::npos;
  }
  EXPECT_EQ(said, 1u);
}

TEST_F(InPlace, AValueThatPeopleEditedIsNothingOfOurs) {
  write_back("apply: true, report: false");
  ASSERT_TRUE(misp_.edit(uuid_of(11), {.value = "changed.example"}));
  const std::string left = misp_.snapshot(uuid_of(1));
  const auto report = write_back("apply: true, report: false");
  EXPECT_EQ(note(report, "left as people left it"), "") << report.text();
  EXPECT_EQ(misp_.snapshot(uuid_of(1)), left);
}

// domain|ip: two records, one attribute.
TEST_F(InPlace, BothHalvesOfAnAttributeTagIt) {
  found_ = {{"one.example", found_["one.example"]},
            {"198.51.100.7", R"("techniques":[{"id":"T1004","by":"vt","attack":{"tag":")" +
                                 technique(4) + R"("}}])"}};
  std::ofstream out(folder_ / "out.jsonl");
  for (const char* half : {R"("ioc.type":"domain","ioc.value":"one.example")",
                           R"("ioc.type":"ipv4","ioc.value":"198.51.100.7")"}) {
    out << "{" << half
        << R"(,"ioc.original":"one.example|198.51.100.7","ioc.line":1,"misp.event":")" << uuid_of(1)
        << R"(","misp.attribute":")" << uuid_of(11) << R"(","misp.type":"domain|ip"})"
        << "\n";
  }
  out.close();
  ::setenv("MISP_KEY", key_.c_str(), 1);
  const auto report = write_what_was_read();
  EXPECT_EQ(report.sinks.at(0).written, 2u) << report.text();
  EXPECT_NE(line_of({uuid_of(11), technique(3)}), "") << misp_.snapshot(uuid_of(1));
  EXPECT_NE(line_of({uuid_of(11), technique(4)}), "") << misp_.snapshot(uuid_of(1));
}

TEST_F(InPlace, OneRunReadsAndWrites) {
  misp_.create_tag("checked");
  steps_ = "{ id: mark, use: core.set, with: { tags: [checked] } }";
  const std::string sink = "  - { id: misp, use: misp.event, with: { url: \"" + url() +
                           "\", key: \"${secrets.key}\", event: origin, apply: true } }\n";
  const auto report = read("search: Event", sink);
  ASSERT_FALSE(report.failed) << report.text() << problems_;
  EXPECT_EQ(report.sinks.at(1).written, 3u) << report.text();
  for (const int each : {11, 12, 51}) {
    EXPECT_NE(line_of({uuid_of(each), "checked"}), "") << misp_.snapshot(uuid_of(1));
  }
}

TEST_F(InPlace, ASecondRunChangesNothing) {
  write_back();
  const std::string before = misp_.snapshot(uuid_of(1));
  misp_.forget_requests();
  const auto report = write_back();
  EXPECT_EQ(report.sinks.at(0).written, 3u) << report.text();
  EXPECT_EQ(note(report, "change"), "none: everything is there") << report.text();
  EXPECT_EQ(misp_.snapshot(uuid_of(1)), before);
  for (const auto& each : misp_.requests()) {
    EXPECT_TRUE(each.method == "GET" || each.path == "/events/restSearch") << each.path;
  }
}

TEST_F(InPlace, WhatRulemapWroteIsReadWhereItIsAskedFor) {
  write_back();
  read("search: Event");
  EXPECT_EQ(records().size(), 3u);
  read("search: Event, own: true");
  EXPECT_EQ(records().size(), 4u) << "the hash of the object beside";
}

TEST_F(InPlace, WithoutApplyItIsOnlySaid) {
  const std::string before = misp_.snapshot(uuid_of(1));
  const auto said = [](const engine::RunReport& report) {
    std::string out;
    for (const auto& [what, value] : report.sinks.at(0).notes) {
      if (what == "change") out += value + "\n";
    }
    return out;
  };
  const auto report = write_back("apply: false");
  EXPECT_EQ(misp_.snapshot(uuid_of(1)), before);
  EXPECT_EQ(report.sinks.at(0).written, 0u) << report.text();
  EXPECT_NE(report.text().find("nothing is written into events without `apply: true`"),
            std::string::npos)
      << report.text();
  EXPECT_NE(said(report).find("tag domain one.example with misp-galaxy"), std::string::npos)
      << said(report);
  options_.dry_run = true;
  EXPECT_EQ(said(write_back("apply: true")), said(report));
  EXPECT_EQ(misp_.snapshot(uuid_of(1)), before);
}

TEST_F(InPlace, APublishedEventIsNamedAndLeftAlone) {
  make_event(2, attribute(21, "domain", "two.example"), "", simulated::kUserKey);
  found_["two.example"] = found_["one.example"];
  ASSERT_TRUE(misp_.publish(uuid_of(1)));
  const std::string before = misp_.snapshot(uuid_of(1));
  auto report = write_back();
  EXPECT_TRUE(misp_.is_published(uuid_of(1)));
  EXPECT_EQ(misp_.snapshot(uuid_of(1)), before);
  EXPECT_EQ(report.sinks.at(0).refused, 3u) << report.text();
  EXPECT_NE(report.text().find("published: writing would take the publication back"),
            std::string::npos);
  EXPECT_NE(report.text().find("/events/view/1"), std::string::npos) << report.text();
  EXPECT_NE(line_of({uuid_of(21), technique(3)}, 2), "");

  report = write_back("apply: true, unpublish: accept");
  EXPECT_FALSE(misp_.is_published(uuid_of(1)));
  EXPECT_NE(line_of({uuid_of(11), technique(3)}), "");
}

TEST_F(InPlace, AnEventOfAnotherOrganisationIsRefused) {
  make_event(2, attribute(21, "domain", "one.example"), R"(,"distribution":1)",
             simulated::kOtherOrgKey);
  const std::string before = misp_.snapshot(uuid_of(2));
  const auto report = write_back("apply: true", "events: [" + uuid_of(2) + "]");
  EXPECT_EQ(report.sinks.at(0).refused, 1u) << report.text();
  EXPECT_NE(report.text().find("another organisation"), std::string::npos) << report.text();
  EXPECT_EQ(misp_.snapshot(uuid_of(2)), before);
}

TEST_F(InPlace, WhatPeopleChangedMeanwhileStays) {
  write_back();
  ASSERT_TRUE(
      misp_.untag(uuid_of(11), "misp-galaxy:mitre-attack-pattern=\"" + technique(3) + "\""));
  ASSERT_TRUE(misp_.edit(uuid_of(51), {.to_ids = false, .comment = "ours"}));
  const std::string left = misp_.snapshot(uuid_of(1));
  write_back();
  EXPECT_EQ(misp_.snapshot(uuid_of(1)), left);
  found_["one.example"] =
      R"("techniques":[{"id":"T1004","by":"vt","attack":{"tag":")" + technique(4) + R"("}}])";
  write_back();
  EXPECT_EQ(line_of({uuid_of(11), technique(3)}), "");
  EXPECT_NE(line_of({uuid_of(11), technique(4)}), "");
  EXPECT_NE(line_of({uuid_of(51), "ours"}), "");
}

// Between the reading and the writing somebody deletes the attribute for good.
TEST_F(InPlace, AnAttributeThatIsGoneIsNotMadeAnew) {
  read("search: Event");
  ASSERT_TRUE(misp_.hard_delete(uuid_of(11)));
  ASSERT_TRUE(misp_.hard_delete(uuid_of(50)));
  misp_.forget_requests();
  const auto report = write_what_was_read();
  EXPECT_FALSE(report.failed) << report.text();
  EXPECT_EQ(line_of({uuid_of(11)}), "");
  for (const auto& each : misp_.requests()) {
    const bool is_edit = each.path.find("/events/edit") == 0;
    EXPECT_FALSE(is_edit && each.body.find(uuid_of(11)) != std::string::npos) << each.body;
    EXPECT_FALSE(is_edit && each.body.find("theirs") != std::string::npos) << each.body;
  }
}

TEST_F(InPlace, RecordsOfSeveralEventsInOneCaseAreRefused) {
  make_event(2, attribute(21, "domain", "two.example"), "", simulated::kUserKey);
  const auto report = write_back("apply: true", "search: Event", "title: All, tlp: green");
  EXPECT_EQ(report.sinks.at(0).written, 3u) << report.text();
  EXPECT_EQ(report.sinks.at(0).refused, 1u);
  EXPECT_NE(report.text().find("case: { by: misp.event }"), std::string::npos) << report.text();
}

TEST_F(InPlace, RecordsOfAListAreRefused) {
  const auto report = push({file_record(1, {1}, {1})}, "event: origin, apply: true");
  EXPECT_EQ(report.sinks.at(0).refused, 1u) << report.text();
  EXPECT_NE(report.text().find("is for records of misp.events"), std::string::npos)
      << report.text();
}

TEST_F(InPlace, ApplyIsForTheEventOfOriginAlone) {
  std::ofstream(folder_ / "wrong.yaml")
      << "pipeline: wrong\nversion: 1\nsecrets: { key: { env: MISP_KEY } }\n"
      << "sources: [ { id: r, use: table.jsonl, with: { path: records.jsonl }, case: { title: x } "
         "} "
         "]\nsteps: []\nsinks: [ { id: misp, use: misp.event, with: { url: \""
      << url() << "\", key: \"${secrets.key}\", apply: true } } ]\n";
  engine::Registry registry;
  for (const char* plugin : {"table", "misp"}) {
    EXPECT_TRUE(registry.load(std::string(RULEMAP_PLUGIN_DIR) + "/" + plugin + ".so").ok());
  }
  const auto loaded = engine::load_pipeline((folder_ / "wrong.yaml").string(), registry, {});
  EXPECT_NE(loaded.diagnostics.text().find("it is for `event: origin`"), std::string::npos)
      << loaded.diagnostics.text();
}

}  // namespace
}  // namespace rulemap::contract
