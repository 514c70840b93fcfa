// YARA files: what is read says the same when it is read alone.
#include <algorithm>

#include "fuzz.h"
#include "rulemap/ids/attack.h"
#include "rulemap/yara/rule_text.h"

namespace rulemap::fuzz {
namespace {

constexpr const char* kRules[] = {
    "import \"pe\"\n/* rule x { */\nprivate global rule a : t1 t2 {\n meta:\n  author = \"A "
    "\\\"B\\\"\"\n"
    "  mitre_att = \"T1055.001, S0640\"\n  malware_family = \"Ransom:W32/Amba\"\n  n = -3\n  b = "
    "true\n"
    " strings:\n  $a = \"} rule z {\" wide private\n  $b = /}[\\/}]{2}/is\n"
    "  $c = { AA ?? /* } */ [2-4] ( 62 | ~56 ) }\n condition:\n  $a and #b > 3KB and @c[1] == "
    "0x1F\n}\n",
    "rule b { condition: a matches /}/ // }\n}\n",
    "include \"b.yar\"\nrule c\n{\n  meta: license = \"MIT\" threat_name = "
    "\"Windows.Trojan.PoshC2\"\n"
    "  condition: for any i in (1..3) : ( uint16(i) == 0x5A4D )\n}\n",
    "rule open { condition: true\nrule d { condition: false }\n",
};

void judge(std::string_view text, const yara::Rule& rule) {
  expect(rule.begin < rule.end && rule.end <= text.size(), "a rule stands in its file");
  const auto lines =
      std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(rule.begin), '\n');
  expect(rule.line == static_cast<std::size_t>(lines) + 1, "a rule has the line where it begins");
  const auto alone = yara::read_rules(text.substr(rule.begin, rule.end - rule.begin));
  expect(alone.rules.size() == 1 && alone.problems.empty(), "a rule of a file is one alone");
  const yara::Rule& own = alone.rules[0];
  expect_same(rule.name, own.name, "a rule has one name");
  expect(rule.tags == own.tags && rule.meta.size() == own.meta.size() &&
             rule.is_private == own.is_private && rule.techniques == own.techniques &&
             rule.families == own.families,
         "a rule means the same alone");
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
    all += each;
  }
  out.seeds.push_back(all);
  out.words = {"rule",      "private",
               "import",    "meta:",
               "strings:",  "condition:",
               "{",         "}",
               "=",         "\"",
               "/*",        "*/",
               "//",        "/",
               "\\",        "\n",
               "rule e {",  "condition: true }",
               "$a = { AA", "mitre_attack = \"T1059\"",
               "true",      "-1",
               "..",        "0x",
               "KB"};
  return out;
}

}  // namespace rulemap::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace rulemap;
  const std::string_view text = fuzz::view_of(data, size);
  const yara::RuleFile file = yara::read_rules(text);
  for (const yara::Rule& each : file.rules) fuzz::judge(text, each);
  std::size_t last = 0;
  for (const yara::Problem& each : file.problems) {
    fuzz::expect(each.line >= last && each.column >= 1, "problems stand in their order");
    fuzz::expect(!each.message.empty(), "a problem says what is wrong");
    last = each.line;
  }
  return 0;
}
