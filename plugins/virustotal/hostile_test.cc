// Answers that nobody would send in good faith: wrong types everywhere, cut bodies, large ones.
#include <functional>

#include "recordings_testing.h"

namespace rulemap::virustotal {
namespace {

const std::string kApi = "www.virustotal.com/api/v3/";

// An answer, and how many good ones come before it in a call.
struct Exchange {
  std::string row;
  std::string body;
  std::string config = R"({"sandboxes": "off"})";
  std::string before = {};  // the report, where the answer is to the question behind it
};

// A report whose relation goes on.
std::string with_more() {
  return R"({"data": {"id": ")" + kSha256 + R"(", "attributes": {}, "relationships": {
      "contacted_urls": {"data": [{"type": "url", "id": "ff",
        "context_attributes": {"url": "http://a.example/"}}], "meta": {"cursor": "c"}}}}})";
}
constexpr const char* kPage = R"({"data": [
    {"type": "url", "id": "ff", "attributes": {"url": "http://b.example/"}},
    {"type": "resolution", "id": "1.2.3.4b.example", "attributes": {"host_name": "b.example",
      "ip_address": "1.2.3.4", "date": 1700000000}},
    {"type": "ssl_cert", "id": "ff", "attributes": {"thumbprint_sha256": "ff", "subject": {"CN": "x"}}},
    {"type": "file", "id": "ff", "attributes": {"meaningful_name": "x.exe", "size": 3}}],
    "meta": {"count": 3}})";

// What the first sandbox of an answer saw, as the summary over all of them has it.
std::string summary_of(const std::string& runs) {
  rapidjson::Document body;
  body.Parse(runs.c_str(), runs.size());
  return "{\"data\": " + host::to_text(body["data"][0u]["attributes"]) + "}";
}

std::vector<Exchange> exchanges() {
  const std::tuple<const char*, const char*, const char*> rows[] = {
      {"md5", "3ecd2f5bb5aeae5f9b5bf988fb1b42c4",
       "files/3ecd2f5bb5aeae5f9b5bf988fb1b42c4?relationships=contacted_domains,contacted_ips,"
       "contacted_urls,dropped_files"},
      {"domain", "update-check.example", "domains/update-check.example?relationships=resolutions"},
      {"ipv4", "45.11.22.33", "ip_addresses/45.11.22.33?relationships=resolutions"},
      {"url", "https://update-check.example/stage/2?id=7",
       "urls/aHR0cHM6Ly91cGRhdGUtY2hlY2suZXhhbXBsZS9zdGFnZS8yP2lkPTc"
       "?relationships=last_serving_ip_address,network_location"}};
  const auto all = recordings();
  std::vector<Exchange> out;
  for (const auto& [type, value, path] : rows) {
    out.push_back({indicator(type, value), all.at(kApi + path + ".http").body});
  }
  const std::string file =
      kApi + "files/db0c2b027ace155f07748aa4ff85e5cdd4e623c88bf55f349f5dbf9de570ea17/";
  const std::string row = indicator("md5", kMd5), report = file_body();
  const std::string runs = all.at(file + "behaviours?limit=40.http").body;
  out.push_back({row, all.at(file + "behaviour_mitre_trees.http").body, "{}", report});
  out.push_back({row, runs, R"({"sandboxes": "reports"})", report});
  out.push_back({row, summary_of(runs), R"({"sandboxes": "summary"})", report});
  out.push_back({row, kPage, R"({"related": 40, "sandboxes": "off"})", with_more()});
  return out;
}

// Values of the wrong kind for nearly everything.
std::vector<std::string> odd_values() {
  return {"null",
          "true",
          "0",
          "-1",
          "1e300",
          "9223372036854775808",
          "\"\"",
          "\"x\"",
          "\"\\u0000\"",
          "[]",
          "{}",
          std::string(40, '[') + std::string(40, ']'),
          "\"" + std::string(5000, 'y') + "\""};
}

// Calls `use` with each value of `at` in turn, itself included.
void each_node(host::Json& at, const std::function<void(host::Json&)>& use) {
  use(at);
  if (at.IsObject()) {
    for (auto& member : at.GetObject()) each_node(member.value, use);
  } else if (at.IsArray()) {
    for (auto& item : at.GetArray()) each_node(item, use);
  }
}

// The body with each of its values replaced by each odd one.
std::vector<std::string> spoilt(const std::string& good) {
  const std::vector<std::string> odd = odd_values();
  std::vector<std::string> out;
  rapidjson::Document body;
  body.Parse(good.c_str(), good.size());
  each_node(body, [&](host::Json& node) {
    for (const std::string& text : odd) {
      rapidjson::Document value(&body.GetAllocator());
      value.Parse(text.c_str(), text.size());
      host::Json kept(std::move(static_cast<host::Json&>(value)));
      node.Swap(kept);
      out.push_back(host::to_text(body));
      node.Swap(kept);
    }
  });
  return out;
}

