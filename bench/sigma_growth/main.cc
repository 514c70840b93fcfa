// How matching grows with the number of rules: cost of an event and memory, each number of rules in
// a process of its own. Fewer rules than there are: taken evenly; more: copies with other literals.
//
//   bench_sigma_growth RULES_FOLDER... -- EVENTS.jsonl [PLOT.svg]
#include <malloc.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <functional>
#include <limits>
#include <string>
#include <vector>

#include "../sigma_match/parse_baseline.h"
#include "other_literals.h"
#include "plot.h"
#include "rulemap/sigma/event_reader.h"
#include "rulemap/sigma/load.h"
#include "rulemap/sigma/matcher.h"

namespace rulemap::bench {
namespace {

constexpr std::size_t kCounts[] = {100, 1000, 3780, 20000};
constexpr int kRounds = 5;

std::vector<std::string> read_lines(const char* path) {
  std::ifstream file(path);
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) lines.push_back(line);
  return lines;
}

// What the process holds; pages that were freed are none of it.
double held_mib() {
  const struct mallinfo2 info = mallinfo2();
  return static_cast<double>(info.uordblks + info.hblkhd) / (1 << 20);
}

double least_ns(std::span<const std::string> lines, const std::function<void()>& work) {
  double least = std::numeric_limits<double>::max();
  for (int i = 0; i < kRounds; ++i) {
    const auto begin = std::chrono::steady_clock::now();
    work();
    const std::chrono::duration<double, std::nano> took = std::chrono::steady_clock::now() - begin;
    least = std::min(least, took.count() / static_cast<double>(lines.size()));
  }
  return least;
}

// Read and matched; the memory that matching took besides.
std::pair<double, double> match(const sigma::RuleSet& rules, bool by_log_source,
                                std::span<const std::string> lines) {
  const double before = held_mib();
  const sigma::Matcher matcher(rules, {.by_log_source = by_log_source});
  sigma::Matching matching(matcher);
  sigma::EventReader reader(matcher.fields());
  sigma::Event event;
  const double ns = least_ns(lines, [&] {
    for (const std::string& line : lines) {
      if (reader.read(line, event)) matching.match(event);
    }
  });
  return {ns, held_mib() - before};
}

Growth measure(const std::vector<std::string>& folders, std::size_t count,
               std::span<const std::string> lines) {
  Growth out;
  out.rules = count;
  const double empty = held_mib();
  const sigma::RuleSet rules = so_many(sigma::load_paths(folders), count);
  out.rules_mib = held_mib() - empty;
  const double sax = least_ns(lines, [&] { parse_only(lines); });
  out.document_ns = least_ns(lines, [&] { parse_documents(lines); });
  const auto [gated, gated_mib] = match(rules, true, lines);
  const auto [all, all_mib] = match(rules, false, lines);
  out.gated_ns = gated - sax;
  out.all_ns = all - sax;
  out.gated_events = 1e9 / gated;
  out.all_events = 1e9 / all;
  out.gated_mib = gated_mib;
  out.all_mib = all_mib;
  return out;
}

// What one size leaves behind in the allocator is none of the next one's.
Growth measure_apart(const std::vector<std::string>& folders, std::size_t count,
                     std::span<const std::string> lines) {
  int ends[2];
  if (pipe(ends) != 0) return {};
  const pid_t child = fork();
  if (child == 0) {
    const Growth growth = measure(folders, count, lines);
    const bool is_written = write(ends[1], &growth, sizeof growth) == sizeof growth;
    _exit(is_written ? 0 : 1);
  }
  close(ends[1]);
  Growth growth;
  if (read(ends[0], &growth, sizeof growth) != sizeof growth) growth = {};
  close(ends[0]);
  waitpid(child, nullptr, 0);
  return growth;
}

}  // namespace
}  // namespace rulemap::bench

int main(int argc, char** argv) {
  using namespace rulemap::bench;
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  const auto dashes = std::find(arguments.begin(), arguments.end(), "--");
  if (arguments.end() - dashes < 2) {
    std::fprintf(stderr, "usage: bench_sigma_growth RULES_FOLDER... -- EVENTS.jsonl [PLOT.svg]\n");
    return 1;
  }
  const auto lines = read_lines(dashes[1].c_str());
  std::vector<Growth> rows;
  std::printf(
      "| rules | events/s | match ns | ratio | index MiB | events/s, all | match ns | ratio "
      "| index MiB | rules MiB |\n|---|---|---|---|---|---|---|---|---|---|\n");
  for (const std::size_t count : kCounts) {
    const Growth row = measure_apart({arguments.begin(), dashes}, count, lines);
    std::printf("| %zu | %.0f | %.0f | %.2f | %.1f | %.0f | %.0f | %.2f | %.1f | %.1f |\n",
                row.rules, row.gated_events, row.gated_ns, row.gated_ns / row.document_ns,
                row.gated_mib, row.all_events, row.all_ns, row.all_ns / row.document_ns,
                row.all_mib, row.rules_mib);
    std::fflush(stdout);
    rows.push_back(row);
  }
  if (arguments.end() - dashes > 2) std::ofstream(dashes[2]) << plot(rows);
  return 0;
}
