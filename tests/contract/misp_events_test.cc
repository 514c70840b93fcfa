// Reading events of a simulated MISP server: which ones are read, what becomes of their attributes,
// and what is remembered. The server is simulated, from recordings of a real one.
#include "contract/events_testing.h"

namespace rulemap::contract {
namespace {

TEST_F(EventsTest, NumbersAndUuidsNameEvents) {
  const std::string number = make_event(1, attribute(11, "domain", "one.example"));
  make_event(2, attribute(12, "domain", "two.example"));
  make_event(3, attribute(13, "domain", "three.example"));
  const auto report = read("events: [\"" + number + "\", " + uuid_of(3) + "]");
  ASSERT_FALSE(report.failed) << report.text() << problems_;
  EXPECT_EQ(records(), (Records{"domain one.example", "domain three.example"}));
  EXPECT_EQ(records("misp.event"), (Records{uuid_of(1), uuid_of(3)}));
  EXPECT_EQ(records("misp.attribute"), (Records{uuid_of(11), uuid_of(13)}));
  EXPECT_EQ(records("case.title"), (Records{uuid_of(1), uuid_of(3)}));
  EXPECT_EQ(records("ioc.file").at(0), misp_.url() + "/events/view/" + uuid_of(1));
}

TEST_F(EventsTest, WhatIsNotThereIsNamedAndTheRestIsRead) {
  make_event(1, attribute(11, "domain", "one.example"));
  make_event(2, attribute(12, "domain", "hidden.example"), R"(,"distribution":0)",
             simulated::kOtherOrgKey);
  const auto report = read("events: [\"999\", " + uuid_of(2) + ", " + uuid_of(1) + "]");
  EXPECT_FALSE(report.failed) << report.text();
  EXPECT_EQ(report.refused, 2u);
  EXPECT_EQ(records(), Records{"domain one.example"});
  EXPECT_NE(report.text().find("999"), std::string::npos) << report.text();
  EXPECT_NE(report.text().find("there is no such event on the server"), std::string::npos);
}

TEST_F(EventsTest, AWrongKeyStopsTheRun) {
  make_event(1, attribute(11, "domain", "one.example"));
  key_ = std::string(40, 'x');
  for (const std::string& with : {"events: [" + uuid_of(1) + "]", std::string("search: Event")}) {
    const auto report = read(with);
    EXPECT_TRUE(report.failed) << report.text();
    EXPECT_NE(report.text().find("Authentication failed"), std::string::npos) << report.text();
  }
}

TEST_F(EventsTest, EachTypeBecomesWhatItHolds) {
  const std::string hash = hash_of(1);
  const std::string md5(32, 'b');
  make_event(1, attribute(11, "sha256", hash) + "," + attribute(13, "ip-dst", "198.51.100.8") +
                    "," + attribute(14, "url", "http://URL.example/a") + "," +
                    attribute(15, "email-src", "bad@mail.example") + "," +
                    attribute(16, "vulnerability", "CVE-2026-12345") + "," +
                    attribute(17, "ip-src", "203.0.113.0/24") + "," + attribute(18, "md5", md5) +
                    "," + attribute(19, "comment", "nothing") + "," +
                    attribute(20, "hostname", "host.example"));
  const auto report = read("events: [" + uuid_of(1) + "]");
  ASSERT_FALSE(report.failed) << report.text();
  EXPECT_EQ(records(), (Records{"sha256 " + hash, "ipv4 198.51.100.8", "url http://url.example/a",
                                "email bad@mail.example", "cve CVE-2026-12345",
                                "cidr 203.0.113.0/24", "md5 " + md5, "domain host.example"}))
      << report.text();
  EXPECT_EQ(report.refused, 0u) << report.text();
}

TEST_F(EventsTest, WhatTheTypeDoesNotHoldIsRefusedWithTheReason) {
  make_event(
      1, attribute(11, "url", "no address at all") + "," + attribute(12, "domain", "one.example"));
  const auto report = read("events: [" + uuid_of(1) + "]");
  EXPECT_EQ(records(), Records{"domain one.example"});
  EXPECT_EQ(report.refused, 1u) << report.text();
  EXPECT_NE(report.text().find("no address at all"), std::string::npos) << report.text();
}

TEST_F(EventsTest, DeletedOnesAreNeverReadAndUnflaggedOnesAsTheOptionSays) {
  make_event(1, attribute(11, "domain", "one.example") + "," +
                    attribute(12, "domain", "context.example", R"(,"to_ids":false)") + "," +
                    attribute(13, "domain", "gone.example"));
  ASSERT_TRUE(misp_.soft_delete(uuid_of(13)));
  read("events: [" + uuid_of(1) + "]");
  EXPECT_EQ(records(), (Records{"domain one.example", "domain context.example"}));
  read("events: [" + uuid_of(1) + "], to_ids_only: true");
  EXPECT_EQ(records(), Records{"domain one.example"});
}

TEST_F(EventsTest, TypesChooseAttributes) {
  make_event(
      1, attribute(11, "domain", "one.example") + "," + attribute(12, "md5", std::string(32, 'b')));
  read("events: [" + uuid_of(1) + "], types: [md5]");
  EXPECT_EQ(records(), Records{"md5 " + std::string(32, 'b')});
  read("events: [" + uuid_of(1) + "], types: [coment]");
  EXPECT_NE(problems_.find("`coment` is no type of attribute"), std::string::npos) << problems_;
}

TEST_F(EventsTest, AttributesOfObjectsNameTheirObject) {
  make_event(1, "",
             R"(,"Object":[{"uuid":")" + uuid_of(50) +
                 R"(","name":"file","meta-category":"file","description":"A file",)"
                 R"("template_uuid":"688c46fb-5edb-40a3-8273-1af7923e2215","template_version":25,)"
                 R"("Attribute":[)" +
                 attribute(51, "sha256", hash_of(1), R"(,"object_relation":"sha256")") + "," +
                 attribute(52, "filename", "a.exe", R"(,"object_relation":"filename")") + "]}]");
  const auto report = read("events: [" + uuid_of(1) + "]");
  EXPECT_EQ(records(), Records{"sha256 " + hash_of(1)}) << report.text();
  EXPECT_EQ(records("misp.object"), Records{uuid_of(50)});
  EXPECT_EQ(records("misp.category"), Records{"Payload delivery"});
}

