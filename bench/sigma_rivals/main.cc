// How fast this engine is on the events that its rivals get: reading each line, matching, taking
// the ids of the rules that hold. Called by `run`; the hits themselves come from the program.
//
//   bench_sigma_rivals RULES_FOLDER EVENTS.jsonl ROUNDS [--logsource]
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "rulemap/sigma/event_reader.h"
#include "rulemap/sigma/load.h"
#include "rulemap/sigma/matcher.h"

namespace {

using namespace rulemap;

std::vector<std::string> read_lines(const char* path) {
  std::ifstream in(path);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

class Engine {
 public:
  Engine(const sigma::RuleSet& rules, bool by_log_source)
      : rules_(rules),
        matcher_(rules, {.by_log_source = by_log_source}),
        reader_(matcher_.fields()),
        matching_(matcher_) {}

  std::vector<std::string> ids_that_hold(std::string_view line) {
    std::vector<std::string> ids;
    if (!reader_.read(line, event_)) return ids;
    for (const std::uint32_t rule : matching_.match(event_)) {
      ids.push_back(rules_.rules[rule].header.id);
    }
    return ids;
  }

 private:
  const sigma::RuleSet& rules_;
  sigma::Matcher matcher_;
  sigma::EventReader reader_;
  sigma::Matching matching_;
  sigma::Event event_;
};

double seconds_of_round(Engine& engine, const std::vector<std::string>& lines) {
  std::vector<std::vector<std::string>> hits;
  const auto begin = std::chrono::steady_clock::now();
  for (const std::string& line : lines) hits.push_back(engine.ids_that_hold(line));
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
  return took.count();
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 4) {
    std::fputs("bench_sigma_rivals RULES_FOLDER EVENTS.jsonl ROUNDS [--logsource]\n", stderr);
    return 2;
  }
  const auto lines = read_lines(argv[2]);
  const sigma::RuleSet rules = sigma::load_paths(std::vector<std::string>{argv[1]});
  Engine engine(rules, argc > 4);
  double best = std::numeric_limits<double>::max();
  for (int round = std::atoi(argv[3]); round > 0; --round) {
    best = std::min(best, seconds_of_round(engine, lines));
  }
  std::fprintf(stderr, "speed\t%zu\t%.1f\n", rules.rules.size(),
               static_cast<double>(lines.size()) / best);
  return 0;
}
