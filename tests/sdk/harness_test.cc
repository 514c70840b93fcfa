// The SDK as an author of plugins meets it: base classes, typed options, entries, verdicts.
#include "rulemap/testing/harness.h"

#include <gtest/gtest.h>

#include "rulemap/sdk/plugin.h"

namespace {

namespace field = rulemap::field;
using rulemap::host::Verdict;
using rulemap::testing::SinkHarness;
using rulemap::testing::StepHarness;

// Does what the text of its row asks for.
class Obedient final : public rulemap::Step<Obedient> {
 public:
  static constexpr rulemap::Label label{.id = "test.obedient", .summary = "Does as it is told."};
  static constexpr auto reads = rulemap::fields(field::text("do"), field::list("techniques"));
  static constexpr auto writes =
      rulemap::fields(field::text("did"), field::list("techniques"), field::time("at"),
                      field::list("tags"), field::text("state").one_of("on|off"));
  struct Config {
    std::string word;
    std::chrono::milliseconds wait;
    std::vector<std::string> names;
    rulemap::Secret key;
  };
  static constexpr auto options =
      rulemap::options(rulemap::option("word", &Config::word, "A word").one_of("a|b").standard("a"),
                       rulemap::option("wait", &Config::wait, "A time").standard("5s"),
                       rulemap::option("names", &Config::names, "Some names"),
                       rulemap::option("key", &Config::key, "A key"));
  static rulemap::Result<void> validate(const Config& config) {
    if (config.names.size() < 3) return {};
    return rulemap::Error{"at most two names", "names"};
  }

  Obedient(Config config, rulemap::Host host) : config_(std::move(config)), host_(host) {}

  rulemap::Outcome process(Row row) {
    const std::string_view what = row.text("do");
    if (what == "drop") row.drop("as told");
    if (what == "retry") row.retry("as told", config_.wait.count());
    if (what == "reject") row.reject("as told");
    if (what == "throw") throw std::runtime_error("as told");
    if (what == "stop") return rulemap::Outcome::stop("as told");
    if (what == "emit") row.emit().set("did", "emitted");
    if (what == "ask") row.set("did", row.send({.url = "https://x.example/"}).body);
    if (what == "amend") row.amend("techniques", 0).set("id", "changed").set("more", 1);
    if (what == "append") row.add(rulemap::Technique{.id = "T1", .tactics = {"a", "b"}});
    if (what == "unclosed") row.append("techniques").key("deep").open_list().open_object().key("x");
    if (what == "tag") row.add_text("tags", "c2"), row.add_text("tags", "apt");
    if (what == "tag and more") row.append("tags").value("c2").value("apt").set("key", 1);
    if (what == "amend text") row.amend("techniques", 0).value("text");
    if (what == "nonsense") row.append("techniques").value(1);
    if (what == "invalid") row.set("did", std::string_view("\xff\xfe"));
    if (what == "infinite") row.set("did", 1.0 / zero_);
    if (what == "count") host_.count("asked", 2), host_.gauge("depth", 7);
    if (what == "look") row.set("did", host_.cancelled() ? "cancelled" : "on");
    if (what == "many") {
      std::string all;
      host_.run_all(3, [&](std::size_t index) { all += std::to_string(index); });
      row.set("did", all);
    }
    if (what == "many throw") host_.run_all(3, [](std::size_t) { throw std::runtime_error("x"); });
    if (what == "now") row.set("at", host_.now());
    return {};
  }

