// Loading rule files, as a ratio to yaml-cpp reading the same bytes: rounds alternate in one
// process, the least of each counts.
//
//   bench_sigma_load [FOLDER [ROUNDS]]
#include <sys/resource.h>
#include <unistd.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <limits>
#include <string>
#include <vector>

#include "rulemap/paths/find_files.h"
#include "rulemap/sigma/load.h"

namespace rulemap::bench {
namespace {

double milliseconds(const std::function<void()>& work) {
  const auto begin = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin)
      .count();
}

double peak_mib() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024;
}

struct Corpus {
  std::vector<std::string> paths, texts;
  std::size_t bytes = 0;
};

Corpus read(const std::string& folder) {
  Corpus corpus;
  const auto found = paths::find_files({folder}, {".yml", ".yaml"});
  if (!found) return corpus;
  for (const std::string& path : found->paths) {
    auto text = paths::read_text_file(path, std::size_t{64} << 20);
    if (!text) continue;
    corpus.bytes += text->size();
    corpus.paths.push_back(path);
    corpus.texts.push_back(std::move(*text));
  }
  return corpus;
}

void measure(const Corpus& corpus, int rounds) {
  std::vector<sigma::RuleText> texts;
  for (std::size_t i = 0; i < corpus.texts.size(); ++i) {
    texts.push_back({corpus.paths[i], corpus.texts[i]});
  }
  sigma::RuleSet rules = sigma::load_texts(texts);
  std::printf("%zu files, %.2f MB, %zu rules, %zu problems, peak after one load %.0f MiB\n",
              texts.size(), static_cast<double>(corpus.bytes) / 1e6, rules.rules.size(),
              rules.problems.size(), peak_mib());
  rules = {};
  constexpr double kMost = std::numeric_limits<double>::max();
  double yaml = kMost, one = kMost, two = kMost, kept = kMost;
  // The first load writes it; digests of the texts are taken in each.
  const std::string cache = "/tmp/bench_sigma_load." + std::to_string(::getpid());
  sigma::load_texts(texts, {.cache = cache});
  for (int i = 0; i < rounds; ++i) {
    yaml = std::min(yaml, milliseconds([&] {
                      for (const std::string& text : corpus.texts) YAML::LoadAll(text);
                    }));
    one = std::min(one, milliseconds([&] { sigma::load_texts(texts); }));
    two = std::min(
        two, milliseconds([&] { sigma::load_texts(texts, {.run_all = sigma::on_threads(2)}); }));
    kept = std::min(kept, milliseconds([&] { sigma::load_texts(texts, {.cache = cache}); }));
  }
  ::unlink(cache.c_str());
  std::printf("%-20s %8s %7s\n", "", "ms", "ratio");
  std::printf("%-20s %8.1f %7.2f\n", "yaml-cpp LoadAll", yaml, 1.0);
  std::printf("%-20s %8.1f %7.2f\n", "load, 1 thread", one, one / yaml);
  std::printf("%-20s %8.1f %7.2f\n", "load, 2 threads", two, two / yaml);
  std::printf("%-20s %8.1f %7.2f\n", "from the cache", kept, kept / yaml);
}

}  // namespace
}  // namespace rulemap::bench

int main(int argc, char** argv) {
  const std::string folder = argc > 1 ? argv[1] : RULEMAP_SHARED_DATA "/sigmahq/rules";
  const int rounds = argc > 2 ? std::atoi(argv[2]) : 7;
  const auto corpus = rulemap::bench::read(folder);
  if (corpus.texts.empty()) {
    std::fprintf(stderr, "%s: there are no rule files here\n", folder.c_str());
    return 1;
  }
  rulemap::bench::measure(corpus, std::max(rounds, 1));
}
