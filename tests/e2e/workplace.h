// A folder with everything that one run needs: a list, recorded answers, rules, a pipeline file;
// and afterwards what the run left there.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "e2e/event_file.h"
#include "e2e/json_text.h"
#include "e2e/program.h"

namespace rulemap::e2e {

// The pieces of the pipeline file in which tests differ, in flow style.
struct Pipeline {
  std::string top = "http: { replay: recordings }";
  std::string list = "path: list.txt";
  std::string vt = "names: 1000";  // options of virustotal.report
  std::string vt_more = "on_error: { retry: { attempts: 1 } }";
  std::string rules = "rules";    // a folder
  std::string before_sinks = "";  // further steps, each with a comma behind it
  std::string misp = "path: event.json";

  std::string text() const;
};

class Workplace {
 public:
  // An empty folder of that name below the tests' temporary one.
  explicit Workplace(const std::string& name);

  std::string path(std::string_view name) const { return (folder_ / name).string(); }
  void write(std::string_view name, std::string_view text) const;
  // What VirusTotal answers to GET of a path such as /domains/evil.example.
  void answer(std::string_view path, int status, std::string_view body) const;

  // `rulemap run pipeline.yaml --json` with a state folder; `words` stand behind.
  Ended run(const Pipeline& pipeline = {}, const std::vector<std::string>& words = {}) const;
  Ended start(Started started) const;

  Event event(std::string_view name = "event.json") const { return read_event(path(name)); }
  // The rows that the sink `table` wrote.
  std::vector<JsonText> rows(std::string_view name = "rows.jsonl") const;
  // One column a text, columns joined by '|'; a row a result.
  std::vector<std::string> ledger(const std::string& sql) const;

 private:
  std::filesystem::path folder_;
};

inline constexpr std::string_view kApi = "https://www.virustotal.com/api/v3";
inline constexpr std::string_view kNotFound =
    R"({"error": {"code": "NotFoundError", "message": "not found"}})";

// The path of the report on an indicator, in the form in which rulemap asks for it.
std::string report_path(std::string_view indicator);

}  // namespace rulemap::e2e
