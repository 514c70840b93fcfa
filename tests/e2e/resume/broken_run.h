// Runs that are broken off and go on, held against one that nobody disturbed.
#pragma once

#include <algorithm>
#include <fstream>
#include <regex>
#include <sstream>

#include "e2e/whole_run.h"

namespace rulemap::e2e {

inline std::string text_of_file(const std::string& path) {
  std::ostringstream out;
  out << std::ifstream(path, std::ios::binary).rdbuf();
  return out.str();
}

inline std::vector<std::string> sorted_lines(const std::string& text) {
  std::vector<std::string> out;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) out.push_back(line);
  std::sort(out.begin(), out.end());
  return out;
}

class BrokenRun : public WholeRun {
 protected:
  void write_list() {
    std::string lines;
    for (int i = 0; i < 150; ++i) {
      const std::string number = std::to_string(i);
      know_domain("d" + number + ".example", R"("categories": {"x": "y"})");
      lines += "d" + number + ".example\n";
      lines += "reader" + number + "@mail.example d" + std::to_string(i / 2) + ".example\n";
      lines += "CVE-2024-" + std::to_string(10'000 + i) + "\n";
    }
    list(lines);
  }
  // Without what says when it was written.
  std::string event_text() const {
    static const std::regex timestamps(R"re("timestamp":\s*"[0-9]+")re");
    return std::regex_replace(text_of_file(place_.path("event.json")), timestamps, "");
  }
  std::vector<std::string> table_lines() const {
    return sorted_lines(text_of_file(place_.path("rows.jsonl")));
  }
  Started started() const {
    return {.arguments = {"run", "pipeline.yaml", "--json", "--state", "state"},
            .folder = "",
            .environment = {}};
  }
  void expect_whole_ledger() const {
    const std::string last = "run = (SELECT max(id) FROM run)";
    EXPECT_EQ(place_.ledger("SELECT original FROM token WHERE state='pending' AND " + last),
              std::vector<std::string>{});
    EXPECT_EQ(place_.ledger("SELECT count(*), count(DISTINCT record_id) FROM token WHERE " + last),
              std::vector<std::string>{"600|600"});
    EXPECT_EQ(place_.ledger("SELECT original FROM token t WHERE " + last +
                            " AND state='final' AND (SELECT count(*) FROM outcome o WHERE"
                            " o.run=t.run AND o.token=t.token AND o.state='written') != 2"),
              std::vector<std::string>{});
  }
};

}  // namespace rulemap::e2e
