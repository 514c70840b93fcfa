// Lists that are no lists: noise, a gigabyte, the line ends and marks of other systems.
#include <cstdint>
#include <fstream>
#include <regex>

#include "e2e/whole_run.h"

namespace rulemap::e2e {
namespace {

class BadLists : public WholeRun {
 protected:
  void expect_found(const std::vector<std::string>& domains) {
    EXPECT_EQ(ended_.exit_code, 0) << ended_.err;
    for (const std::string& each : domains) EXPECT_EQ(domain(each).name, "domain-ip") << each;
    EXPECT_EQ(event_.count("domain-ip"), domains.size());
    EXPECT_EQ(place_.rows().size(), static_cast<std::size_t>(count("accepted")));
  }
  void expect_bounded() { EXPECT_LT(ended_.peak_bytes, kMostMemory); }
  void expect_refused(const std::string& place, const char* why) {
    const Doc refused = summary_.root()["refused_inputs"];
    ASSERT_GE(refused.size(), 1u);
    EXPECT_TRUE(text_of(refused.at(0), "place").ends_with(place)) << refused.json();
    EXPECT_TRUE(std::regex_search(text_of(refused.at(0), "why"), std::regex(why)))
        << refused.json();
  }
};

TEST_F(BadLists, NoiseIsRefusedAndTheRestRead) {
  std::string noise;
  for (std::uint32_t state = 7; noise.size() < 200'000;) {
    state = state * 1664525u + 1013904223u;
    noise += static_cast<char>(state >> 24);
  }
  list("first.example\n" + noise + "\nlast.example\n");
  run();
  for (const char* each : {"first.example", "last.example"}) {
    EXPECT_EQ(domain(each).name, "domain-ip") << each;
  }
  EXPECT_EQ(ended_.exit_code, 0) << ended_.err;
  EXPECT_GT(count("refused"), 100);
  EXPECT_EQ(place_.ledger("SELECT count(*) FROM token WHERE state = 'refused' AND detail <> ''"),
            std::vector<std::string>{std::to_string(count("refused"))});
  expect_refused("list.txt:2:1", "not UTF-8|control character");
  expect_bounded();
}

TEST_F(BadLists, AGigabyteWithoutALineEndIsOneRefusal) {
  std::ofstream file(place_.path("list.txt"), std::ios::binary);
  file << "first.example\n";
  file.seekp(1'000'000'000);  // a hole, which reads as so many NULs
  file << "\nlast.example\n";
  file.close();
  run();
  expect_found({"first.example", "last.example"});
  EXPECT_EQ(count("refused"), 1);
  expect_refused("list.txt:2:1", "longer than the limit of 1048576 bytes");
  expect_bounded();
}

TEST_F(BadLists, AStreamIsReadAsItComes) {
  const std::string comments = std::string(1'000'000, '#') + "\n";
  Pipeline pipeline;
  pipeline.list = "path: \"-\"";
  place_.write("pipeline.yaml", pipeline.text());
  ended_ = place_.start({.arguments = {"run", "pipeline.yaml", "--json", "--state", "state"},
                         .folder = "",
                         .environment = {},
                         .feed = [&](int to) {
                           write_all(to, "first.example\n", 14);
                           for (int i = 0; i < 100; ++i) {
                             write_all(to, comments.data(), comments.size());
                           }
                           write_all(to, "last.example", 12);
                         }});
  event_ = place_.event();
  summary_ = JsonText(ended_.out);
  expect_found({"first.example", "last.example"});
  expect_bounded();
}

TEST_F(BadLists, LineEndsAndMarksOfOtherSystemsAreNoPartOfAValue) {
  list(
      "\xef\xbb\xbf"
      "first.example\r\nsecond.example\r\n\r\n# note\r\nhxxp://third.example/a\r\n");
  run();
  expect_found({"first.example", "second.example"});
  EXPECT_EQ(event_.with("url", "http://third.example/a").value("resource_path"), "/a");
  EXPECT_EQ(count("refused"), 0);
}

TEST_F(BadLists, AnotherEncodingIsRefusedByName) {
  list(
      std::string("\xff\xfe"
                  "a\0.\0e\0x\0\n\0",
                  12));
  run();
  EXPECT_EQ(ended_.exit_code, 0) << ended_.err;
  EXPECT_GT(count("refused"), 0);
  expect_refused("list.txt:1:1", "not UTF-8");
}

TEST_F(BadLists, WhatATerminalWouldObeyNeverReachesIt) {
  list(
      "\x1b[31mred\x1b]0;title\x07\n\xc2\x9b"
      "31m\n");
  place_.write("pipeline.yaml", Pipeline().text());
  const Ended ended = place_.start(
      {.arguments = {"run", "pipeline.yaml", "--state", "state"}, .folder = "", .environment = {}});
  EXPECT_NE(ended.out.find("3 refused"), std::string::npos) << ended.out;
  for (const char* each : {"\x1b", "\x07", "\xc2\x9b"}) {
    EXPECT_EQ((ended.out + ended.err).find(each), std::string::npos);
  }
}

TEST_F(BadLists, AMissingListIsSaidBeforeARunBegins) {
  place_.write("pipeline.yaml", Pipeline().text());
  const Ended ended = place_.start(
      {.arguments = {"run", "pipeline.yaml", "--state", "state"}, .folder = "", .environment = {}});
  EXPECT_EQ(ended.exit_code, 1);
  const std::string said = ended.out + ended.err;
  EXPECT_NE(said.find("there is no file or folder `list.txt`"), std::string::npos) << said;
}

}  // namespace
}  // namespace rulemap::e2e
