// YAML by both drivers: equal trees, or one of the two refuses.
#include "fuzz.h"
#include "rulemap/yaml/parse.h"

namespace rulemap::fuzz {

Material material() {
  Material out;
  out.seeds = files_below("tests/golden/mistakes", ".yaml");
  for (const char* folder : {"examples/pipelines", "examples/rules"}) {
    for (const char* ending : {".yaml", ".yml"}) {
      const auto more = files_below(folder, ending);
      out.seeds.insert(out.seeds.end(), more.begin(), more.end());
    }
  }
  out.words = {"- ",   "? ",    ": ",    "---\n", "...\n", "&a ",  "*a",   "!!str ", "!t ",
               "<<: ", "|\n",   ">-\n",  "|2\n",  "{",     "}",    "[",    "]",      ", ",
               "# x",  "\"",    "'",     "''",    "~",     "null", "\n  ", "\n\n",   "\r\n",
               "@",    "%YAML", "\\x41", "\\u",   "`",     "- - "};
  return out;
}

namespace {

void judge(const yaml::Parsed& parsed) {
  expect(parsed.problems.size() <= 100, "problems end at 100");
  yaml::Place last;
  for (const yaml::Problem& problem : parsed.problems) {
    expect(!problem.message.empty() && problem.length >= 1, "a problem says what and where");
    expect(last <= problem.place, "problems are ordered by place");
    last = problem.place;
  }
}

}  // namespace
}  // namespace rulemap::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace rulemap;
  const std::string_view text = fuzz::view_of(data, size);
  const yaml::Parsed one = yaml::parse_with_libyaml(text);
  const yaml::Parsed two = yaml::parse_with_yaml_cpp(text);
  fuzz::judge(one);
  fuzz::judge(two);
  if (!one.ok() || !two.ok()) return 0;
  fuzz::expect(one.documents.size() == two.documents.size(), "both see as many documents");
  for (std::size_t i = 0; i < one.documents.size(); ++i) {
    fuzz::expect(yaml::same(one.documents[i], two.documents[i]), "both drivers give one tree");
  }
  return 0;
}
