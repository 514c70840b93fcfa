// A disk that is full: a clear end, and a ledger from which the run goes on when there is room.
#include "e2e/resume/broken_run.h"

namespace rulemap::e2e {
namespace {

using FullDisk = BrokenRun;

TEST_F(FullDisk, EndsClearlyAndGoesOn) {
  write_list();
  run_well();
  const std::string event = event_text();
  const std::vector<std::string> table = table_lines();
  int failed = 0;
  for (const std::uint64_t kib : {4, 24, 40, 64, 100, 160, 250, 400}) {
    Started tight = started();
    tight.arguments.push_back("--fresh");
    tight.largest_file = kib << 10;
    const Ended broken = place_.start(tight);
    if (broken.exit_code != 0) {
      ++failed;
      EXPECT_EQ(broken.exit_code, 3) << kib << " KiB: " << broken.err << broken.out;
      const std::string said = broken.out + broken.err;
      EXPECT_NE(said.find("is the disk full?"), std::string::npos) << kib << " KiB: " << said;
      EXPECT_TRUE(std::regex_search(said, std::regex("state|event\\.json|rows\\.jsonl")))
          << kib << " KiB: the place is not said: " << said;
    }
    const Ended again = place_.start(started());
    ASSERT_EQ(again.exit_code, 0) << kib << " KiB: " << again.err << again.out;
    EXPECT_EQ(event_text() == event, true) << kib;
    EXPECT_EQ(table_lines() == table, true) << kib;
    expect_whole_ledger();
  }
  EXPECT_GT(failed, 3);
}

}  // namespace
}  // namespace rulemap::e2e
