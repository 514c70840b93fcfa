// VirusTotal's answers of every kind through virustotal.report. An input is a word for the
// question, with a status where it is not 200, a line end, and the body that answers it.
#include <algorithm>
#include <charconv>

#include "answers.h"
#include "rows.h"
#include "rule_licence.h"

extern "C" const rulemap_entry rulemap_entry_virustotal;

namespace rulemap::fuzz {
namespace {

using Verdict = host::Verdict::Kind;

// What is asked, and what comes before the body: a report, where the body answers a later question.
struct Question {
  std::string_view word;
  const char* type;
  const char* value;  // of a file, where the body names none
  const char* config;
  const char* report = nullptr;
};
constexpr const char* kMd5 = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
constexpr const char* kOff = R"({"sandboxes": "off"})";
constexpr const char* kReport =
    R"({"data": {"type": "file", "id": )"
    R"("bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",)"
    R"( "attributes": {"crowdsourced_yara_results": [{"rule_name":)"
    R"( "Emotet", "ruleset_id": "00c291ca7f"}]}, "relationships": {)"
    R"("contacted_domains": {"data": [], "meta": {"cursor": "c"}},)"
    R"( "contacted_urls": {"data": [], "meta": {"cursor": "c"}},)"
    R"( "dropped_files": {"data": [], "meta": {"cursor": "c"}}}}})";
constexpr Question kQuestions[] = {
    {"file", "md5", kMd5, kOff},
    {"domain", "domain", "update-check.example", kOff},
    {"ip", "ipv4", "45.11.22.33", kOff},
    {"url", "url", "http://cdn.paket-status.example/a.bin", kOff},
    {"error", "md5", kMd5, kOff},
    {"trees", "md5", kMd5, R"({"sandboxes": "techniques", "related": 0})", kReport},
    {"runs", "md5", kMd5, R"({"sandboxes": "reports", "related": 0})", kReport},
    {"summary", "md5", kMd5, R"({"sandboxes": "summary", "related": 0})", kReport},
    {"page", "md5", kMd5, R"({"sandboxes": "off", "related": 100})", kReport},
    {"ruleset", "md5", kMd5, R"({"sandboxes": "off", "related": 0, "rulesets": true})", kReport},
};

// An answer is of the file that it names.
std::string value_of(const Question& question, std::string_view body) {
  constexpr std::string_view kKey = "\"md5\"";
  const std::size_t key = body.find(kKey);
  if (question.value != kMd5 || key == std::string_view::npos) return question.value;
  const std::size_t quote = body.find('"', key + kKey.size());
  const std::string hash(body.substr(std::min(quote, body.size() - 1) + 1, 32));
  const bool is_hash = hash.size() == 32 && hash.find_first_not_of("0123456789abcdef") == hash.npos;
  return is_hash ? hash : question.value;
}

// Rules are of four kinds, and a text stands there under a licence that allows it.
void judge_matches(const testing::Outgoing& row) {
  if (!row.has("matches")) return;
  constexpr std::string_view kKinds[] = {"sigma", "yara", "suricata", "snort"};
  for (const host::Json& each : row["matches"].GetArray()) {
    const std::string_view kind = host::view_of(each["kind"]);
    expect(std::find(std::begin(kKinds), std::end(kKinds), kind) != std::end(kKinds),
           "a match is of a known kind");
    if (!each.HasMember("text")) continue;
    expect(
        each.HasMember("licence") && virustotal::text_may_be_kept(host::view_of(each["licence"])),
        "a rule's text is kept under a licence of the list");
  }
}

// Read, or refused with a reason: never taken for "unknown", never a fault.
void judge(const testing::Outgoing& row, const host::CallEnd& end, const Question& question,
           int status) {
  expect(end.ok() || !end.error.message.empty(), "a call ends well, or says why not");
  expect(end.fault.empty(), "the step keeps its contract");
  expect(row.json.find("\\u0000") == std::string::npos, "no NUL comes through");
  judge_matches(row);
  const std::string lookup = row.text("lookup.vt");
  if (question.report) return expect(lookup == "known", "what comes after costs no report");
  if (!end.ok()) return expect(lookup.empty(), "who is stopped says nothing");
  if (row.verdict.kind == Verdict::ok) {
    return expect(lookup == "known" || lookup == "unknown", "an answer is read");
  }
  expect(!row.verdict.why.empty() && lookup.empty(),
         "an answer that cannot be read is refused with a reason");
  expect(status != 200 || row.verdict.kind != Verdict::drop, "nothing is dropped");
}

}  // namespace

Material material() {
  Material out;
  out.seeds = virustotal_seeds();
  out.change = change_answer;
  out.words = json_words();
  out.words.insert(out.words.end(), {R"("last_analysis_stats")",
                                     R"("sigma_analysis_results")",
                                     R"("names")",
                                     R"("last_dns_records")",
                                     R"("tactics")",
                                     R"("techniques")",
                                     R"("signatures")",
                                     R"("processes_tree")",
                                     R"("children")",
                                     R"("registry_keys_set")",
                                     R"("ip_traffic")",
                                     R"("dns_lookups")",
                                     R"("%SAMPLEPATH%\\a.exe")",
                                     R"("crowdsourced_ids_results")",
                                     R"("rule_raw")",
                                     R"("crowdsourced_yara_results")",
                                     R"("relationships")",
                                     R"("cursor")",
                                     R"("error")",
                                     R"("NotFoundError")",
                                     R"("last_https_certificate")",
                                     R"("whois")"});
  return out;
}

}  // namespace rulemap::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace rulemap;
  const std::string_view text = fuzz::view_of(data, size);
  const std::size_t end = std::min(text.find('\n'), text.size());
  const std::size_t blank = std::min(text.find(' '), end);
  const std::string_view number =
      text.substr(std::min(blank + 1, end), end - std::min(blank + 1, end));
  const auto question =
      std::find_if(std::begin(fuzz::kQuestions), std::end(fuzz::kQuestions),
                   [&](const fuzz::Question& each) { return each.word == text.substr(0, blank); });
  if (question == std::end(fuzz::kQuestions)) return 0;
  int status = 200;
  std::from_chars(number.data(), number.data() + number.size(), status);
  const std::string body(text.substr(std::min(end + 1, text.size())));

  testing::StepHarness step(rulemap_entry_virustotal, "virustotal.report", question->config);
  auto script = step.world().http().on("GET *");
  if (question->report) script.reply(200, question->report);
  script.reply(status, body);
  const testing::Outgoing row =
      step.push(fuzz::indicator(question->type, fuzz::value_of(*question, body)));
  fuzz::judge(row, step.last_call(), *question, status);
  return 0;
}
