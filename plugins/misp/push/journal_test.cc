#include "push/journal.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace rulemap::misp {
namespace {

Uuid uuid(int number) { return ids::uuid_v5(Uuid(), std::to_string(number)); }

class JournalTest : public testing::Test {
 protected:
  JournalTest() { std::filesystem::remove(path_); }
  ~JournalTest() override { std::filesystem::remove(path_); }
  const std::string path_ = testing::TempDir() + "a.journal";
};

TEST_F(JournalTest, ComesBackAsItWas) {
  auto journal = Journal::open(path_);
  ASSERT_TRUE(journal.ok());
  EXPECT_TRUE(journal->empty());
  journal->see(uuid(1));
  journal->refuse(uuid(2));
  journal->see(uuid(3));
  journal->write(uuid(3), {uuid(4), uuid(5)});
  journal->set_first(uuid(6), uuid(7));
  journal->in_flight = 12;
  journal->publication_owed = true;
  ASSERT_TRUE(journal->save().ok());

  const auto again = Journal::open(path_);
  ASSERT_TRUE(again.ok()) << again.error().text();
  EXPECT_TRUE(again->was_seen(uuid(1)));
  EXPECT_FALSE(again->was_refused(uuid(1)));
  EXPECT_TRUE(again->was_refused(uuid(2)));
  EXPECT_FALSE(again->was_seen(uuid(4)));
  EXPECT_EQ(again->written(uuid(3))->ours, uuid(4));
  EXPECT_EQ(again->written(uuid(3))->there, uuid(5));
  EXPECT_EQ(again->first_of(uuid(6)), uuid(7));
  EXPECT_EQ(again->in_flight, 12u);
  EXPECT_TRUE(again->publication_owed);
  EXPECT_FALSE(std::filesystem::exists(path_ + ".new"));
}

// Half a journal would bring back what people deleted: it is none.
TEST_F(JournalTest, WhatIsNoJournalIsAnErrorWithItsLine) {
  for (const char* text :
       {"", "something else\n", "rulemap push journal 2\n", "rulemap push journal 1\nseen 1234\n",
        "rulemap push journal 1\nin-flight many\n", "rulemap push journal 1\nwrote\n",
        "rulemap push journal 1\n\n"}) {
    std::ofstream(path_, std::ios::trunc) << text;
    const auto journal = Journal::open(path_);
    ASSERT_FALSE(journal.ok()) << text;
    EXPECT_NE(journal.error().text().find(path_ + ":"), std::string::npos);
  }
}

TEST_F(JournalTest, AFolderThatIsNotThereIsSaid) {
  const auto journal = Journal::open(testing::TempDir() + "nowhere/a.journal");
  ASSERT_TRUE(journal.ok());
  EXPECT_FALSE(journal->save().ok());
}

}  // namespace
}  // namespace rulemap::misp
