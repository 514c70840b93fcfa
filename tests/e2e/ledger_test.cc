// rulemap ledger: what became of each input, for people, spreadsheets and programs.
#include "e2e/whole_run.h"

namespace rulemap::e2e {
namespace {

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

TEST_F(LedgerCommand, SaysWhereThereIsNone) {
  const Ended none = place_.start(
      {.arguments = {"ledger", "--state", "elsewhere"}, .folder = "", .environment = {}});
  EXPECT_EQ(none.exit_code, 3);
  EXPECT_NE(none.err.find("there is no ledger"), std::string::npos) << none.err;
  EXPECT_NE(ledger({"--run", "7"}).err.find("no such run"), std::string::npos);
}

}  // namespace
}  // namespace rulemap::e2e
