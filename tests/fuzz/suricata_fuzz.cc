// Files of IDS rules: what is read says the same when it is read alone.
#include "fuzz.h"
#include "rulemap/ids/attack.h"
#include "rulemap/suricata/rule.h"

namespace rulemap::fuzz {
namespace {

constexpr const char* kRules[] = {
    R"(alert dns $HOME_NET any -> any any (msg:"ET DNS Query"; threshold:type limit, track by_src,)"
    R"( count 1, seconds 30; dns.query; content:".top"; nocase; endswith; reference:url,a.example/x;)"
    R"( reference:cve,2021-44228; classtype:bad-unknown; sid:2023883; rev:4; metadata:created_at)"
    R"( 2017_02_07, malware_family Emotet, mitre_tactic_id TA0011, mitre_technique_id T1071.001;))",
    R"(alert ( gid:119; sid:279; rev:1; msg:"(http_inspect) invalid"; metadata: rule-type preproc;))",
    "alert udp [$HOME_NET, !10.0.0.0/8] any -> any 53 (\n  msg:\"a\\; \\\"b\\\"\";\n  # why\n"
    "  content:\"|03|top|00|\",fast_pattern,nocase; pcre:\"/src=\"x/i\";\n  sid:43687;\n)",
    "drop tcp any any <> any any \\\n (msg:\"x\"; \\\n sid:1; priority:2;)",
    "# alert tcp any any -> any any (sid:7; rev:1;)\n# prose\n\ninclude other.rules",
    R"(alert http any any -> any any (msg:"open; reference:url,en.example/Foo_(bar); sid:9;))",
};

void judge(std::string_view text, const suricata::Rule& rule) {
  expect(rule.begin < rule.end && rule.end <= text.size(), "a rule stands in its file");
  const std::string_view own = text.substr(rule.begin, rule.end - rule.begin);
  const auto alone = suricata::parse_rule(own);
  expect(alone.ok(), "what is a rule in a file is one alone");
  expect_same(suricata::id_of(rule), suricata::id_of(*alone), "a rule has one id");
  expect_same(rule.msg, alone->msg, "a rule has one message");
  expect(rule.metadata == alone->metadata && rule.techniques == alone->techniques,
         "a rule means the same alone");
  expect(rule.sid > 0 && rule.gid >= 0, "a rule has an id");
  for (const std::string& each : rule.techniques) {
    expect(ids::is_technique_id(each), "a technique has the form of one");
  }
}

}  // namespace

Material material() {
  Material out;
  std::string all;
  for (const char* each : kRules) {
    out.seeds.emplace_back(each);
    all += std::string(each) + "\n";
  }
  out.seeds.push_back(all);
  out.words = {"alert",
               "(",
               ")",
               ";",
               ":",
               "\"",
               "\\",
               "\\\n",
               "\n",
               "#",
               "sid:1;",
               "->",
               "[",
               "]",
               "metadata:",
               "mitre_attack T1055,",
               "reference:url,",
               "content:\"x\",nocase;",
               "any",
               "msg:\"",
               "\";",
               " , ",
               "!"};
  return out;
}

}  // namespace rulemap::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace rulemap;
  const std::string_view text = fuzz::view_of(data, size);
  const suricata::RuleFile file = suricata::read_rules(text);
  for (const suricata::Rule& each : file.rules) fuzz::judge(text, each);
  std::size_t last = 0;
  for (const suricata::Problem& each : file.problems) {
    fuzz::expect(each.line >= last && each.column >= 1, "problems stand in their order");
    fuzz::expect(!each.message.empty(), "a problem says what is wrong");
    last = each.line;
  }
  return 0;
}
