// What a list held that was no UTF-8 made `ledger --json` no JSON; its text and CSV gave a terminal
// what the list's author wanted it to obey.
#include <gtest/gtest.h>
#include <rapidjson/document.h>

#include <sstream>

#include "e2e/workplace.h"

namespace rulemap::e2e {
namespace {

TEST(LedgerPrintsRawBytes, InNoneOfItsForms) {
  const Workplace place("LedgerPrintsRawBytes");
  place.write("list.txt", "evil\x1b[31m.example\n\xff\xfe.example\nx\xc2\x9b.example\n");
  place.write("p.yaml",
              "pipeline: p\nversion: 1\nsources:\n"
              "  - { id: list, use: text.iocs, with: { path: list.txt }, case: { title: t } }\n"
              "sinks:\n  - { id: a, use: table.jsonl, with: { path: out.jsonl } }\n");
  (void)place.start(
      {.arguments = {"run", "p.yaml", "--state", "state"}, .folder = "", .environment = {}});
  const auto ledger = [&](std::vector<std::string> words) {
    words.insert(words.begin(), {"ledger", "--state", "state"});
    return place.start({.arguments = words, .folder = "", .environment = {}}).out;
  };
  std::istringstream lines(ledger({"--json"}));
  int count = 0;
  for (std::string line; std::getline(lines, line); ++count) {
    rapidjson::Document of;
    of.Parse<rapidjson::kParseValidateEncodingFlag>(line.data(), line.size());
    EXPECT_FALSE(of.HasParseError()) << line;
  }
  EXPECT_EQ(count, 3);
  for (const std::string& out : {ledger({}), ledger({"--csv"})}) {
    EXPECT_NE(out.find("evil?[31m.example"), std::string::npos) << out;
    EXPECT_NE(out.find("??.example"), std::string::npos) << out;
    EXPECT_EQ(out.find_first_of("\x1b\xff\xfe\x9b"), std::string::npos) << out;
  }
}

}  // namespace
}  // namespace rulemap::e2e
