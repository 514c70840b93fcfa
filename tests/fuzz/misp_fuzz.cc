// Records, one a line, through the sink misp.event: whatever they hold, the event is JSON and
// every row has one receipt.
#include <algorithm>
#include <fstream>
#include <set>

#include "rows.h"

extern "C" {
extern const rulemap_entry rulemap_entry_misp;
extern const rulemap_entry rulemap_entry_virustotal;
}

namespace rulemap::fuzz {
namespace {

// What virustotal.report makes of the recorded answers.
std::vector<std::string> enriched_rows() {
  testing::StepHarness step(rulemap_entry_virustotal, "virustotal.report");
  std::vector<std::pair<std::string, std::string>> asked;
  for (const Answer& each : recorded_answers()) {
    step.world().http().on("GET " + each.url).reply(200, each.body);
    std::string last = each.url.substr(each.url.rfind('/') + 1);
    last.resize(std::min(last.find('?'), last.size()));
    if (each.url.find("/domains/") != std::string::npos) asked.emplace_back("domain", last);
    if (each.url.find("/ip_addresses/") != std::string::npos) {
      asked.emplace_back(last.find(':') == std::string::npos ? "ipv4" : "ipv6", last);
    }
    if (last.size() == 64) asked.emplace_back("sha256", last);
  }
  std::vector<std::string> out;
  for (const auto& [type, value] : asked) out.push_back(step.push(indicator(type, value)).json);
  return out;
}

// UUIDs stand for one thing each.
void judge_uuids(const host::Json& at, std::set<std::string>& seen) {
  if (at.IsArray()) {
    for (const auto& each : at.GetArray()) judge_uuids(each, seen);
  }
  if (!at.IsObject()) return;
  for (const auto& member : at.GetObject()) {
    if (host::view_of(member.name) == "uuid") {
      expect(seen.insert(std::string(host::view_of(member.value))).second, "no UUID occurs twice");
    } else if (host::view_of(member.name) != "Tag" && host::view_of(member.name) != "Galaxy") {
      judge_uuids(member.value, seen);
    }
  }
}

void judge(const host::SinkCall& call, std::size_t rows) {
  expect(call.end.ok(), "the case is written");
  expect(call.end.fault.empty(), "the sink keeps its contract");
  std::set<std::uint64_t> ids;
  for (const host::Receipt& each : call.receipts) {
    expect(ids.insert(each.id).second, "a row has one receipt");
    expect(each.kind == host::Receipt::Kind::written || !each.text.empty(),
           "a refusal has a reason");
  }
  expect(ids.size() == rows, "every row has a receipt");
  for (const auto& each : call.refused_values) expect(!each.why.empty(), "a refusal has a reason");
}

void judge_event(const std::string& text) {
  rapidjson::Document event;
  expect(host::parse_json(text, host::kMaxDepth, event).ok(), "the event is JSON");
  expect(event.IsObject() && event.HasMember("Event"), "the event is an event");
  std::set<std::string> seen;
  judge_uuids(event, seen);
  for (const auto& each : event["Event"]["EventReport"].GetArray()) {
    const std::string_view content = host::view_of(each["content"]);
    expect(content.size() <= 65'535, "a report has its bound");
    expect(std::count(content.begin(), content.end(), '`') % 2 == 0, "spans of code end");
  }
}

std::vector<std::string> rows_of(std::string_view text) {
  constexpr std::size_t kMostRows = 8;
  std::vector<std::string> rows;
  while (!text.empty() && rows.size() < kMostRows) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    // Two members of one name are no record; the harness takes the last one.
    if (is_json_object(line)) rows.emplace_back(line);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return rows;
}

}  // namespace

Material material() {
  Material out;
  out.seeds = enriched_rows();
  const std::size_t count = out.seeds.size();
  for (std::size_t i = 0; i + 1 < count; ++i)
    out.seeds.push_back(out.seeds[i] + "\n" + out.seeds[i + 1]);
  out.seeds.push_back(
      R"({"ioc.type":"email","ioc.value":"a@b.example","tags":["x"],"also":[{"type":"md5","value":"y"}]})");
  // What no recorded answer has: rules with a text, what stands behind a host, sandboxes.
  out.seeds.push_back(
      R"({"ioc.type":"domain","ioc.value":"a.example","observables":[)"
      R"({"type":"asn","key":"AS64500","by":"virustotal"},{"type":"whois","key":"a.example",)"
      R"("attributes":[{"name":"text","value":"a\nb"}]},{"type":"certificate","key":"00",)"
      R"("attributes":[{"name":"name","value":"*.a.example"}]}],"matches":[)"
      R"({"kind":"snort","id":"1:2","text":"alert"},{"kind":"suricata","id":"1:3","text":"alert"},)"
      R"({"kind":"suricata","id":"1:4","url":"https://a.example"},{"kind":"sigma","said":"s",)"
      R"("candidates":[{"id":"c"}]},{"kind":"yara","id":"y","text":"rule y {}"}]})");
  out.seeds.push_back(
      R"({"ioc.type":"md5","ioc.value":"3ecd2f5bb5aeae5f9b5bf988fb1b42c4","observables":[)"
      R"({"type":"file","key":"3ecd2f5bb5aeae5f9b5bf988fb1b42c4","by":"virustotal","subject":true},)"
      R"({"type":"sandbox-report","key":"x_y","attributes":[{"name":"sandbox","value":"y"}]}],)"
      R"("techniques":[{"id":"T1","by":"a","source":"y"}]})");
  out.words = json_words();
  for (const char* word :
       {R"("sandbox-report")", R"("certificate")", R"("whois")", R"("asn")", R"("virustotal")",
        R"("snort")", R"("suricata")", R"("text")", R"("`|\n")"}) {
    out.words.push_back(word);
  }
  return out;
}

}  // namespace rulemap::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace rulemap;
  static const fuzz::Folder folder;
  static const std::string path = folder.path("event.json");
  static const std::string lists = folder.path("list.json");
  // A harness knows ever more names of fields; a new one now and then keeps it small.
  static std::unique_ptr<testing::SinkHarness> sink;
  static unsigned uses = 0;
  const std::vector<std::string> rows = fuzz::rows_of(fuzz::view_of(data, size));
  if (rows.empty()) return 0;
  if (uses++ % 500 == 0) {
    std::ofstream(lists) << R"({"name":"L","type":"substring","list":["evil","a"]})";
    sink = std::make_unique<testing::SinkHarness>(
        rulemap_entry_misp, "misp.event",
        R"({"path": ")" + path + R"(", "warninglists": [")" + lists + "\"]}");
  }
  fuzz::judge(sink->write_case(rows), rows.size());
  fuzz::judge_event(fuzz::read_file(path));
  return 0;
}
