// Bytes of a rule cache -> rules, or nothing: whoever can write the file can make its digests
// right.
#include "fuzz.h"
#include "rule_archive.h"
#include "rulemap/sigma/correlate.h"
#include "rulemap/sigma/event_reader.h"
#include "rulemap/sigma/load.h"
#include "rulemap/sigma/matcher.h"

namespace rulemap::fuzz {

Material material() {
  std::vector<std::string> files = files_below("examples/rules", ".yml");
  const std::vector<std::string> more = files_below("examples/sigma", ".yml");
  files.insert(files.end(), more.begin(), more.end());
  Material out;
  std::vector<sigma::RuleText> texts;
  for (const std::string& each : files) {
    texts.push_back({"rule.yml", each});
    const sigma::RuleText one{"rule.yml", each};
    out.seeds.push_back(sigma::archived(sigma::load_texts({&one, 1})));
  }
  out.seeds.push_back(sigma::archived(sigma::load_texts(texts)));
  for (const char byte : {'\x00', '\x01', '\x02', '\x03', '\x04', '\x07', '\xFF'}) {
    out.words.emplace_back(1, byte);
    out.words.emplace_back(4, byte);
  }
  return out;
}

}  // namespace rulemap::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace rulemap;
  const auto rules = sigma::unarchived(fuzz::view_of(data, size));
  if (!rules) return 0;
  fuzz::expect_same(sigma::archived(*rules), fuzz::view_of(data, size), "bytes come back");
  // What was taken in can be used.
  sigma::Correlator correlator(*rules);
  const sigma::Matcher matcher(*rules, {.by_log_source = false, .fields = correlator.fields()});
  sigma::Matching matching(matcher);
  sigma::EventReader reader(matcher.fields());
  sigma::Event event;
  const auto read = reader.read(R"({"Image":"a.exe","CommandLine":"a -b","User":"u"})", event);
  fuzz::expect(read.ok(), "the event is read");
  const auto hits = matching.match(event);
  correlator.add(0, 1000, hits, sigma::fields_of(event, matcher.fields()));
  correlator.finish();
  return 0;
}
