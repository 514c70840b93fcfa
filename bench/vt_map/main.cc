// Bodies of VirusTotal through virustotal.report, as a ratio to RapidJSON parsing the same bodies:
// one core, rounds alternate in one process, the least processor time of each counts. Mapping is
// one call of the step: judging the answer, reading it, writing the record. Making the record and
// its indicator is not counted; for trees, runs and the summary a report without attributes is
// read as well.
//
//   bench_vt_map [ROUNDS]
#include <rapidjson/pointer.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <memory>
#include <string_view>

#include "../ioc_to_misp/stopwatch.h"
#include "bodies.h"
#include "parse_baseline.h"
#include "rulemap/testing/harness.h"

extern "C" const rulemap_entry rulemap_entry_virustotal;

namespace rulemap::bench {
namespace {

// Kinds with few bodies are gone through again until a round has so many bytes.
constexpr std::size_t kBytesOfRound = std::size_t{8} << 20;
constexpr std::string_view kReport =
    R"({"data": {"type": "file", "id": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "attributes": {}}})";

// Answers a call's requests: the report where one comes before, then the body.
class OneBody {
 public:
  void give(std::string_view body, bool follows) {
    body_ = body;
    report_is_due_ = follows;
  }
  const rulemap_http* abi() const { return &abi_; }

 private:
  void answer(rulemap_response& response) {
    response.outcome = RULEMAP_OK;
    response.status = 200;
    response.from = RULEMAP_FROM_REPLAY;
    response.body = text(report_is_due_ ? kReport : body_);
    report_is_due_ = false;
  }

  std::string_view body_;
  bool report_is_due_ = false;
  rulemap_http abi_{sizeof abi_, this,
                    [](const rulemap_http* http, const rulemap_request*, size_t count,
                       rulemap_response* responses, rulemap_error*) noexcept -> rulemap_status {
                      auto* self = static_cast<OneBody*>(http->host);
                      for (size_t i = 0; i < count; ++i) self->answer(responses[i]);
                      return RULEMAP_OK;
                    },
                    0};
};

// An answer is of the file that it names.
std::string indicator_of(const Kind& kind, const std::string& body) {
  rapidjson::Document document;
  std::string value = kind.value;
  if (value.empty() && host::parse_json(body, host::kMaxDepth, document).ok()) {
    const host::Json* md5 = rapidjson::Pointer("/data/attributes/md5").Get(document);
    value = md5 && md5->IsString() ? md5->GetString() : std::string(32, 'a');
  }
  return R"({"ioc.type": ")" + kind.type + R"(", "ioc.value": ")" + value + R"("})";
}

// The step with the configuration of a kind.
class Mapping {
 public:
  explicit Mapping(const Kind& kind)
      : kind_(kind),
        abi_(testing::detail::find(rulemap_entry_virustotal.steps,
                                   rulemap_entry_virustotal.step_count, "virustotal.report")),
        step_(abi_, testing::detail::configure(*abi_.about, world_, kind.config), lend(), fields_) {
    testing::detail::begin(step_, fields_);
  }

  // Processor time in seconds.
  double map_all() {
    double out = 0;
    for (const std::string& body : kind_.bodies) {
      host::Record record = testing::detail::record_of(fields_, indicator_of(kind_, body));
      host::Record* const records[] = {&record};
      const std::uint64_t ids[] = {++next_id_};
      http_.give(body, kind_.follows);
      const Stopwatch watch;
      const host::StepCall call = step_.process(records, ids);
      out += watch.spent().cpu;
      known_ += call.verdicts.at(0).kind == host::Verdict::Kind::ok;
    }
    return out;
  }
  std::size_t known() const { return known_; }

 private:
  host::Lent lend() {
    host::Lent out = world_.lend();
    out.http = http_.abi();
    return out;
  }

  const Kind& kind_;
  OneBody http_;
  testing::FakeWorld world_;
  host::FieldTable fields_;
  const rulemap_step& abi_;
  host::StepInstance step_;
  std::uint64_t next_id_ = 0;
  std::size_t known_ = 0;
};

struct Row {
  std::size_t bodies = 0;
  std::size_t bytes = 0;
  double map = 0;
  double parse = 0;
};

Row measure(const Kind& kind, std::size_t rounds) {
  Mapping mapping(kind);
  mapping.map_all();
  if (mapping.known() != kind.bodies.size()) {
    std::printf("%s: %zu of %zu bodies are refused\n", kind.name.c_str(),
                kind.bodies.size() - mapping.known(), kind.bodies.size());
  }
  const std::size_t times = std::max<std::size_t>(kBytesOfRound / kind.bytes(), 1);
  Row out{kind.bodies.size(), kind.bytes(), std::numeric_limits<double>::max(),
          std::numeric_limits<double>::max()};
  for (std::size_t round = 0; round < rounds; ++round) {
    double map = 0, parse = 0;
    for (std::size_t i = 0; i < times; ++i) map += mapping.map_all();
    for (std::size_t i = 0; i < times; ++i) parse += parse_all(kind.bodies);
    out.map = std::min(out.map, map / static_cast<double>(times));
    out.parse = std::min(out.parse, parse / static_cast<double>(times));
  }
  return out;
}

void print(const char* name, const Row& row) {
  const double bodies = static_cast<double>(row.bodies);
  std::printf("| %s | %zu | %.1f | %.0f | %.0f | %.2f |\n", name, row.bodies,
              static_cast<double>(row.bytes) / 1024 / bodies, bodies / row.map, bodies / row.parse,
              row.map / row.parse);
}

int main_of(std::size_t rounds) {
  std::printf("%s, baseline %s, %zu rounds\n", RULEMAP_BENCH_FLAGS, RULEMAP_BASELINE_FLAGS, rounds);
  std::printf(
      "| kind | bodies | KiB each | mapped/s | parsed/s | ratio |\n|---|---|---|---|---|---|\n");
  Row all;
  const std::vector<Kind> kinds = load_kinds();
  for (const Kind& each : kinds) {
    const Row row = measure(each, rounds);
    print(each.name.c_str(), row);
    all = {all.bodies + row.bodies, all.bytes + row.bytes, all.map + row.map,
           all.parse + row.parse};
  }
  print("all", all);
  return 0;
}

}  // namespace
}  // namespace rulemap::bench

int main(int count, char** arguments) {
  return rulemap::bench::main_of(count > 1 ? std::strtoul(arguments[1], nullptr, 10) : 7);
}
