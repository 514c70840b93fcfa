// Every real body of VirusTotal that is at hand, through the readers, as a table: how many names of
// attributes each kind of body holds, how many of them are read, how many are left out by design,
// and which are neither.
#include <cstdio>
#include <functional>
#include <map>
#include <set>

#include "field_tables.h"
#include "left_out.h"
#include "report_testing.h"
#include "rulemap/host/services.h"
#include "rulemap/sdk/host.h"

namespace rulemap::virustotal {
namespace {

using Names = std::set<std::string>;

struct Line {
  std::size_t bodies = 0;
  Names read, by_design, unread;
};

bool is_run(std::string_view type) { return type.ends_with("file_behaviour"); }

Thing thing_named(std::string_view type) {
  constexpr std::pair<std::string_view, Thing> kThings[] = {{"file", Thing::file},
                                                            {"domain", Thing::domain},
                                                            {"ip_address", Thing::address},
                                                            {"url", Thing::url}};
  for (const auto& [name, thing] : kThings) {
    if (name == type) return thing;
  }
  return Thing::none;
}

// The row that asks for an object.
std::string row_of(Thing thing, const host::Json& object) {
  const host::Json& attributes = object["attributes"];
  const std::string id = object.HasMember("id") ? object["id"].GetString() : "";
  if (thing == Thing::domain) return indicator("domain", id);
  if (thing == Thing::address) return indicator(id.find(':') < id.size() ? "ipv6" : "ipv4", id);
  if (thing == Thing::url) return indicator("url", attributes["url"].GetString());
  return indicator("sha256", attributes["sha256"].GetString());
}

class RealBodiesTable : public ReportTest {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists(shared_)) GTEST_SKIP() << "skipped: ../shared not there";
  }

  void each_file(
      const std::function<void(const std::string& folder, const std::string& text)>& use) {
    for (const auto& each : std::filesystem::recursive_directory_iterator(shared_)) {
      const std::string folder = each.path().parent_path().filename().string();
      if (!each.is_regular_file() || each.path().extension() == ".tsv") continue;
      SCOPED_TRACE(each.path().string());
      use(folder, read_text(each.path()));
    }
  }

  // Every object of a type that is read, wherever it stands: in an envelope, in a list, bare.
  static void each_object(const host::Json& at,
                          const std::function<void(const std::string&, const host::Json&)>& use) {
    if (at.IsArray()) {
      for (const auto& each : at.GetArray()) each_object(each, use);
    }
    if (!at.IsObject()) return;
    const bool is_object = at.HasMember("type") && at["type"].IsString() &&
                           at.HasMember("attributes") && at["attributes"].IsObject();
    if (is_object) use(at["type"].GetString(), at);
    for (const auto& each : at.GetObject()) each_object(each.value, use);
  }

  void count(Line& line, const std::vector<std::string>& unread, std::span<const LeftOut> left_out,
             const host::Json& attributes) {
    ++line.bodies;
    Names by_design;
    for (const LeftOut& each : left_out) by_design.emplace(each.name);
    for (const auto& member : attributes.GetObject()) {
      const std::string name = member.name.GetString();
      const bool is_unread = std::find(unread.begin(), unread.end(), name) != unread.end();
      (is_unread                  ? line.unread
       : by_design.contains(name) ? line.by_design
                                  : line.read)
          .insert(name);
    }
  }

  // The object as the API would answer it, through the step; what no table names.
  void read_object(Line& line, const std::string& type, const host::Json& object) {
    const host::Json& attributes = object["attributes"];
    const auto parsed = Host(services_.abi()).parse(host::to_text(attributes));
    ASSERT_TRUE(parsed.ok());
    if (is_run(type)) {
      const Outgoing row =
          ask(indicator("md5", kMd5), {200, file_body()},
              {200, "{\"data\": [" + host::to_text(object) + "]}"}, R"({"sandboxes": "reports"})");
      EXPECT_EQ(row.text("vt.sandboxes"), "known");
      return count(line, unread_in_run(*parsed), left_out_of_runs(), attributes);
    }
    const Thing thing = thing_named(type);
    const Outgoing row =
        ask(row_of(thing, object), {200, "{\"data\": " + host::to_text(object) + "}"},
            {200, kNoTrees}, R"({"relations": ["default", "siblings", "communicating_files"]})");
    EXPECT_EQ(row.verdict.kind, Verdict::ok) << row.verdict.why;
    EXPECT_EQ(row.text("lookup.vt"), "known");
    EXPECT_FALSE(listed<Observable>(row).empty());
    EXPECT_EQ(row.json.find("\\u0000"), std::string::npos);
    count(line, unread_in(thing, *parsed), left_out_of(thing), attributes);
  }

