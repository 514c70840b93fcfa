#include "e2e/workplace.h"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <fstream>
#include <sstream>

#include "host/recordings.h"
#include "rulemap/text/indicator.h"

namespace rulemap::e2e {

namespace fs = std::filesystem;

namespace {

std::string base64url(std::string_view bytes) {
  constexpr char kDigits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  std::string out;
  for (std::size_t bit = 0; bit < bytes.size() * 8; bit += 6) {
    unsigned digit = 0;
    for (std::size_t at = bit; at < bit + 6; ++at) {
      const unsigned byte = at / 8 < bytes.size() ? static_cast<unsigned char>(bytes[at / 8]) : 0;
      digit = digit << 1 | (byte >> (7 - at % 8) & 1);
    }
    out += kDigits[digit];
  }
  return out;
}

}  // namespace

std::string Pipeline::text() const {
  return top +
         "\npipeline: e2e\nversion: 1\n"
         "sources:\n"
         "  - { id: list, use: text.iocs, with: { " +
         list +
         " }, case: { title: An intrusion, tlp: green } }\n"
         "steps:\n"
         "  - { id: once, use: core.dedupe }\n"
         // Answers stand at the paths of reports alone.
         "  - { id: vt, use: virustotal.report, with: { relations: [], " +
         vt + " }, " + vt_more +
         " }\n"
         "  - { id: same, use: core.merge }\n"
         "  - { id: rules, use: sigma.map, with: { rules: [\"" +
         rules +
         "\"] } }\n"
         "  - { id: attack, use: attack.map }\n" +
         before_sinks +
         "sinks:\n"
         "  - { id: misp, use: misp.event, with: { " +
         misp +
         " } }\n"
         "  - { id: table, use: table.jsonl, with: { path: rows.jsonl } }\n";
}

Workplace::Workplace(const std::string& name) : folder_(fs::path(testing::TempDir()) / name) {
  fs::remove_all(folder_);
  fs::create_directories(folder_ / "rules");
  fs::create_directories(folder_ / "recordings");
}

void Workplace::write(std::string_view name, std::string_view text) const {
  const fs::path to = folder_ / name;
  fs::create_directories(to.parent_path());
  std::ofstream(to, std::ios::binary) << text;
}

void Workplace::answer(std::string_view path, int status, std::string_view body) const {
  const std::string url = std::string(kApi) + std::string(path);
  write("recordings/" + engine::recording_path("GET", url),
        "GET " + url + "\n" + std::to_string(status) + "\ncontent-type: application/json\n\n" +
            std::string(body));
}

Ended Workplace::run(const Pipeline& pipeline, const std::vector<std::string>& words) const {
  write("pipeline.yaml", pipeline.text());
  std::vector<std::string> all{"run", "pipeline.yaml", "--json", "--state", "state"};
  all.insert(all.end(), words.begin(), words.end());
  return start({.arguments = all, .folder = "", .environment = {}});
}

Ended Workplace::start(Started started) const {
  started.folder = folder_.string();
  started.environment.emplace("XDG_STATE_HOME", path("state-home"));
  return run_program(started);
}

std::vector<JsonText> Workplace::rows(std::string_view name) const {
  std::vector<JsonText> out;
  std::istringstream lines(read_text(path(name)));
  for (std::string line; std::getline(lines, line);) out.emplace_back(line);
  return out;
}

std::vector<std::string> Workplace::ledger(const std::string& sql) const {
  std::vector<std::string> out;
  const auto take = [](void* to, int count, char** values, char**) {
    std::string line;
    for (int i = 0; i < count; ++i) {
      line += (i ? "|" : "") + std::string(values[i] ? values[i] : "");
    }
    static_cast<std::vector<std::string>*>(to)->push_back(line);
    return 0;
  };
  sqlite3* database = nullptr;
  sqlite3_open_v2(path("state/ledger.sqlite").c_str(), &database, SQLITE_OPEN_READONLY, nullptr);
  EXPECT_EQ(sqlite3_exec(database, sql.c_str(), take, &out, nullptr), SQLITE_OK) << sql;
  sqlite3_close(database);
  return out;
}

std::string report_path(std::string_view indicator) {
  const auto is = ioc::classify(indicator);
  EXPECT_TRUE(is.ok()) << indicator;
  if (!is.ok()) return "";
  switch (is->type) {
    case ioc::Type::domain:
      return "/domains/" + is->value;
    case ioc::Type::ipv4:
    case ioc::Type::ipv6:
      return "/ip_addresses/" + is->value;
    case ioc::Type::url:
      return "/urls/" + base64url(is->value);
    default:
      return "/files/" + is->value;
  }
}

}  // namespace rulemap::e2e
