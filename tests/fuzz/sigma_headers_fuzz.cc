// Files of Sigma rules whose headers alone are read, as sigma.map does.
#include "fuzz.h"
#include "rulemap/ids/attack.h"
#include "rulemap/ids/uuid.h"
#include "rulemap/sigma/load.h"

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

void judge(const sigma::Header& rule) {
  if (!rule.id.empty()) {
    const auto id = ids::Uuid::parse(rule.id);
    expect(id.has_value(), "a rule's id is a UUID");
    expect_same(id->text(), rule.id, "a rule's id is in lower case");
  }
  expect(!rule.title.empty(), "a rule has a title");
  expect(rule.level.empty() || sigma::level_rank(rule.level) > 0, "a level is one of five");
  for (const std::string& each : rule.tags) {
    const auto id = ids::technique_in_tag(each);
    expect(!id || (id->size() >= 5 && (*id)[0] == 'T'), "a technique is one");
  }
}

}  // namespace
}  // namespace rulemap::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace rulemap;
  const sigma::RuleText text{"rule.yml", fuzz::view_of(data, size)};
  const sigma::HeaderSet read = sigma::load_headers(std::span(&text, 1));
  for (const sigma::Header& each : read.headers) fuzz::judge(each);
  for (const sigma::Problem& each : read.problems) {
    fuzz::expect(!each.message.empty() && each.text().starts_with("rule.yml"),
                 "a problem says what and where");
  }
  // What can be evaluated can be named.
  for (const sigma::Rule& each : sigma::load_texts(std::span(&text, 1)).rules) {
    const auto is_it = [&](const sigma::Header& header) {
      return header.title == each.header.title && header.place == each.header.place;
    };
    fuzz::expect(std::any_of(read.headers.begin(), read.headers.end(), is_it),
                 "a rule that loads has its header");
  }
  return 0;
}
