// bench_misp_event: made records to one MISP event file: objects a second, bytes an object, memory.
//
//   bench_misp_event                     1,000, 10,000 and 100,000 objects, each in a process of
//   its own bench_misp_event --once OBJECTS      one size, with the peak memory of this process
#define RULEMAP_ENTRY_SYMBOL rulemap_entry_bench
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <string>

#include "../ioc_to_misp/stopwatch.h"
#include "rulemap/engine/run.h"
#include "rulemap/ids/uuid.h"
#include "rulemap/sdk/plugin.h"

extern "C" const rulemap_entry rulemap_entry_misp;

namespace rulemap::bench {
namespace {

namespace fs = std::filesystem;

// A record becomes a file, its provider's report, and a domain that it contacted.
constexpr std::int64_t kObjectsOfARow = 3;
constexpr std::int64_t kRules = 50;

std::int64_t g_rows = 0;

Observable file_of(const std::string& sha256, std::int64_t number) {
  Observable out{.type = "file", .key = sha256, .by = "virustotal", .subject = true};
  out.attributes = {{"sha256", sha256},
                    {"md5", sha256.substr(0, 32)},
                    {"sha1", sha256.substr(0, 40)},
                    {"size", number},
                    {"magic", std::string("PE32 executable (GUI) Intel 80386, for MS Windows")},
                    {"first_seen", Time{1'597'234'060'000}},
                    {"last_seen", Time{1'767'225'600'000}}};
  for (int i = 0; i < 5; ++i) {
    out.attributes.push_back({"name", "setup_" + std::to_string(number + i) + ".exe"});
  }
  out.relations = {{"communicates-with", "domain", "c" + std::to_string(number) + ".example"}};
  return out;
}

class Files final : public Source<Files> {
 public:
  static constexpr Label label{.id = "bench.files", .summary = "Gives files that are known."};
  static constexpr auto writes =
      rulemap::fields(field::text("ioc.type"), field::text("ioc.value"), field::integer("ioc.line"),
                      field::text("lookup.vt"), field::integer("reputation.malicious"),
                      field::integer("reputation.total"), field::text("reputation.by"),
                      field::list("observables"), field::list("matches"));

  Outcome poll(Emitter out) {
    for (int i = 0; i < 64 && next_ < g_rows; ++i, ++next_) {
      const std::string sha256 = ids::sha256_hex(std::to_string(next_));
      auto row = out.row();
      row.set("ioc.type", "sha256").set("ioc.value", sha256).set("ioc.line", next_);
      row.set("lookup.vt", "known").set("reputation.by", "virustotal");
      row.set("reputation.malicious", std::int64_t{41}).set("reputation.total", std::int64_t{72});
      model::write(row.append("observables"), file_of(sha256, next_));
      model::write(row.append("observables"),
                   Observable{.type = "domain",
                              .key = "c" + std::to_string(next_) + ".example",
                              .by = "virustotal"});
      model::write(row.append("matches"), Match{.kind = "yara",
                                                .id = "Rule_" + std::to_string(next_ % kRules),
                                                .by = "virustotal",
                                                .how = "observed"});
    }
    return next_ < g_rows ? Outcome() : Outcome::end();
  }

 private:
  std::int64_t next_ = 0;
};

class Nowhere final : public Sink<Nowhere> {
 public:
  static constexpr Label label{.id = "bench.nowhere", .summary = "Takes rows."};
  static constexpr auto reads = rulemap::fields(field::list("observables"), field::list("matches"));
  void write(const Case&, Row row, Receipts& receipts) { receipts.written(row.id(), "nowhere"); }
};

[[noreturn]] void fail(const std::string& why) {
  std::fprintf(stderr, "%s\n", why.c_str());
  std::exit(1);
}

Spent run_into(const rulemap_entry& own, const fs::path& folder, const std::string& sink) {
  std::ofstream(folder / "pipeline.yaml") << "pipeline: bench\nversion: 1\nsources: [ { id: in, "
                                             "use: bench.files, case: { title: T } } ]"
                                          << "\nsinks: [ { id: out, use: " << sink << " } ]\n";
  engine::Registry registry;
  for (const rulemap_entry* each : {&own, &rulemap_entry_misp}) (void)registry.add(*each);
  engine::Loaded loaded = engine::load_pipeline((folder / "pipeline.yaml").string(), registry, {});
  if (!loaded.pipeline) fail(loaded.diagnostics.text());
  const Stopwatch watch;
  const engine::RunReport report =
      engine::run(*loaded.pipeline, {.state_folder = (folder / "state").string(), .fresh = true});
  if (report.failed) fail(report.text());
  return watch.spent();
}

std::size_t count(const fs::path& file, const char* what) {
  std::ifstream in(file, std::ios::binary);
  std::size_t out = 0;
  for (std::string line; std::getline(in, line);) out += line.find(what) != std::string::npos;
  return out;
}

long peak_kib() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.rfind("VmHWM:", 0) == 0) return std::atol(line.c_str() + 6);
  }
  return 0;
}

}  // namespace

int once(const rulemap_entry& own, std::int64_t objects) {
  g_rows = objects / kObjectsOfARow;
  const fs::path folder =
      fs::temp_directory_path() / ("rulemap-bench-misp-" + std::to_string(objects));
  fs::remove_all(folder);
  fs::create_directories(folder);
  const Spent event = run_into(own, folder, "misp.event, with: { path: event.json }");
  const long peak = peak_kib();
  const Spent nowhere = run_into(own, folder, "bench.nowhere");
  const fs::path file = folder / "event.json";
  const auto made = static_cast<double>(count(file, "\"template_uuid\":"));
  const auto bytes = static_cast<double>(fs::file_size(file));
  std::printf("%10.0f %12.0f %12.0f %10.3f %10.3f %10.0f %10.1f\n", made, made / event.wall,
              made / (event.cpu - nowhere.cpu), event.wall, event.cpu, bytes / made,
              static_cast<double>(peak) / 1024);
  fs::remove_all(folder);
  return 0;
}

}  // namespace rulemap::bench

RULEMAP_PLUGIN(rulemap::bench::Files, rulemap::bench::Nowhere)

int main(int argc, char** argv) {
  if (argc == 3 && std::strcmp(argv[1], "--once") == 0) {
    return rulemap::bench::once(rulemap_entry_bench, std::atoll(argv[2]));
  }
  std::ifstream load("/proc/loadavg");
  std::string line;
  std::getline(load, line);
  std::printf("load %s\n%10s %12s %12s %10s %10s %10s %10s\n", line.c_str(), "objects", "objects/s",
              "sink alone/s", "wall s", "CPU s", "bytes each", "peak MiB");
  std::fflush(stdout);
  for (const char* objects : {"1000", "10000", "100000"}) {
    const std::string command = "'" + std::string(argv[0]) + "' --once " + objects;
    if (std::system(command.c_str()) != 0) return 1;
  }
  return 0;
}