class HostileTest : public ReportTest {
 protected:
  Outgoing answer(const Exchange& exchange, const std::string& body) {
    if (exchange.before.empty()) return ask(exchange.row, {200, body}, {}, exchange.config);
    return ask(exchange.row, {200, exchange.before}, {200, body}, exchange.config);
  }
  // Read, or refused with a reason: never taken for "unknown", never a fault.
  void expect_judged(const Outgoing& row, const std::string& what) {
    EXPECT_TRUE(step_->last_call().ok()) << what;
    const bool known = row.verdict.kind == Verdict::ok && row.text("lookup.vt") == "known";
    const bool refused =
        row.verdict.kind == Verdict::reject && !row.verdict.why.empty() && !row.has("lookup.vt");
    EXPECT_TRUE(known || refused) << what << row.json.substr(0, 300);
    EXPECT_EQ(row.json.find("\\u0000"), std::string::npos) << what;
  }
};

TEST_F(HostileTest, EveryValueMayBeOfTheWrongType) {
  for (const Exchange& exchange : exchanges()) {
    const std::vector<std::string> bodies = spoilt(exchange.body);
    ASSERT_GT(bodies.size(), 200u);
    step_ = std::make_unique<StepHarness>(rulemap_entry_virustotal, "virustotal.report",
                                          exchange.config);
    auto script = step_->world().http().on("GET *");
    for (const std::string& body : bodies) {
      if (!exchange.before.empty()) script.reply(200, exchange.before);
      script.reply(200, body);
    }
    for (const std::string& body : bodies) expect_judged(push(exchange.row), body.substr(0, 2000));
    EXPECT_EQ(asked().size(), bodies.size() * (exchange.before.empty() ? 1 : 2));
  }
}

TEST_F(HostileTest, ACutAnswerIsRefused) {
  for (const Exchange& exchange : exchanges()) {
    const std::size_t end = exchange.body.rfind('}');
    for (std::size_t size = 0; size <= end; size += 97) {
      const Outgoing row = answer(exchange, exchange.body.substr(0, size));
      if (!exchange.before.empty()) {
        const bool is_of_sandboxes = exchange.before == file_body();
        EXPECT_EQ(row.text("vt.sandboxes"), is_of_sandboxes ? "failed" : "") << size;
        EXPECT_EQ(row.text("lookup.vt"), "known") << size;
        continue;
      }
      EXPECT_EQ(row.verdict.kind, Verdict::reject) << size;
      EXPECT_NE(row.verdict.why.find("cannot be read"), std::string::npos) << row.verdict.why;
      EXPECT_FALSE(row.has("lookup.vt")) << size;
    }
  }
}

TEST_F(HostileTest, ALimitIsNamed) {
  const std::string large = file_body("\"x\": \"" + std::string(50'000'000, 'x') + "\"");
  const std::string deep = file_body("\"x\": " + std::string(100, '[') + std::string(100, ']'));
  const std::pair<const std::string*, const char*> rows[] = {{&large, "the limit is 8388608"},
                                                             {&deep, "deeper than 64 levels"}};
  for (const auto& [body, limit] : rows) {
    const Outgoing row = ask(indicator("md5", kMd5), {200, *body});
    EXPECT_EQ(row.verdict.kind, Verdict::reject);
    EXPECT_NE(row.verdict.why.find(limit), std::string::npos) << row.verdict.why;
    const Outgoing trees = ask(indicator("md5", kMd5), {200, file_body()}, {200, *body});
    EXPECT_EQ(trees.text("lookup.vt"), "known");
    EXPECT_EQ(trees.text("vt.sandboxes"), "failed");
    ASSERT_EQ(log().size(), 1u);
    EXPECT_NE(log()[0].find(limit), std::string::npos) << log()[0];
  }
}

TEST_F(HostileTest, ListsAreCappedAndWhatIsCutIsCounted) {
  std::string rules, records, techniques;
  for (int i = 0; i < 3000; ++i) {
    const std::string n = std::to_string(i);
    rules += R"({"rule_title": "t)" + n + "\"},";
    records += R"({"type": "A", "value": "10.0.)" + std::to_string(i / 250) + "." +
               std::to_string(i % 250) + "\"},";
    techniques += R"({"id": "T)" + n + R"("},)";
  }
  const auto list = [](std::string items) { return "[" + items + "null]"; };
  Outgoing row = ask_file("\"sigma_analysis_results\": " + list(rules));
  EXPECT_EQ(row["matches"].Size(), 500u);
  EXPECT_EQ(row["vt.values_left_out"].GetInt64(), 2501);
  row = ask(indicator("domain", "a.example"),
            {200, R"({"data": {"attributes": {"last_dns_records": )" + list(records) + "}}}"});
  EXPECT_EQ(listed<Observable>(row)[0].relations.size(), 100u);
  EXPECT_EQ(row["vt.values_left_out"].GetInt64(), 2901);
  row = ask_file("", R"({"data": {"Z": {"tactics": [{"name": "Impact", "techniques": )" +
                         list(techniques) + "}]}}}");
  EXPECT_EQ(row["techniques"].Size(), 1000u);
  EXPECT_EQ(row["vt.values_left_out"].GetInt64(), 2001);
}

TEST_F(HostileTest, AnEventOfManyFieldsIsCapped) {
  std::string fields = "\"a\": \"b\"";
  for (int i = 0; i < 9000; ++i) fields += ", \"f" + std::to_string(i) + "\": \"v\"";
  const Outgoing row = ask_file(R"("sigma_analysis_results": [{"rule_title": "t",
      "match_context": [{"values": {)" +
                                fields + "}}]}]");
  EXPECT_EQ(row["matches"][0]["evidence"][0].MemberCount(), 64u);
}

}  // namespace
}  // namespace rulemap::virustotal
