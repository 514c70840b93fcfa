// Events -> the rules of the example that hold, by the index and by the oracle.
#include "fuzz.h"
#include "oracle_testing.h"
#include "rulemap/sigma/event_reader.h"
#include "rulemap/sigma/load.h"
#include "rulemap/sigma/matcher.h"
#include "rulemap/utf8/decode.h"

namespace rulemap::fuzz {
namespace {

// A rule of each kind of test besides those of the example.
constexpr std::string_view kMore = R"(title: Everything
logsource: { product: windows }
detection:
  words: [mimikatz, 'a*b', 42]
  parts:
    - n.x|contains|windash: ' -enc'
    - A|re: 'a.{3}$'
    - B|lt: 17
    - C: null
      J: x
    - D|exists: false
    - E|fieldref: A
    - F|base64offset|contains: secret
    - G|cidr: 10.0.0.0/8
    - H|hour: 7
    - I|startswith|cased: Ab
  condition: words or parts
)";

sigma::RuleSet load_rules() {
  const std::vector<std::string> files = files_below("examples/rules", ".yml");
  std::vector<sigma::RuleText> texts{{"everything.yml", kMore}};
  for (const std::string& each : files) texts.push_back({"rule.yml", each});
  sigma::RuleSet out = sigma::load_texts(texts);
  expect(out.problems.empty() && out.rules.size() > 20, "the rules load");
  return out;
}

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    const std::size_t length = utf8::decode(text).length;
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

struct Engine {
  sigma::RuleSet rules = load_rules();
  sigma::Matcher matcher{rules, {.by_log_source = false}};
  sigma::EventReader reader{matcher.fields()};
  sigma::Matching matching{matcher};
  sigma::Event event;
};

}  // namespace

Material material() {
  Material out;
  out.seeds = {
      R"({"EventID":1,"Channel":"Microsoft-Windows-Sysmon/Operational","Image":"C:\\Windows\\System32\\certutil.exe","CommandLine":"certutil -urlcache -f http://a.example/x"})",
      R"({"Event":{"System":{"EventID":4688,"Channel":"Security","Provider":{"#attributes":{"Name":"P"}}},"EventData":{"New Process Name":"C:\\a\\powershell.exe"}}})",
      R"({"winlog":{"event_data":{"TargetFilename":"C:\\a.pdf.exe"}},"A":["aXbc","a",null,true,17.5],"n":{"x":"p -enc q"}})",
      R"({"TargetObject":"HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Run\\x","Details":"wscript","F":"c2VjcmV0","G":"10.1.2.3","H":"2026-11-24T07:00:00Z"})"};
  out.words = {"\"EventID\"",
               "\"Channel\"",
               "\"Image\"",
               "\"CommandLine\"",
               "\"event_data\"",
               "null",
               "true",
               "\\u0000",
               "\\u00e4",
               "\\\\",
               "\\n",
               "[",
               "]",
               "{",
               "}",
               ",",
               ":",
               "1e999",
               "-0",
               "18446744073709551616",
               "mimikatz",
               "a\\nb",
               "\xE2\x80\x94"};
  return out;
}

}  // namespace rulemap::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace rulemap;
  static fuzz::Engine engine;
  const std::string text(fuzz::view_of(data, size));
  const auto read = engine.reader.read(text, engine.event);
  if (!read.ok()) {
    fuzz::expect(!read.error().message.empty(), "an event that is refused says why");
    fuzz::expect(engine.event.values().empty(), "and leaves nothing behind");
    return 0;
  }
  if (!fuzz::is_utf8(text)) return 0;  // the oracle's parser takes nothing else
  std::string fast, slow;
  for (const std::uint32_t rule : engine.matching.match(engine.event)) {
    fast += std::to_string(rule) + " ";
  }
  const sigma::testing::OracleEvent event(text);
  for (std::size_t i = 0; i < engine.rules.rules.size(); ++i) {
    if (holds(engine.rules.rules[i].expression, event)) slow += std::to_string(i) + " ";
  }
  fuzz::expect_same(fast, slow, "the index finds what the oracle finds");
  return 0;
}