TEST_F(EventsTest, TheMarkOfTheEventHoldsForItsRecords) {
  const auto tags = [](const std::string& names) { return ",\"Tag\":[" + names + "]"; };
  make_event(1, attribute(11, "domain", "one.example"),
             tags(R"({"name":"tlp:green"},{"name":"TLP:AMBER"})"));
  make_event(2, attribute(12, "domain", "two.example"), tags(R"({"name":"tlp:white"})"));
  make_event(3, attribute(13, "domain", "three.example"), tags(R"({"name":"tlp:purple"})"));
  make_event(4, attribute(14, "domain", "four.example"));
  read("search: Event", "", "by: misp.event");
  EXPECT_EQ(records("tlp"), (Records{"amber", "clear", "red", ""}));
}

class Asked : public EventsTest {
 protected:
  Asked() {
    make_event(1, attribute(11, "domain", "one.example"),
               R"(,"date":"2026-01-10","Tag":[{"name":"apt: \"x\"/y"}])");
    make_event(2, attribute(12, "domain", "two.example"), R"(,"date":"2026-02-10")");
    make_event(3, attribute(13, "domain", "three.example"),
               R"(,"date":"2026-03-10","Tag":[{"name":"tlp:green"}])");
    misp_.publish(uuid_of(2));
  }
  Records domains(const std::string& with) {
    const auto report = read(with);
    EXPECT_FALSE(report.failed) << report.text() << problems_;
    return records();
  }
};

TEST_F(Asked, ByTag) {
  EXPECT_EQ(domains(R"(tags: ["apt: \"x\"/y"])"), Records{"domain one.example"});
  EXPECT_EQ(domains("tags: [\"TLP:green\", \"apt: \\\"x\\\"/y\"]"),
            (Records{"domain one.example", "domain three.example"}));
  for (const auto& each : misp_.requests()) {
    EXPECT_EQ(each.path.find("apt"), std::string::npos) << each.path;
  }
}

TEST_F(Asked, ByTitle) {
  EXPECT_EQ(domains("search: \"event 2\""), Records{"domain two.example"});
  EXPECT_EQ(domains("search: nothing"), Records{});
}

// The simulated server passes these over, as MISP does with what it does not know.
TEST_F(Asked, ByDateAndPublication) {
  EXPECT_EQ(domains("from: 2026-02-01"), (Records{"domain two.example", "domain three.example"}));
  EXPECT_EQ(domains("from: 2026-02-01, to: 2026-02-28"), Records{"domain two.example"});
  EXPECT_EQ(domains("search: Event, published: yes"), Records{"domain two.example"});
  EXPECT_EQ(domains("search: Event, published: no"),
            (Records{"domain one.example", "domain three.example"}));
}

