// Matching events against rules, as a ratio to RapidJSON parsing the same lines: one core, rounds
// alternate in one process, the least of each counts. Matching is everything beyond SAX in place:
// fields, values, keywords, every kind of rule.
//
//   bench_sigma_match [RULES_FOLDER [EVENTS.jsonl.gz [ROUNDS]]]
#include <zlib.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <limits>
#include <map>
#include <span>
#include <string>
#include <thread>
#include <vector>

#include "parse_baseline.h"
#include "rulemap/sigma/event_reader.h"
#include "rulemap/sigma/load.h"
#include "rulemap/sigma/log_source.h"
#include "rulemap/sigma/matcher.h"

namespace rulemap::bench {
namespace {

// Small classes are gone through again until a round has so many events.
constexpr std::size_t kEventsOfRound = 4000;

std::vector<std::string> read_lines(const std::string& path) {
  std::string text, chunk(1 << 20, '\0');
  gzFile file = gzopen(path.c_str(), "rb");
  if (file == nullptr) return {};
  for (int got = 0; (got = gzread(file, chunk.data(), 1 << 20)) > 0;) {
    text.append(chunk, 0, static_cast<std::size_t>(got));
  }
  gzclose(file);
  std::vector<std::string> lines;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    lines.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return lines;
}

// What one thread has of a matcher.
struct Contender {
  explicit Contender(const sigma::Matcher& matcher) : matching(matcher), reader(matcher.fields()) {}

  std::size_t match(std::span<const std::string> lines) {
    std::size_t hits = 0;
    for (const std::string& line : lines) {
      if (reader.read(line, event)) hits += matching.match(event).size();
    }
    return hits;
  }

  sigma::Matching matching;
  sigma::EventReader reader;
  sigma::Event event;
};

std::string class_name(const sigma::EventSource& source) {
  if (!source.categories.empty()) {
    return std::string(source.categories.back()) + " (" + std::string(source.service) + ")";
  }
  if (source.product.empty()) return "unknown";
  return source.service.empty() ? "other channels" : std::string(source.service) + ", others";
}

struct Row {
  double document = std::numeric_limits<double>::max();
  double sax = document, gated = document, unlearned = document, all = document;
  std::size_t hits = 0, all_hits = 0;
};

class Bench {
 public:
  Bench(const sigma::RuleSet& rules, int rounds)
      : gated_matcher_(rules),
        unlearned_matcher_(rules, {.by_frequency = false}),
        all_matcher_(rules, {.by_log_source = false}),
        gated_(gated_matcher_),
        unlearned_(unlearned_matcher_),
        all_(all_matcher_),
        rounds_(rounds) {}

  void header() const {
    std::printf("%-38s %7s %9s %9s %6s %9s %6s %9s %6s %8s %8s\n", "class", "events", "DOM ns",
                "match ns", "ratio", "unlearned", "ratio", "all ns", "ratio", "hits", "all hits");
  }
  void measure(const std::string& name, std::span<const std::string> lines) {
    Row row;
    row.hits = gated_.match(lines);  // builds the index of its class
    if (unlearned_.match(lines) != row.hits) std::printf("hits differ without frequencies\n");
    row.all_hits = all_.match(lines);
    for (int i = 0; i < rounds_; ++i) {
      least(row.document, lines, [&] { return parse_documents(lines); });
      least(row.sax, lines, [&] { return parse_only(lines); });
      least(row.gated, lines, [&] { return gated_.match(lines); });
      least(row.unlearned, lines, [&] { return unlearned_.match(lines); });
      least(row.all, lines, [&] { return all_.match(lines); });
    }
    print(name, lines.size(), row);
  }
  // Each thread goes through all lines with one matcher.
  void scale(std::span<const std::string> lines) {
    const auto seconds = [&](unsigned threads) {
      std::vector<Contender> contenders;
      for (unsigned i = 0; i < threads; ++i) contenders.emplace_back(gated_matcher_);
      double best = std::numeric_limits<double>::max();
      for (int round = 0; round < rounds_; ++round) {
        const auto begin = std::chrono::steady_clock::now();
        std::vector<std::jthread> running;
        for (Contender& each : contenders) running.emplace_back([&] { each.match(lines); });
        running.clear();
        const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
        best = std::min(best, took.count());
      }
      return best;
    };
    const double one = seconds(1), two = seconds(2);
    std::printf("two threads: %.2f x of one\n", 2 * one / two);
  }
  sigma::EventSource source_of(const std::string& line) {
    if (!gated_.reader.read(line, gated_.event)) return {};
    return sigma::event_source(gated_.event.origin());
  }

 private:
  static void print(const std::string& name, std::size_t events, const Row& row) {
    const double gated = row.gated - row.sax, all = row.all - row.sax;
    const double unlearned = row.unlearned - row.sax;
    std::printf("%-38s %7zu %9.0f %9.0f %6.2f %9.0f %6.2f %9.0f %6.2f %8zu %8zu\n", name.c_str(),
                events, row.document, gated, gated / row.document, unlearned,
                unlearned / row.document, all, all / row.document, row.hits, row.all_hits);
    if (name == "all")
      std::printf("%-38s %7.0f events/s gated, %.0f not\n", "", 1e9 / row.gated, 1e9 / row.all);
  }

  void least(double& best, std::span<const std::string> lines,
             const std::function<std::size_t()>& work) {
    const std::size_t times = (kEventsOfRound + lines.size() - 1) / lines.size();
    const auto begin = std::chrono::steady_clock::now();
    for (std::size_t i = 0; i < times; ++i) sum_ = sum_ + work();
    const std::chrono::duration<double, std::nano> took = std::chrono::steady_clock::now() - begin;
    best = std::min(best, took.count() / static_cast<double>(times * lines.size()));
  }

  sigma::Matcher gated_matcher_, unlearned_matcher_, all_matcher_;
  Contender gated_, unlearned_, all_;
  int rounds_;
  volatile std::size_t sum_ = 0;
};

}  // namespace
}  // namespace rulemap::bench

int main(int argc, char** argv) {
  using namespace rulemap;
  const std::string shared = RULEMAP_SHARED_DATA;
  const std::string folder = argc > 1 ? argv[1] : shared + "/sigmahq/rules";
  const std::string events = argc > 2 ? argv[2] : shared + "/events/windows-and-cloud.jsonl.gz";
  const auto lines = bench::read_lines(events);
  const sigma::RuleSet rules = sigma::load_paths(std::vector<std::string>{folder});
  if (lines.empty() || rules.rules.empty()) {
    std::fprintf(stderr, "%s or %s: nothing there\n", folder.c_str(), events.c_str());
    return 1;
  }
  std::printf("%zu rules, %zu events; built with %s, the baseline with %s\n", rules.rules.size(),
              lines.size(), RULEMAP_BENCH_FLAGS, RULEMAP_BASELINE_FLAGS);
  bench::Bench bench(rules, argc > 3 ? std::atoi(argv[3]) : 5);
  std::map<std::string, std::vector<std::string>> classes;
  std::vector<std::string> processes;
  for (const std::string& line : lines) {
    const auto source = bench.source_of(line);
    classes[bench::class_name(source)].push_back(line);
    if (!source.categories.empty() && source.categories[0] == "process_creation")
      processes.push_back(line);
  }
  bench.header();
  bench.measure("all", lines);
  bench.scale(lines);
  if (!processes.empty()) bench.measure("process_creation", processes);
  for (const auto& [name, of_class] : classes) bench.measure(name, of_class);
  return 0;
}
