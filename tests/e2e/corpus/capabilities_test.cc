// What the predecessor could do, on every report at hand: each of its capabilities, against the
// bodies that VirusTotal sent.
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <ctime>
#include <filesystem>
#include <iostream>
#include <memory>
#include <regex>

#include "e2e/corpus/corpus_run.h"
#include "e2e/corpus/galaxies.h"
#include "e2e/corpus/object_check.h"
#include "rulemap/text/indicator.h"

namespace rulemap::e2e {
namespace {

namespace fs = std::filesystem;

std::string utc(std::int64_t seconds) {
  const std::time_t at = seconds;
  std::tm parts{};
  char text[40];
  ::gmtime_r(&at, &parts);
  return {text, std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S+00:00", &parts)};
}

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

class Corpus : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    if (!fs::exists(RULEMAP_SHARED_DATA "/vt")) return;
    run_ = std::make_unique<CorpusRun>(run_corpus(RULEMAP_SHARED_DATA));
    galaxies_ = std::make_unique<Galaxies>(RULEMAP_SHARED_DATA);
    fs::create_directories(fs::path(RULEMAP_CORPUS_EVENT).parent_path());
    fs::copy_file(run_->place.path("event.json"), RULEMAP_CORPUS_EVENT,
                  fs::copy_options::overwrite_existing);
  }
  static void TearDownTestSuite() { run_.reset(), galaxies_.reset(); }
  void SetUp() override {
    if (!run_) GTEST_SKIP() << "skipped: ../shared not there";
  }

  const Event& event() const { return run_->event; }
  const JsonText summary() const { return JsonText(run_->ended.out); }
  const EventObject& file(const VtReport& of) const { return event().with("sha256", of.id); }
  // The URL in rulemap's spelling.
  const EventObject& url(const VtReport& of) const {
    const auto is = ioc::classify(of.indicator);
    return event().with("url", is.ok() ? is->value : "");
  }
  // Of what its sandboxes saw, and of what its rules are for.
  Names attack_tags(const VtReport& of) const {
    Names ids(run_->trees.at(of.id).ids.begin(), run_->trees.at(of.id).ids.end());
    for (const std::string& title : titles(of)) ids.merge(galaxies_->techniques_of(title));
    Names out;
    for (const std::string& id : ids) {
      EXPECT_NE(galaxies_->attack_tag(id), "") << id;
      out.insert(galaxies_->attack_tag(id));
    }
    return out;
  }
  static std::vector<std::string> titles(const VtReport& of) {
    std::vector<std::string> out;
    for (const Doc each : of.attributes()["sigma_analysis_results"]) {
      out.push_back(text_of(each, "rule_title"));
    }
    return out;
  }