TEST_F(EventsTest, ByTheTimeOfTheirChange) {
  misp_.set_time(clock_.now_ms() / 1000 - 3 * 86'400);
  make_event(4, attribute(14, "domain", "four.example"));
  misp_.set_time(clock_.now_ms() / 1000 - 3600);
  make_event(5, attribute(15, "domain", "five.example"));
  read("since: 2d, search: Event");
  EXPECT_EQ(records(), Records{"domain five.example"});
}

TEST_F(EventsTest, WhatCannotBeMeantIsSaidBefore) {
  const std::pair<const char*, const char*> wrong[] = {
      {"published: any", "it is not said which events are read"},
      {"events: [abc]", "an event is named by its number or its UUID"},
      {"events: [1], search: x", "`events` names the events"},
      {"from: 31.1.2026", "a date is written as 2026-01-31"},
      {"search: x, largest_event: 0", "is a number from 1 to 1024"},
      {"tags: [\"!tlp:red\"]", "a tag is the name of one"}};
  for (const auto& [with, what] : wrong) {
    problems_.clear();
    read(with);
    EXPECT_NE(problems_.find(what), std::string::npos) << with << "\n" << problems_;
  }
  EXPECT_TRUE(misp_.requests().empty());
}

// Its records bring the tlp of their event: a case without one is no mistake.
TEST_F(EventsTest, TheExampleIsRight) {
  engine::Registry registry;
  for (const char* plugin : {"attack", "misp", "sigma", "virustotal"}) {
    ASSERT_TRUE(registry.load(std::string(RULEMAP_PLUGIN_DIR) + "/" + plugin + ".so").ok());
  }
  ::setenv("MISP_KEY", "k", 1);
  ::setenv("VT_API_KEY", "k", 1);
  const auto loaded = engine::load_pipeline(
      RULEMAP_SOURCE_DIR "/examples/pipelines/misp-events.yaml", registry, {});
  EXPECT_TRUE(loaded.pipeline);
  EXPECT_EQ(loaded.diagnostics.text(), "");
  ::unsetenv("VT_API_KEY");
}

TEST_F(EventsTest, ListsComeInPages) {
  for (int i = 0; i < 1203; ++i) {
    make_event(10'000 + i, attribute(20'000 + i, "domain", "d" + std::to_string(i) + ".example"));
  }
  misp_.forget_requests();
  const auto report = read("search: Event", "", "title: All, tlp: green");
  ASSERT_FALSE(report.failed) << report.text();
  EXPECT_EQ(report.accepted, 1203u);
  EXPECT_EQ(misp_.count("POST", "/events/restSearch"), 3u);
  EXPECT_EQ(misp_.count("GET", "/events/view/"), 1203u);
}

TEST_F(EventsTest, NumbersAsTextsAreRead) {
  misp_.set({.numbers_as_strings = true});
  make_event(1, attribute(11, "domain", "one.example"));
  make_event(2, attribute(12, "domain", "two.example"));
  auto report = read("search: Event, cursor: true");
  EXPECT_EQ(records(), (Records{"domain one.example", "domain two.example"})) << report.text();
  report = read("search: Event, cursor: true");
  EXPECT_EQ(report.accepted, 0u) << report.text();
}

