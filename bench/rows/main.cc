// What the engine itself costs: rows a second through 1, 4 and 16 steps that do nothing, one call a
// row or many rows a call.
//
//   bench_rows [ROWS]
#define RULEMAP_ENTRY_SYMBOL rulemap_entry_bench
#include <sys/resource.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "rulemap/engine/run.h"
#include "rulemap/sdk/plugin.h"

namespace rulemap::bench {
namespace {

namespace fs = std::filesystem;

std::int64_t g_rows = 100'000;

class Numbers final : public Source<Numbers> {
 public:
  static constexpr Label label{.id = "bench.numbers", .summary = "Gives numbered domains."};
  static constexpr auto writes = rulemap::fields(field::text("ioc.type"), field::text("ioc.value"),
                                                 field::integer("ioc.line"));

  Outcome poll(Emitter out) {
    for (int i = 0; i < 256 && next_ < g_rows; ++i, ++next_) {
      auto row = out.row();
      row.set("ioc.type", "domain").set("ioc.value", "d" + std::to_string(next_) + ".example");
      row.set("ioc.line", next_);
    }
    return next_ < g_rows ? Outcome() : Outcome::end();
  }

 private:
  std::int64_t next_ = 0;
};

// Looks at one cell.
template <class Self>
class Pass : public Step<Self> {
 public:
  using Row = typename Step<Self>::Row;
  static constexpr auto reads = rulemap::fields(field::text("ioc.value"));
  void process(Row row) { seen_ += row.text("ioc.value").size(); }

 private:
  std::size_t seen_ = 0;
};
class PassMany final : public Pass<PassMany> {
 public:
  static constexpr Label label{.id = "bench.pass", .summary = "Does nothing."};
};
class PassOne final : public Pass<PassOne> {
 public:
  static constexpr Label label{
      .id = "bench.pass_one", .summary = "Does nothing, a row a call.", .max_batch = 1};
};

class Nowhere final : public Sink<Nowhere> {
 public:
  static constexpr Label label{.id = "bench.nowhere", .summary = "Takes rows."};
  void write(const Case&, Row row, Receipts& receipts) { receipts.written(row.id(), "nowhere"); }
};

struct Took {
  double wall, cpu;
};

double cpu_seconds() {
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  const auto seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + 1e-6 * static_cast<double>(t.tv_usec);
  };
  return seconds(used.ru_utime) + seconds(used.ru_stime);
}

Took run_steps(const rulemap_entry& entry, const fs::path& folder, const char* use, int steps) {
  std::ofstream file(folder / "pipeline.yaml");
  file << "pipeline: bench\nversion: 1\nsources: [ { id: in, use: bench.numbers, case: { title: T "
          "} } ]\nsteps:\n";
  for (int i = 0; i < steps; ++i) file << "  - { id: s" << i << ", use: " << use << " }\n";
  file << "sinks: [ { id: out, use: bench.nowhere } ]\n";
  file.close();
  engine::Registry registry;
  (void)registry.add(entry);
  engine::Loaded loaded = engine::load_pipeline((folder / "pipeline.yaml").string(), registry, {});
  if (!loaded.pipeline) {
    std::fputs(loaded.diagnostics.text().c_str(), stderr);
    std::exit(1);
  }
  const auto start = std::chrono::steady_clock::now();
  const double cpu = cpu_seconds();
  const engine::RunReport report =
      engine::run(*loaded.pipeline, {.state_folder = (folder / "state").string(), .fresh = true});
  const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - start;
  if (report.failed) {
    std::fputs(report.text().c_str(), stderr);
    std::exit(1);
  }
  return {wall.count(), cpu_seconds() - cpu};
}

}  // namespace
}  // namespace rulemap::bench

RULEMAP_PLUGIN(rulemap::bench::Numbers, rulemap::bench::PassMany, rulemap::bench::PassOne,
               rulemap::bench::Nowhere)

int main(int argc, char** argv) {
  using namespace rulemap::bench;
  if (argc > 1) g_rows = std::atoll(argv[1]);
  const fs::path folder = fs::temp_directory_path() / "rulemap-bench-rows";
  fs::remove_all(folder);
  fs::create_directories(folder);
  const auto rows = static_cast<double>(g_rows);
  std::printf("%lld rows\n%-16s %5s %12s %10s %22s\n", static_cast<long long>(g_rows), "step",
              "steps", "rows/s", "CPU s", "more CPU ns a row, step");
  for (const char* use : {"bench.pass", "bench.pass_one"}) {
    double least = 0;
    for (const int steps : {1, 4, 16}) {
      const Took took = run_steps(rulemap_entry_bench, folder, use, steps);
      if (steps == 1) least = took.cpu;
      std::printf("%-16s %5d %12.0f %10.2f", use, steps, rows / took.wall, took.cpu);
      if (steps > 1) std::printf(" %22.0f", (took.cpu - least) / rows / (steps - 1) * 1e9);
      std::printf("\n");
    }
  }
  fs::remove_all(folder);
}
