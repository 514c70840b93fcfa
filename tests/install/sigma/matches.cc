// The Sigma engine by itself: RULES EVENT -> titles of the rules that hold.
#include <rulemap/sigma/event_reader.h>
#include <rulemap/sigma/load.h>
#include <rulemap/sigma/matcher.h>

#include <cstdio>

int main(int, char** argv) {
  namespace sigma = rulemap::sigma;
  const sigma::RuleSet rules = sigma::load_paths(std::vector<std::string>{argv[1]});
  const sigma::Matcher matcher(rules, {.by_log_source = false});
  sigma::EventReader reader(matcher.fields());
  sigma::Matching matching(matcher);
  sigma::Event event;
  if (!reader.read(argv[2], event)) return 1;
  for (const std::uint32_t rule : matching.match(event)) {
    std::puts(rules.rules[rule].header.title.c_str());
  }
  return 0;
}