  const std::filesystem::path shared_ = RULEMAP_SHARED_DATA "/vt";
  host::Services services_{host::Lent{}};
};

TEST_F(RealBodiesTable, EveryAttributeIsReadOrLeftOutByDesign) {
  std::map<std::string, Line> table;
  each_file([&](const std::string& folder, const std::string& text) {
    rapidjson::Document body;
    body.Parse(text.c_str(), text.size());
    if (body.HasParseError()) return;
    each_object(body, [&](const std::string& type, const host::Json& object) {
      // An example of a list tells of a URL by words of its own.
      if (object["attributes"].HasMember("attrib1")) return;
      if (!is_run(type) && thing_named(type) == Thing::none) return;
      read_object(table[folder + ": " + type], type, object);
    });
    if (folder == "behaviour_summary") {
      const auto parsed = Host(services_.abi()).parse(text);
      const Outgoing row = ask(indicator("md5", kMd5), {200, file_body()}, {200, text},
                               R"({"sandboxes": "summary"})");
      EXPECT_EQ(row.text("vt.sandboxes"), "known");
      count(table[folder], unread_in_run((*parsed)["data"]), left_out_of_runs(), body["data"]);
    }
  });
  std::printf("%-32s %6s %5s %9s  %s\n", "body", "bodies", "read", "by design", "unread");
  for (const auto& [kind, line] : table) {
    std::string unread;
    for (const std::string& each : line.unread) unread += each + " ";
    std::printf("%-32s %6zu %5zu %9zu  %s\n", kind.c_str(), line.bodies, line.read.size(),
                line.by_design.size(), unread.empty() ? "-" : unread.c_str());
    EXPECT_TRUE(line.unread.empty()) << kind << ": " << unread;
  }
  EXPECT_GE(table.size(), 15u);
}

// Whatever it is, and whatever was asked: it is judged.
TEST_F(RealBodiesTable, EveryBodyIsJudgedAsAnAnswerToEveryQuestion) {
  const std::pair<std::string, const char*> rows[] = {
      {indicator("md5", kMd5), "{}"},
      {indicator("domain", "a.example"), "{}"},
      {indicator("ipv4", "1.2.3.4"), "{}"},
      {indicator("url", "http://a.example/"), "{}"},
      {indicator("sha256", kSha256), R"({"sandboxes": "reports"})"},
      {indicator("sha256", kSha256), R"({"sandboxes": "summary"})"}};
  each_file([&](const std::string&, const std::string& text) {
    for (const auto& [row, config] : rows) {
      const bool is_of_sandboxes = std::string_view(config) != "{}";
      const Outgoing out = is_of_sandboxes ? ask(row, {200, file_body()}, {200, text}, config)
                                           : ask(row, {200, text}, {200, text}, config);
      EXPECT_TRUE(step_->last_call().ok() || step_->last_call().status == RULEMAP_STOP);
      if (is_of_sandboxes) {
        EXPECT_EQ(out.text("lookup.vt"), "known");
      }
    }
  });
}

TEST(LeftOutByDesign, HasAReasonAndIsNotRead) {
  for (const Thing thing : {Thing::file, Thing::domain, Thing::address, Thing::url}) {
    for (const LeftOut& each : left_out_of(thing)) {
      EXPECT_GT(each.why.size(), 10u) << each.name;
      for (const auto& rules : {fields_of(thing), server_fields(thing), verdict_fields()}) {
        for (const FieldRule& rule : rules) EXPECT_NE(rule.path, each.name);
      }
    }
  }
  for (const LeftOut& each : left_out_of_runs()) {
    EXPECT_GT(each.why.size(), 10u) << each.name;
    for (const FieldRule& rule : run_fields()) EXPECT_NE(rule.path, each.name);
  }
}

}  // namespace
}  // namespace rulemap::virustotal
