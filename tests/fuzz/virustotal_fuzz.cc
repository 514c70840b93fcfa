// VirusTotal's answers through virustotal.report. An input is a word for the question, a line end,
// and the body that answers it.
#include "rows.h"

extern "C" const rulemap_entry rulemap_entry_virustotal;

namespace rulemap::fuzz {
namespace {

using Verdict = host::Verdict::Kind;

const std::map<std::string_view, std::string>& questions() {
  static const std::map<std::string_view, std::string> all = {
      {"file", indicator("md5", std::string(32, 'a'))},
      {"trees", indicator("md5", std::string(32, 'a'))},
      {"runs", indicator("md5", std::string(32, 'a'))},
      {"domain", indicator("domain", "update-check.example")},
      {"ip", indicator("ipv4", "45.11.22.33")},
      {"url", indicator("url", "http://cdn.paket-status.example/a.bin")}};
  return all;
}

std::string_view question_of(std::string_view url) {
  if (url.ends_with("behaviour_mitre_trees")) return "trees";
  if (url.find("/behaviours") != std::string_view::npos) return "runs";
  if (url.find("/files/") != std::string_view::npos) return "file";
  if (url.find("/domains/") != std::string_view::npos) return "domain";
  return url.find("/urls/") != std::string_view::npos ? "url" : "ip";
}

// Read, or refused with a reason: never taken for "unknown", never a fault.
void judge(const testing::Outgoing& row, const host::CallEnd& end, bool is_of_runs) {
  expect(end.ok(), "the call ends well");
  expect(end.fault.empty(), "the step keeps its contract");
  expect(row.json.find("\\u0000") == std::string::npos, "no NUL comes through");
  const std::string lookup = row.text("lookup.vt");
  if (is_of_runs) return expect(lookup == "known", "runs do not take the report away");
  if (row.verdict.kind == Verdict::ok) return expect(lookup == "known", "an answer is read");
  expect(row.verdict.kind == Verdict::reject && !row.verdict.why.empty() && lookup.empty(),
         "an answer that cannot be read is refused with a reason");
}

}  // namespace

Material material() {
  Material out;
  for (const Answer& each : recorded_answers()) {
    // An error's body is no answer with status 200.
    if (each.body.find("\"error\"") != std::string::npos) continue;
    out.seeds.push_back(std::string(question_of(each.url)) + "\n" + each.body);
  }
  out.words = json_words();
  out.words.insert(out.words.end(),
                   {R"("last_analysis_stats")", R"("sigma_analysis_results")", R"("names")",
                    R"("last_dns_records")", R"("tactics")", R"("techniques")", R"("signatures")",
                    R"("processes_tree")", R"("children")", R"("registry_keys_set")",
                    R"("ip_traffic")", R"("dns_lookups")", R"("%SAMPLEPATH%\\a.exe")"});
  return out;
}

}  // namespace rulemap::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace rulemap;
  const std::string_view text = fuzz::view_of(data, size);
  const std::size_t end = std::min(text.find('\n'), text.size());
  const auto question = fuzz::questions().find(text.substr(0, end));
  if (question == fuzz::questions().end()) return 0;
  const std::string body(text.substr(std::min(end + 1, text.size())));
  const bool is_trees = question->first == "trees", is_runs = question->first == "runs";

  testing::StepHarness step(rulemap_entry_virustotal, "virustotal.report",
                            is_trees  ? "{}"
                            : is_runs ? R"({"sandboxes": "reports"})"
                                      : R"({"sandboxes": "off"})");
  auto script = step.world().http().on("GET *");
  if (is_trees || is_runs)
    script.reply(200, R"({"data": {"type": "file", "id": ")" + std::string(64, 'b') +
                          R"(", "attributes": {}}})");
  script.reply(200, body);
  const testing::Outgoing row = step.push(question->second);
  fuzz::judge(row, step.last_call(), is_trees || is_runs);
  return 0;
}
