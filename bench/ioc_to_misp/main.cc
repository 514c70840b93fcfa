// bench_ioc_to_misp: recorded answers of VirusTotal to one MISP event, in a ratio to parsing them.
//
//   bench_ioc_to_misp [--count 1000] [--rounds 5] [--rules FOLDER] [--no-memory]
//   bench_ioc_to_misp --once FOLDER COUNT RULES    one run on a corpus that is there; for profilers
//
// Baseline and pipeline take turns; medians are told. Peaks of memory come from child processes.
#include <malloc.h>
#include <stdlib.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <string>

#include "corpus.h"
#include "parse_baseline.h"
#include "pipeline_run.h"

namespace rulemap::bench {
namespace {

struct Options {
  std::size_t count = 1000;
  std::size_t rounds = 5;
  std::string rules = RULEMAP_SOURCE_DIR "/examples/rules";
  bool memory = true;
};

// What stands behind `name` in a file such as /proc/cpuinfo.
std::string line_of(const char* path, const std::string& name) {
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    if (!line.starts_with(name)) continue;
    return line.substr(std::min(line.find_first_not_of(" \t", line.find(':') + 1), line.size()));
  }
  return "unknown";
}

std::uint64_t peak_kib() {
  return std::strtoull(line_of("/proc/self/status", "VmHWM").c_str(), nullptr, 10);
}

double median(std::vector<double> all) {
  std::sort(all.begin(), all.end());
  return all.empty() ? 0 : all[all.size() / 2];
}

void print_setup(const Templates& templates, const Options& options) {
  std::printf("processor   %s, %ld cores\n", line_of("/proc/cpuinfo", "model name").c_str(),
              sysconf(_SC_NPROCESSORS_ONLN));
  std::printf(
      "built with  %s\nbaseline    RapidJSON Document::Parse, default flags, reused pool, %s\n",
      RULEMAP_BENCH_FLAGS, RULEMAP_BASELINE_FLAGS);
  std::printf("pipeline    %s\nrules       %s\nbodies      %s\n", steps_text().c_str(),
              options.rules.c_str(), templates.origin.c_str());
}

void print_corpus(const Corpus& corpus) {
  std::printf("\n%zu indicators:", corpus.indicators);
  for (const auto& [type, count] : corpus.mix) std::printf(" %s %zu", type.c_str(), count);
  const Sizes& sizes = corpus.sizes;
  std::printf("\n%llu bodies, %.1f MB: smallest %llu, median %llu, largest %llu bytes\n",
              static_cast<unsigned long long>(sizes.count), static_cast<double>(sizes.sum) / 1e6,
              static_cast<unsigned long long>(sizes.smallest),
              static_cast<unsigned long long>(sizes.median),
              static_cast<unsigned long long>(sizes.largest));
}

void measure(const Corpus& corpus, const Options& options) {
  std::vector<double> wall, cpu, base_wall, base_cpu, ratio_wall, ratio_cpu;
  for (std::size_t round = 0; round < options.rounds; ++round) {
    const Spent base = parse_all(corpus.bodies);
    const Spent ours = run_pipeline(corpus, options.rules);
    base_wall.push_back(base.wall);
    base_cpu.push_back(base.cpu);
    wall.push_back(ours.wall);
    cpu.push_back(ours.cpu);
    ratio_wall.push_back(ours.wall / base.wall);
    ratio_cpu.push_back(ours.cpu / base.cpu);
  }
  std::printf("pipeline    %.3f s wall, %.3f s CPU; %.0f indicators/s\n", median(wall), median(cpu),
              static_cast<double>(corpus.indicators) / median(wall));
  std::printf("parsing     %.3f s wall, %.3f s CPU\n", median(base_wall), median(base_cpu));
  std::printf("ratio       %.2f wall, %.2f CPU (medians of %zu rounds)\n", median(ratio_wall),
              median(ratio_cpu), options.rounds);
}

// A run in a process of its own; what this one did before does not count.
std::uint64_t peak_of_child(const Corpus& corpus, const Options& options) {
  const std::string self = std::filesystem::read_symlink("/proc/self/exe").string();
  const std::string command = "'" + self + "' --once '" + corpus.folder + "' " +
                              std::to_string(corpus.indicators) + " '" + options.rules + "'";
  std::FILE* out = ::popen(command.c_str(), "r");
  char line[200] = "";
  while (out && std::fgets(line, sizeof line, out)) {
  }
  if (!out || ::pclose(out) != 0) {
    std::fprintf(stderr, "the child process failed\n");
    std::exit(1);
  }
  return std::strtoull(line, nullptr, 10);
}

// A folder of the system's one for temporary files, gone at the end.
class Folder {
 public:
  Folder() {
    std::string pattern =
        (std::filesystem::temp_directory_path() / "rulemap-bench-XXXXXX").string();
    path_ = ::mkdtemp(pattern.data()) ? pattern : ".";
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

int once(const std::string& folder, std::size_t count, const std::string& rules) {
  Corpus corpus;
  corpus.folder = folder;
  corpus.indicators = count;
  const Spent spent = run_pipeline(corpus, rules);
  std::printf("%.3f s wall, %.3f s CPU\n%llu\n", spent.wall, spent.cpu,
              static_cast<unsigned long long>(peak_kib()));
  return 0;
}

int all(const Options& options) {
  const Templates templates =
      read_templates(RULEMAP_SHARED_DATA "/vt", RULEMAP_SOURCE_DIR "/examples/recordings");
  print_setup(templates, options);
  std::vector<std::size_t> counts = {options.count};
  if (options.memory) counts = {1'000, 20'000};
  std::vector<std::uint64_t> peaks;
  for (const std::size_t count : counts) {
    const Folder folder;
    const Corpus corpus = make_corpus(templates, count, folder.path());
    print_corpus(corpus);
    std::fflush(stdout);
    measure(corpus, options);
    if (!options.memory) continue;
    peaks.push_back(peak_of_child(corpus, options));
    std::printf("peak        %.1f MiB\n", static_cast<double>(peaks.back()) / 1024);
  }
  if (peaks.size() == 2) {
    const double more = static_cast<double>(peaks[1]) / static_cast<double>(peaks[0]) - 1;
    std::printf("\nmemory      %+.0f %% from 1,000 to 20,000\n", 100 * more);
  }
  return 0;
}

int main_of(int count, char** arguments) {
  Options options;
  for (int i = 1; i < count; ++i) {
    const std::string_view name = arguments[i];
    if (name == "--once" && i + 3 < count) {
      return once(arguments[i + 1], std::strtoull(arguments[i + 2], nullptr, 10), arguments[i + 3]);
    }
    if (name == "--no-memory") {
      options.memory = false;
    } else if (i + 1 < count && name == "--count") {
      options.count = std::strtoull(arguments[++i], nullptr, 10);
      options.memory = false;
    } else if (i + 1 < count && name == "--rounds") {
      options.rounds = std::strtoull(arguments[++i], nullptr, 10);
    } else if (i + 1 < count && name == "--rules") {
      options.rules = std::filesystem::absolute(arguments[++i]).string();
    } else {
      std::fprintf(stderr, "unknown: %s\n", arguments[i]);
      return 2;
    }
  }
  return all(options);
}

}  // namespace
}  // namespace rulemap::bench

int main(int count, char** arguments) {
  ::mallopt(M_ARENA_MAX, 2);  // as the command line does
  return rulemap::bench::main_of(count, arguments);
}