TEST_F(EventsTest, WhatIsTooLargeIsNamedAndTheRestIsRead) {
  const std::string comment(60'000, 'c');
  std::string large;
  for (int i = 0; i < 20; ++i) {
    large += (i ? "," : "") + attribute(100 + i, "domain", "l" + std::to_string(i) + ".example",
                                        ",\"comment\":\"" + comment + "\"");
  }
  make_event(1, large);
  make_event(2, attribute(12, "domain", "two.example"));
  auto report = read("search: Event, largest_event: 1");
  EXPECT_FALSE(report.failed) << report.text();
  EXPECT_EQ(records(), Records{"domain two.example"});
  EXPECT_EQ(report.refused, 1u);
  EXPECT_NE(report.text().find("larger than the limit of 1048576 bytes"), std::string::npos)
      << report.text();
  report = read("search: Event, largest_event: 2");
  EXPECT_EQ(report.accepted, 21u) << report.text();
}

TEST_F(EventsTest, ALargeEventIsTakenInPieces) {
  std::string attributes;
  for (int i = 0; i < 3000; ++i) {
    attributes +=
        (i ? "," : "") + attribute(1000 + i, "domain", "d" + std::to_string(i) + ".example");
  }
  make_event(1, attributes);
  const auto report = read("events: [" + uuid_of(1) + "]");
  EXPECT_EQ(report.accepted, 3000u) << report.text();
  EXPECT_EQ(misp_.count("GET", "/events/view/"), 1u);
}

class Followed : public EventsTest {
 protected:
  Followed() {
    make_event(1, attribute(11, "domain", "one.example"));
    make_event(2, attribute(12, "domain", "two.example"));
  }
  engine::RunReport follow() { return read("search: Event, cursor: true"); }
};

TEST_F(Followed, TheNextRunReadsWhatChangedSince) {
  EXPECT_EQ(follow().accepted, 2u);
  EXPECT_EQ(follow().accepted, 0u);
  make_event(3, attribute(13, "domain", "three.example"));
  misp_.advance(10);
  EXPECT_EQ(misp_
                .ask("POST", "/events/edit/" + uuid_of(1),
                     R"({"Attribute":[)" + attribute(14, "domain", "more.example") + "]}")
                .status,
            200);
  follow();
  EXPECT_EQ(records(),
            (Records{"domain three.example", "domain one.example", "domain more.example"}));
  EXPECT_EQ(follow().accepted, 0u);
}

TEST_F(Followed, AnEventOfTheSameSecondIsNotPassedOver) {
  EXPECT_EQ(follow().accepted, 2u);
  misp_.advance(-10);
  make_event(3, attribute(13, "domain", "three.example"));
  follow();
  EXPECT_EQ(records(), Records{"domain three.example"});
}

TEST_F(Followed, AnEventThatCouldNotBeReadComesAgain) {
  misp_.fault_when(
      [](const simulated::Seen& each) {
        return each.path.find("/events/view/" + uuid_of(1)) != std::string::npos;
      },
      {.kind = Fault::Kind::kErrorBefore});
  auto report = follow();
  EXPECT_FALSE(report.failed) << report.text();
  EXPECT_EQ(records(), Records{"domain two.example"});
  EXPECT_EQ(report.refused, 1u);
  follow();
  EXPECT_EQ(records(), (Records{"domain one.example", "domain two.example"}));
}

TEST_F(Followed, ARunThatGoesOnReadsTheSameAgain) {
  const auto is_second = [](const simulated::Seen& each) {
    return each.path.find("/events/view/" + uuid_of(2)) != std::string::npos ||
           each.path.find("/users/view/me") != std::string::npos;
  };
  misp_.fault_when(is_second, {.kind = Fault::Kind::kErrorBefore}, 100);
  const auto stopped = follow();
  EXPECT_TRUE(stopped.failed) << stopped.text();
  EXPECT_EQ(stopped.accepted, 1u) << stopped.text();
  misp_.clear_faults();
  fresh_ = false;
  const auto report = follow();
  EXPECT_TRUE(report.went_on) << report.text();
  EXPECT_EQ(report.accepted, 2u) << report.text();
  EXPECT_EQ(records(), (Records{"domain one.example", "domain two.example"}));
  fresh_ = true;
  EXPECT_EQ(follow().accepted, 0u);
}

// The sink's server is away: its rows end as pending, so the events come again.
TEST_F(Followed, WhatDidNotEndComesAgain) {
  const std::string sink =
      "  - { id: misp, use: misp.event, with: { url: \"" + misp_.url() +
      "\", key: \"${secrets.key}\", event: " + uuid_of(2) +
      " },\n"
      "      on_error: { retry: { attempts: 1, backoff: 1s..2s }, then: stop } }\n";
  misp_.fault_when(
      [](const simulated::Seen& each) {
        return each.method == "POST" && each.path.find("/events/edit") == 0;
      },
      {.kind = Fault::Kind::kErrorBefore}, 100);
  const auto stopped = read("search: Event, cursor: true", sink, "title: All, tlp: green");
  EXPECT_TRUE(stopped.failed) << stopped.text();
  misp_.clear_faults();
  EXPECT_EQ(read("search: Event, cursor: true", "", "title: All, tlp: green").accepted, 2u);
}

}  // namespace
}  // namespace rulemap::contract
