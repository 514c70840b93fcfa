// rulemap ledger: what became of each input, for people, spreadsheets and programs.
#include <fstream>
#include <sstream>

#include "e2e/whole_run.h"

namespace rulemap::e2e {
namespace {

std::string read(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream out;
  out << file.rdbuf();
  return out.str();
}

class LedgerCommand : public WholeRun {
 protected:
  void SetUp() override {
    WholeRun::SetUp();
    list("known.example\nnonsense\nknown.example\n=cmd()@mail.example\n");
    know_domain("known.example");
    run_well();
  }
  Ended ledger(std::vector<std::string> words) const {
    words.insert(words.begin(), {"ledger", "--state", "state"});
    return place_.start({.arguments = words, .folder = "", .environment = {}});
  }
};

TEST_F(LedgerCommand, ListsInputsWithTheirEnds) {
  const Ended said = ledger({});
  EXPECT_EQ(said.exit_code, 0);
  for (const char* each : {"known.example", "    misp: written, ", "    table: written, ",
                           "    merged, once", "nonsense", "    refused, ", "run 1 of e2e: done"}) {
    EXPECT_NE(said.out.find(each), std::string::npos) << each << "\n" << said.out;
  }
}

TEST_F(LedgerCommand, FiltersByStateAndSink) {
  const std::string refused = ledger({"--only", "refused", "--json"}).out;
  EXPECT_NE(refused.find(R"("original":"nonsense")"), std::string::npos) << refused;
  EXPECT_EQ(refused.find("known.example"), std::string::npos) << refused;
  const std::string misp = ledger({"--sink", "misp"}).out;
  EXPECT_NE(misp.find("misp: written"), std::string::npos) << misp;
  EXPECT_EQ(misp.find("table:"), std::string::npos) << misp;
}

TEST_F(LedgerCommand, SaysWhatFailedOnTheWay) {
  list("missing.example\n");
  run_well();
  const std::string said = ledger({}).out;
  EXPECT_NE(said.find("    failed on the way, vt: "), std::string::npos) << said;
}

TEST_F(LedgerCommand, WritesCsvThatNoSpreadsheetRuns) {
  const std::string csv = ledger({"--csv"}).out;
  EXPECT_EQ(csv.find("original,type,source,file,line,state,detail,sink,outcome,where\n"), 0u);
  EXPECT_NE(csv.find("\"known.example\",\"domain\",\"list\""), std::string::npos) << csv;
  EXPECT_EQ(csv.find("\"="), std::string::npos) << csv;
}

// What was written and entered before stays, nothing is added.
TEST_F(LedgerCommand, ADryRunEntersAndWritesNothing) {
  const std::string runs = ledger({"--runs"}).out, rows = read(place_.path("rows.jsonl"));
  const std::string event = read(place_.path("event.json"));
  list("known.example\nother.example\n");
  know_domain("other.example");
  const Ended dry = place_.start(
      {.arguments = {"run", "pipeline.yaml", "--state", "state", "--quiet", "--dry-run"},
       .folder = "",
       .environment = {}});
  EXPECT_EQ(dry.exit_code, 0) << dry.err;
  for (const char* each : {"a dry run: nothing was changed", "2 records would be written", "write ",
                           "table", "left alone: it cannot say what it would write"}) {
    EXPECT_NE(dry.out.find(each), std::string::npos) << each << "\n" << dry.out;
  }
  EXPECT_EQ(ledger({"--runs"}).out, runs);
  EXPECT_EQ(read(place_.path("rows.jsonl")), rows);
  EXPECT_EQ(read(place_.path("event.json")), event);
}

TEST_F(LedgerCommand, SaysWhereThereIsNone) {
  const Ended none = place_.start(
      {.arguments = {"ledger", "--state", "elsewhere"}, .folder = "", .environment = {}});
  EXPECT_EQ(none.exit_code, 3);
  EXPECT_NE(none.err.find("there is no ledger"), std::string::npos) << none.err;
  EXPECT_NE(ledger({"--run", "7"}).err.find("no such run"), std::string::npos);
}

}  // namespace
}  // namespace rulemap::e2e