 private:
  Config config_;
  rulemap::Host host_;
  double zero_ = 0;
};

constexpr const rulemap_step& kObedient = rulemap::adapter::StepOf<Obedient>::kAbi;

rulemap::testing::Outgoing told(const std::string& what, std::string_view config = "{}") {
  StepHarness step(kObedient, config);
  step.world().http().on("GET https://x.example/").reply(200, "hello");
  return step.push(R"({"do": ")" + what + R"(", "techniques": [{"id": "T0"}]})");
}

TEST(Step, GivesVerdicts) {
  EXPECT_EQ(told("nothing").verdict.kind, Verdict::Kind::ok);
  EXPECT_EQ(told("drop").verdict.kind, Verdict::Kind::drop);
  EXPECT_EQ(told("reject").verdict.why, "as told");
  const auto retry = told("retry", R"({"wait": "2m"})");
  EXPECT_EQ(retry.verdict.kind, Verdict::Kind::retry);
  EXPECT_EQ(retry.verdict.after_ms, 120'000);
  EXPECT_FALSE(retry.verdict.for_allowance);
}

TEST(Step, AddsPlainTextsToAListEachOnce) {
  StepHarness step(kObedient, "{}");
  const auto row = step.push(R"({"do": "tag", "tags": ["old", "c2"]})");
  EXPECT_EQ(rulemap::host::to_text(row["tags"]), R"(["old","c2","apt"])");
  EXPECT_EQ(step.last_call().fault, "");
  const auto more = step.push(R"({"do": "tag and more"})");
  EXPECT_EQ(rulemap::host::to_text(more["tags"]), R"(["c2"])");
  EXPECT_EQ(step.last_call().fault, "a value after a plain text");
  const auto same = step.push(R"({"do": "amend text", "techniques": [{"id": "T0"}]})");
  EXPECT_EQ(rulemap::host::to_text(same["techniques"]), R"([{"id":"T0"}])");
}

TEST(Step, SaysTheOnlyValuesOfAField) {
  rulemap::host::Services services{rulemap::host::Lent{}};
  const rulemap::host::ConfigValues values(*kObedient.about, "");
  const auto declared = rulemap::host::declared_fields(kObedient, services.abi(), values.abi());
  ASSERT_TRUE(declared.ok());
  EXPECT_EQ(declared->writes[4].choices, "on|off");
  EXPECT_EQ(declared->writes[0].choices, "");
}

TEST(Step, AnExceptionFailsItsRowWithItsText) {
  StepHarness step(kObedient, "{}");
  const auto rows = step.push_all({R"({"do": "nothing"})", R"({"do": "throw"})"});
  EXPECT_EQ(rows[0].verdict.kind, Verdict::Kind::ok);
  EXPECT_EQ(rows[1].verdict.kind, Verdict::Kind::retry);
  EXPECT_EQ(rows[1].verdict.why, "as told");
  EXPECT_EQ(step.last_call().status, RULEMAP_OK);
  step.push(R"({"do": "stop"})");
  EXPECT_EQ(step.last_call().status, RULEMAP_STOP);
}

TEST(Step, EmittedRowsStartAsACopy) {
  StepHarness step(kObedient, "{}");
  const auto rows = step.push_all({R"({"do": "emit", "other": 1})"});
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_FALSE(rows[0].has("did"));
  EXPECT_EQ(rows[1].text("did"), "emitted");
  EXPECT_EQ(rows[1]["other"].GetInt(), 1);
}

TEST(Step, AmendAddsButNeverChanges) {
  const auto row = told("amend");
  EXPECT_EQ(row["techniques"][0u]["id"], "T0");
  EXPECT_EQ(row["techniques"][0u]["more"].GetInt(), 1);
}

TEST(Step, AppendsTypedEntries) {
  const auto row = told("append");
  ASSERT_EQ(row["techniques"].Size(), 2u);
  EXPECT_EQ(row["techniques"][1]["tactics"][1], "b");
  EXPECT_FALSE(row["techniques"][1].HasMember("severity"));
}

TEST(Step, TheHostClosesWhatIsLeftOpenAndBlamesWhatIsOutOfOrder) {
  EXPECT_EQ(told("unclosed")["techniques"][1]["deep"].Size(), 1u);
  StepHarness step(kObedient, "{}");
  step.push(R"({"do": "nonsense"})");
  EXPECT_EQ(step.last_call().fault, "a value without a key");
}

TEST(Step, WhatJsonCannotHoldIsKeptOut) {
  EXPECT_EQ(told("invalid").text("did"), "??");
  EXPECT_FALSE(told("infinite").has("did"));
}

TEST(Step, AsksTheWorldThroughTheHost) {
  EXPECT_EQ(told("ask").text("did"), "hello");
  StepHarness step(kObedient, "{}");
  step.world().clock().turn(std::chrono::seconds(1));
  EXPECT_EQ(step.push(R"({"do": "now"})")["at"].GetInt64(), 1'767'225'601'000);
}

struct BadConfig {
  const char* config;
  const char* says;
};
class BadConfigs : public testing::TestWithParam<BadConfig> {};

TEST_P(BadConfigs, AreRefusedWithWhatWouldBeRight) {
  try {
    StepHarness step(kObedient, GetParam().config);
    FAIL() << "it was taken";
  } catch (const std::runtime_error& thrown) {
    EXPECT_STREQ(thrown.what(), GetParam().says);
  }
}

INSTANTIATE_TEST_SUITE_P(
    Options, BadConfigs,
    testing::Values(BadConfig{R"({"word": "c"})", "word: `word` is one of a, b, not `c`"},
                    BadConfig{R"({"wait": "soon"})",
                              "wait: `wait` takes a duration such as 30s, 5m or 7d, not `soon`"},
                    BadConfig{R"({"names": ["a", "b", "c"]})", "names: at most two names"},
                    BadConfig{R"({"word": ["a"]})", "word: `word` takes one value, not a list"},
                    BadConfig{R"({"wrod": "a"})", "wrod: no such option"}));

TEST(Entries, SurviveWrongTypesInEveryKey) {
  rapidjson::Document document;
  document.Parse(R"([{"id": 1, "tactics": "x", "attack": []}, null, 3, {"attributes": {"a": 1}}])");
  const rulemap::host::Documents documents;
  const rulemap::Doc list(documents.abi(), rulemap::host::node_of(document));
  EXPECT_EQ(rulemap::entries<rulemap::Technique>(list).size(), 4u);
  EXPECT_TRUE(rulemap::entries<rulemap::Observable>(list)[3].attributes.empty());
  EXPECT_TRUE(rulemap::entries<rulemap::Match>(list)[0].id.empty());
}

TEST(Cells, StayWhereTheyAreWhileARowIsWritten) {
  // Writing a field that the record lacks must not move the cells that were lent.
  const auto row = told("append");
  EXPECT_EQ(row.text("do"), "append");
}

TEST(Harness, AMissingFieldFailsTheTestAndDoesNotEndIt) {
  const auto row = told("append");
  const auto said = [](const auto& ask) -> std::string {
    try {
      ask();
    } catch (const std::runtime_error& why) {
      return why.what();
    }
    return "nothing";
  };
  EXPECT_EQ(said([&] { (void)row.integer("acme.age"); }),
            "the field `acme.age` is missing in " + row.json);
  EXPECT_EQ(said([&] { (void)row["acme.age"]; }), "the field `acme.age` is missing in " + row.json);
  EXPECT_EQ(said([&] { (void)row.integer("do"); }),
            "the field `do` is no whole number in " + row.json);
}

TEST(Harness, OffersTheServicesOfAHost) {
  StepHarness step(kObedient, "{}");
  step.push(R"({"do": "count"})");
  step.push(R"({"do": "count"})");
  EXPECT_EQ(step.world().metrics().at("asked"), 4);
  EXPECT_EQ(step.world().metrics().at("depth"), 7);
  EXPECT_EQ(step.push(R"({"do": "look"})").text("did"), "on");
  step.world().cancel();
  EXPECT_EQ(step.push(R"({"do": "look"})").text("did"), "cancelled");
  EXPECT_EQ(step.push(R"({"do": "many"})").text("did"), "012");
  const auto row = step.push(R"({"do": "many throw"})");
  EXPECT_EQ(row.verdict.kind, Verdict::Kind::retry) << "what a task throws fails the row";
}

}  // namespace