  static std::unique_ptr<CorpusRun> run_;
  static std::unique_ptr<Galaxies> galaxies_;
};
std::unique_ptr<CorpusRun> Corpus::run_;
std::unique_ptr<Galaxies> Corpus::galaxies_;

void expect_includes(const Names& all, const Names& some) {
  for (const std::string& each : some) EXPECT_TRUE(all.count(each)) << "missing: " << each;
}

std::size_t listed_objects(const Event& event, std::string_view name) {
  const auto listed = event.listed();
  return static_cast<std::size_t>(std::count_if(
      listed.begin(), listed.end(), [&](const EventObject& each) { return each.name == name; }));
}

TEST_F(Corpus, O1_AListBecomesOneNewEvent) {
  ASSERT_EQ(run_->ended.exit_code, 0) << run_->ended.err;
  EXPECT_EQ(event().info, "An intrusion");
  EXPECT_FALSE(event().published);
  EXPECT_EQ(event().listed().size(), run_->lines.size());
  const JsonText json = summary();
  EXPECT_EQ(json.root().integer("accepted"), static_cast<std::int64_t>(run_->lines.size()));
  for (const char* none : {"refused", "dropped", "dead_letter", "pending", "lookups_failed",
                           "lookups_not_asked", "answers_missing"}) {
    EXPECT_EQ(json.root().integer(none), 0) << none;
  }
  EXPECT_EQ(run_->place.ledger("SELECT state, count(*) FROM token GROUP BY state"),
            std::vector<std::string>{"final|" + std::to_string(run_->lines.size())});
  EXPECT_EQ(run_->place.ledger("SELECT sink, state, count(*) FROM outcome GROUP BY sink, state"),
            (std::vector<std::string>{"misp|written|" + std::to_string(run_->lines.size()),
                                      "table|written|" + std::to_string(run_->lines.size())}));
}

TEST_F(Corpus, O2_DefangedIndicatorsAreRefanged) {
  std::string all;
  for (const std::string& each : run_->lines) all += each + "\n";
  for (const char* disguise : {"hxxp", "[.]", "[:]", "[://]", "[//]"}) {
    EXPECT_NE(all.find(disguise), std::string::npos) << disguise;
  }
  for (const VtReport& each : run_->reports) {
    if (each.type == "domain") {
      EXPECT_EQ(event().with("domain", each.indicator).name, "domain-ip") << each.indicator;
    }
    if (each.type == "url") {
      EXPECT_EQ(url(each).name, "url") << each.indicator;
    }
  }
}

TEST_F(Corpus, O3_EachIndicatorHasItsClass) {
  std::map<std::string, std::size_t> types;
  for (const JsonText& row : run_->place.rows()) ++types[text_of(row.root(), "ioc.type")];
  for (const char* type : {"md5", "sha1", "sha256", "ipv4", "ipv6", "domain", "url"}) {
    EXPECT_GT(types[type], 0u) << type;
  }
  EXPECT_EQ(types.size(), 7u);
  const auto expect_objects = [&](const char* name, const char* type) {
    EXPECT_EQ(listed_objects(event(), name), run_->of_type(type).size() + 1) << name;
  };
  expect_objects("file", "file");
  expect_objects("domain-ip", "domain");
  expect_objects("ip-port", "ip_address");
  expect_objects("url", "url");
}

TEST_F(Corpus, O4_EveryEndpointIsAsked) {
  const std::size_t asked = run_->lines.size() + run_->trees.size();
  EXPECT_EQ(summary().root().integer("answers_replayed"), static_cast<std::int64_t>(asked));
  std::map<std::string, std::size_t> lookups, behaviours;
  for (const JsonText& row : run_->place.rows()) {
    ++lookups[text_of(row.root(), "lookup.vt")];
    ++behaviours[text_of(row.root(), "vt.sandboxes")];
  }
  EXPECT_EQ(lookups["known"], run_->reports.size());
  EXPECT_EQ(lookups["unknown"], run_->unknown.size());
  EXPECT_EQ(behaviours["known"] + behaviours["unknown"], run_->trees.size());
  EXPECT_GT(behaviours["unknown"], 0u);
}

TEST_F(Corpus, O5_FileObjectsCarryEveryHashAndName) {
  constexpr const char* kSame[] = {"md5",   "sha1",  "sha256",      "ssdeep",
                                   "vhash", "magic", "authentihash"};
  for (const VtReport* each : run_->of_type("file")) {
    SCOPED_TRACE(each->id);
    const EventObject& object = file(*each);
    for (const char* same : kSame) {
      EXPECT_EQ(object.value(same), text_of(each->attributes(), same)) << same;
    }
    // TNULL: there is none. MISP keeps the others in lower case.
    const std::string tlsh = text_of(each->attributes(), "tlsh");
    EXPECT_EQ(object.value("tlsh"), tlsh == "TNULL" ? "" : lower(tlsh));
    EXPECT_EQ(object.value("mimetype"), text_of(each->attributes()["exiftool"], "MIMEType"));
    const auto names = texts_of(each->attributes()["names"]);
    expect_includes(object.values("filename"), {names.begin(), names.end()});
  }
}

TEST_F(Corpus, O6_AddressesCarryTheirNetworkAndOwner) {
  for (const VtReport* each : run_->of_type("ip_address")) {
    SCOPED_TRACE(each->id);
    const Doc said = each->attributes();
    const EventObject& object = event().with("ip", each->id);
    EXPECT_EQ(object.value("ip"), each->id);
    EXPECT_EQ(object.value("AS"), said["asn"] ? std::to_string(*said.integer("asn")) : "");
    EXPECT_EQ(object.value("country-code"), text_of(said, "country"));
    for (const char* key : {"network", "as_owner"}) {
      EXPECT_NE(object.value("text").find(text_of(said, key)), std::string::npos) << key;
    }
  }
}

TEST_F(Corpus, O7_DomainsCarryTheirAddressesAndRegistration) {
  for (const VtReport* each : run_->of_type("domain")) {
    SCOPED_TRACE(each->id);
    const EventObject& object = event().with("domain", each->id);
    Names addresses;
    for (const Doc record : each->attributes()["last_dns_records"]) {
      const std::string type = text_of(record, "type");
      // One body was made anonymous with addresses that are none.
      const auto address = ioc::classify(text_of(record, "value"));
      if ((type == "A" || type == "AAAA") && address.ok()) addresses.insert(address->value);
    }
    EXPECT_EQ(object.values("ip"), addresses);
    const auto created = each->attributes().integer("creation_date");
    EXPECT_EQ(object.value("registration-date"), created ? utc(*created) : "");
  }
}

TEST_F(Corpus, O8_UrlsCarryTheirParts) {
  const std::regex shape(R"((\w+)://([^/:?#]+)(?::(\d+))?(/[^?#]*)?(?:\?([^#]*))?.*)");
  for (const VtReport* each : run_->of_type("url")) {
    SCOPED_TRACE(each->indicator);
    const EventObject& object = url(*each);
    std::smatch parts;
    ASSERT_TRUE(std::regex_match(each->indicator, parts, shape));
    EXPECT_EQ(object.value("scheme"), parts[1].str());
    EXPECT_EQ(object.value("host") + object.value("ip"), parts[2].str());
    EXPECT_EQ(object.value("port"), parts[3].str());
    EXPECT_EQ(object.value("resource_path"), parts[4].str());
    EXPECT_EQ(object.value("query_string"), parts[5].str());
  }
}

TEST_F(Corpus, O9_WhatIsUnknownIsTheBareIndicator) {
  const auto& unknown = run_->unknown;
  const EventObject* bare[] = {&event().with("sha256", unknown[0]),
                               &event().with("domain", unknown[1]),
                               &event().with("ip", unknown[2])};
  for (const EventObject* each : bare) {
    ASSERT_EQ(each->attributes.size(), 1u) << each->name;
    EXPECT_EQ(each->attributes[0].comment, "unknown to vt");
    EXPECT_EQ(each->tags(), Names{});
  }
  const EventObject& url = event().with("url", unknown[3]);
  EXPECT_EQ(url.attributes.size(), 5u);  // and host, scheme, path, query: they are in it
  EXPECT_EQ(url.value("text"), "");
}

TEST_F(Corpus, O10_GalaxiesStandAtObjectsAndAtTheEvent) {
  Names all;
  for (const VtReport* each : run_->of_type("file")) {
    SCOPED_TRACE(each->id);
    const Names tags = file(*each).tags();
    const Names attack = attack_tags(*each);
    expect_includes(tags, attack);
    std::size_t rules = 0;
    for (const std::string& title : titles(*each)) {
      for (const std::string& tag : galaxies_->sigma_tags(title)) rules += tags.count(tag);
    }
    EXPECT_EQ(rules, titles(*each).size());
    EXPECT_EQ(tags.size(), attack.size() + rules);
    all.insert(tags.begin(), tags.end());
  }
  EXPECT_GT(all.size(), 15u);
  all.insert("tlp:green");
  EXPECT_EQ(event().tags, all);
}

TEST_F(Corpus, O11_ARuleThatNobodyKnowsStaysAPlainTag) {
  const std::string tag = "sigma:unmapped=\"" + std::string(kUnmappedTitle) + "\"";
  EXPECT_TRUE(event().with("sha256", std::string(64, 'c')).tags().count(tag));
  EXPECT_TRUE(event().tags.count(tag));
}

TEST_F(Corpus, EveryObjectIsAsItsTemplateSays) {
  const ObjectCheck check(RULEMAP_SHARED_DATA "/misp-objects",
                          RULEMAP_SOURCE_DIR "/plugins/misp/data/types.tsv");
  Names uuids;
  for (const EventObject& each : event().objects) {
    EXPECT_EQ(check.problems(each), std::vector<std::string>{}) << each.name << " " << each.uuid;
    EXPECT_TRUE(uuids.insert(each.uuid).second);
    for (const EventAttribute& of : each.attributes) EXPECT_TRUE(uuids.insert(of.uuid).second);
  }
  for (const EventObject& each : event().objects) {
    for (const EventReference& to : each.references) EXPECT_TRUE(uuids.count(to.target));
  }
}

TEST_F(Corpus, Counts) {
  std::size_t attributes = 0, references = 0, tags = 0;
  for (const EventObject& each : event().objects) {
    attributes += each.attributes.size();
    references += each.references.size();
    tags += each.tags().size();
  }
  for (const char* type : {"file", "domain", "ip_address", "url"}) {
    std::cout << run_->of_type(type).size() << " " << type << " reports, ";
  }
  std::cout << run_->unknown.size() << " unknown; " << event().objects.size() << " objects, "
            << attributes << " attributes, " << references << " references, " << tags
            << " tags of objects, " << event().tags.size() << " of the event; "
            << run_->ended.seconds << " s, " << (run_->ended.peak_bytes >> 20) << " MiB\n";
  EXPECT_GE(run_->of_type("file").size(), 50u);
  EXPECT_GE(run_->of_type("domain").size(), 5u);
  EXPECT_GE(run_->of_type("ip_address").size(), 5u);
  EXPECT_GE(run_->of_type("url").size(), 15u);
}

}  // namespace
}  // namespace rulemap::e2e
