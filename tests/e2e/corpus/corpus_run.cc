#include "e2e/corpus/corpus_run.h"

#include <numeric>

namespace rulemap::e2e {
namespace {

// Replaces the first `from` in text[begin, end).
void replace_in(std::string& text, std::string_view from, std::string_view to, std::size_t begin,
                std::size_t end = std::string::npos) {
  const std::size_t at = text.find(from, begin);
  if (at != std::string::npos && at < end) text.replace(at, from.size(), to);
}

VtReport composed_file() {
  const std::string sha256(64, 'c');
  const std::string text =
      R"({"type": "file", "id": ")" + sha256 + R"(", "attributes": {"sha256": ")" + sha256 +
      R"(", "names": ["a.exe"], "sigma_analysis_results": [{"rule_title": ")" +
      std::string(kUnmappedTitle) +
      R"(", "rule_level": "high", "rule_author": "Nobody", "rule_source": "elsewhere"}]}})";
  return {"file", sha256, sha256, JsonText(text)};
}

void record_trees(CorpusRun& run, const VtReport& file) {
  const ComposedTrees trees = composed_trees(run.trees.size());
  const std::string path = "/files/" + file.id + "/behaviour_mitre_trees";
  const bool known = !trees.body.empty();
  run.place.answer(path, known ? 200 : 404, known ? std::string_view(trees.body) : kNotFound);
  run.trees.emplace(file.id, trees);
}

void record(CorpusRun& run, const VtReport& report) {
  run.place.answer(report_path(report.indicator), 200,
                   "{\"data\": " + report.object.root().json() + "}");
  if (report.type == "file") record_trees(run, report);
}

void write_list(CorpusRun& run) {
  for (const VtReport& each : run.reports) {
    run.lines.push_back(defanged(each.indicator, run.lines.size()));
  }
  for (const std::string& each : run.unknown) run.lines.push_back(defanged(each, 0));
  run.place.write("list.txt", std::accumulate(run.lines.begin(), run.lines.end(), std::string(),
                                              [](std::string all, const std::string& line) {
                                                return std::move(all) + line + "\n";
                                              }));
}

}  // namespace

std::vector<const VtReport*> CorpusRun::of_type(std::string_view type) const {
  std::vector<const VtReport*> out;
  for (const VtReport& each : reports) {
    if (each.type == type) out.push_back(&each);
  }
  return out;
}

std::string defanged(const std::string& indicator, std::size_t n) {
  constexpr std::string_view kColons[] = {"://", "[://]", "[:]//", ":[//]"};
  std::string out = indicator;
  const std::size_t scheme = out.find("://");
  if (scheme == std::string::npos) {
    if (out.find('.') == std::string::npos) replace_in(out, ":", "[:]", 0);
    replace_in(out, ".", "[.]", 0);
    return out;
  }
  const std::size_t host = scheme + 3;
  replace_in(out, ".", "[.]", host, out.find('/', host));
  out.replace(scheme, 3, kColons[n % 4]);
  replace_in(out, "http", "hxxp", 0, 1);
  return out;
}

CorpusRun run_corpus(const std::string& shared_data) {
  CorpusRun run;
  run.reports = read_vt_reports(shared_data + "/vt");
  run.reports.push_back(composed_file());
  run.unknown = {std::string(64, 'd'), "unknown.example", "45.10.20.30",
                 "http://unknown.example/a/b?c=d"};
  for (const VtReport& each : run.reports) record(run, each);
  for (const std::string& each : run.unknown) run.place.answer(report_path(each), 404, kNotFound);
  write_list(run);
  Pipeline pipeline;
  pipeline.rules = shared_data + "/sigmahq/rules";
  run.ended = run.place.run(pipeline);
  run.event = run.place.event();
  return run;
}

}  // namespace rulemap::e2e
