// The recorded answers of the demonstration: each is found and read, and together they hold every
// field that is read of real answers.
#include <set>

#include "field_tables.h"
#include "recordings_testing.h"

namespace rulemap::virustotal {
namespace {

constexpr std::string_view kApi = "www.virustotal.com/api/v3/";

// Where a table's rules apply, in a body: "*" is any member, "[]" every entry of a list.
struct Place {
  std::string name;
  std::vector<std::string> steps;
  std::span<const FieldRule> rules;
};

Place place(std::string name, std::vector<std::string> below, std::span<const FieldRule> rules) {
  std::vector<std::string> steps = {"data", "attributes"};
  steps.insert(steps.end(), below.begin(), below.end());
  return {std::move(name), std::move(steps), rules};
}

std::vector<Place> places() {
  const std::vector<std::string> tactics = {"data", "*", "tactics", "[]"};
  std::vector<std::string> techniques = tactics;
  techniques.insert(techniques.end(), {"techniques", "[]"});
  std::vector<std::string> signatures = techniques;
  signatures.insert(signatures.end(), {"signatures", "[]"});
  const std::vector<std::string> run = {"data", "[]", "attributes"};
  std::vector<Place> out = {
      place("sigma", {"sigma_analysis_results", "[]"}, sigma_fields()),
      place("records", {"last_dns_records", "[]"}, record_fields()),
      place("certificate", {"last_https_certificate"}, certificate_fields()),
      place("sandbox verdict", {"sandbox_verdicts", "*"}, verdict_of_sandbox_fields()),
      place("signer", {"signature_info", "signers details", "[]"}, signer_fields()),
      {"run", run, run_fields()},
      {"run technique",
       {"data", "[]", "attributes", "mitre_attack_techniques", "[]"},
       run_technique_fields()},
      {"session", {"data", "[]", "attributes", "tls", "[]"}, session_fields()},
      {"tactics", tactics, tactic_fields()},
      {"techniques", techniques, technique_fields()},
      {"signatures", signatures, signature_fields()}};
  for (const auto& [name, thing] :
       {std::pair{"file", Thing::file}, std::pair{"domain", Thing::domain},
        std::pair{"ip_address", Thing::address}, std::pair{"url", Thing::url}}) {
    out.push_back(place(name, {}, fields_of(thing)));
    out.push_back(place(name, {}, server_fields(thing)));
    out.push_back(place(name, {}, verdict_fields()));
  }
  return out;
}

void collect(Doc at, std::span<const std::string> steps, std::vector<Doc>& out) {
  if (steps.empty()) return out.push_back(at);
  const auto rest = steps.subspan(1);
  if (steps[0] == "[]") {
    for (const Doc each : at) collect(each, rest, out);
  } else if (steps[0] == "*") {
    for (const auto [name, value] : at.members()) collect(value, rest, out);
  } else {
    collect(at[steps[0]], rest, out);
  }
}

// "file: pe_info.imphash" for each path of a table that this body holds.
void add_paths(const std::string& body, std::set<std::string>& out) {
  host::Services services{host::Lent{}};
  const auto parsed = Host(services.abi()).parse(body);
  if (!parsed.ok()) return;
  const std::string type((*parsed)["data"].text("type").value_or(""));
  for (const Place& place : places()) {
    const bool is_thing = place.steps.size() == 2;
    if (is_thing && place.name != type) continue;
    std::vector<Doc> objects;
    collect(*parsed, place.steps, objects);
    for (const Doc object : objects) {
      for (const FieldRule& rule : place.rules) {
        if (walk(object, rule.path)) out.insert(place.name + ": " + std::string(rule.path));
      }
    }
  }
}

class RecordingsTest : public ReportTest {
 protected:
  // Answers as the recordings do.
  void replay() {
    step_ = std::make_unique<StepHarness>(rulemap_entry_virustotal, "virustotal.report");
    for (const auto& [path, each] : recordings()) {
      std::string pattern;
      for (const char c : each.request) {
        if (std::string_view("[]?*\\").find(c) != std::string_view::npos) pattern += '\\';
        pattern += c;
      }
      step_->world().http().on(pattern).reply(each.status, each.body);
    }
  }
};

TEST_F(RecordingsTest, EachStandsAtThePlaceOfItsRequest) {
  const auto all = recordings();
  ASSERT_FALSE(all.empty());
  for (const auto& [path, each] : all) {
    EXPECT_EQ("GET https://" + path, each.request + ".http");
    EXPECT_TRUE(path.starts_with(kApi)) << path;
  }
}

TEST_F(RecordingsTest, FieldPaths) {
  const std::filesystem::path shared = RULEMAP_SHARED_DATA "/vt";
  if (!std::filesystem::exists(shared)) GTEST_SKIP() << "skipped: ../shared not there";
  std::set<std::string> real, ours;
  for (const char* kind :
       {"file_report", "domain_report", "ip_report", "url_report", "mitre_trees", "behaviours"}) {
    for (const auto& each : std::filesystem::directory_iterator(shared / kind)) {
      add_paths(read_text(each.path()), real);
    }
  }
  for (const auto& [path, each] : recordings()) add_paths(each.body, ours);
  EXPECT_GT(real.size(), 140u);
  for (const std::string& path : real) EXPECT_TRUE(ours.contains(path)) << "missing: " << path;
}

TEST_F(RecordingsTest, TheThreeHashesOfAFileGiveTheSameObservable) {
  replay();
  std::map<std::string, std::vector<std::string>> lists;  // by sha256
  for (const auto& [path, each] : recordings()) {
    const std::string prefix = std::string(kApi) + "files/";
    if (!path.starts_with(prefix) || path.find('/', prefix.size()) != std::string::npos) continue;
    const std::string hash = path.substr(prefix.size(), path.find('?') - prefix.size());
    const char* type = hash.size() == 32 ? "md5" : hash.size() == 40 ? "sha1" : "sha256";
    const Outgoing row = push(indicator(type, hash));
    ASSERT_EQ(row.text("lookup.vt"), "known") << path;
    lists[row.text("vt.id")].push_back(host::to_text(row["observables"]));
  }
  EXPECT_GE(lists.size(), 3u);
  for (const auto& [sha256, list] : lists) {
    ASSERT_EQ(list.size(), 3u) << sha256;
    EXPECT_EQ(list[0], list[1]);
    EXPECT_EQ(list[1], list[2]);
  }
}

TEST_F(RecordingsTest, TheLoaderShowsWhatTheDemonstrationIsFor) {
  replay();
  const Outgoing row = push(indicator("md5", "3ecd2f5bb5aeae5f9b5bf988fb1b42c4"));
  EXPECT_EQ(row.text("vt.sandboxes"), "known");
  EXPECT_GT(row["vt.names_left_out"].GetInt64(), 0);
  EXPECT_FALSE(row.has("vt.values_left_out"));
  std::set<std::string> sandboxes, ids;
  for (const Technique& each : listed<Technique>(row)) {
    sandboxes.insert(each.source);
    ids.insert(each.id);
    if (each.id == "T1053.005" && each.source == "Zenbox") {
      EXPECT_EQ(each.tactics.size(), 2u);
    }
  }
  EXPECT_GE(sandboxes.size(), 3u);
  for (const char* id : {"T1562.001", "T1571", "T1095"}) EXPECT_TRUE(ids.contains(id)) << id;
  EXPECT_EQ(listed<Match>(row).size(), 5u);
}

TEST_F(RecordingsTest, EachKindOfAnswerIsThere) {
  replay();
  const std::tuple<const char*, const char*, const char*, const char*> rows[] = {
      {"sha1", "4b35a159843ca18c5f8db4e63d3791f6592b026d", "known", "unknown"},
      {"md5", "41b0967a72930ac9477bca7e38290a1f", "known", "unknown"},
      {"sha256", "475875e0eb8ae308993cc8407bba8a4f6eb80a47e7955df72abb597931425ef4", "known",
       "known"},
      {"domain", "update-check.example", "known", ""},
      {"domain", "xn--bcher-zustellung-jzb.example", "known", ""},
      {"domain", "login.paket-status.example", "unknown", ""},
      {"domain", "panel.update-check.example", "", ""},
      {"ipv4", "45.11.22.33", "known", ""},
      {"ipv4", "45.44.43.42", "known", ""},
      {"ipv6", "2a10:1234:5678::9abc", "known", ""},
      {"ipv6", "2a10:1234:5678::1", "known", ""},
      {"url", "https://update-check.example/stage/2?id=7", "known", ""},
      {"url", "http://cdn.paket-status.example/a.bin", "known", ""}};
  for (const auto& [type, value, lookup, behaviour] : rows) {
    const Outgoing row = push(indicator(type, value));
    EXPECT_EQ(row.text("lookup.vt"), lookup) << value;
    EXPECT_EQ(row.text("vt.sandboxes"), behaviour) << value;
    EXPECT_FALSE(row.has("vt.values_left_out")) << value;
    EXPECT_EQ(row.verdict.kind, *lookup ? Verdict::ok : Verdict::retry) << value;
  }
}

}  // namespace
}  // namespace rulemap::virustotal
