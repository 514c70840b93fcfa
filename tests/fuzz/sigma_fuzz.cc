// Files of Sigma rules.
#include "fuzz.h"
#include "rule_reader.h"
#include "rulemap/ids/uuid.h"

namespace rulemap::fuzz {

Material material() {
  Material out;
  out.seeds = files_below("examples/rules", ".yml");
  out.seeds.push_back("action: global\ntitle: A\n---\nid: 929a690e-bef0-4204-a928-ef5e620d6fcc\n");
  out.words = {
      "title:",         "id:",      "level:",       "status:",
      "tags:",          "author:",  "license:",     "description:",
      "action: global", "---\n",    "attack.t1059", "attack.execution",
      "detection:",     "filter:",  "- ",           "|\n",
      "null",           "critical", "stable",       "929a690e-bef0-4204-a928-ef5e620d6fcc"};
  return out;
}

namespace {

void judge(const sigma_map::Rule& rule) {
  const auto id = ids::Uuid::parse(rule.id);
  expect(id.has_value(), "a rule's id is a UUID");
  expect_same(id->text(), rule.id, "a rule's id is in lower case");
  expect(!rule.title.empty(), "a rule has a title");
  expect(rule.level.empty() || sigma_map::level_rank(rule.level) > 0, "a level is one of five");
  for (const std::string& each : rule.techniques) {
    expect(each.size() >= 5 && each[0] == 'T', "a technique is one");
  }
}

}  // namespace
}  // namespace rulemap::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace rulemap;
  const auto read = sigma_map::read_rules(fuzz::view_of(data, size), "rule.yml");
  for (const sigma_map::Rule& each : read.rules) fuzz::judge(each);
  for (const Error& each : read.problems) {
    fuzz::expect(!each.message.empty() && each.where.starts_with("rule.yml"),
                 "a problem says what and where");
  }
  return 0;
}
