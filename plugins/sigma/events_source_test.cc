#include <gtest/gtest.h>
#include <zlib.h>

#include "rulemap/sdk/model.h"
#include "rulemap/testing/harness.h"
#include "rules_testing.h"

extern "C" const rulemap_entry rulemap_entry_sigma;

namespace rulemap::sigma_events {
namespace {

using Lines = std::vector<std::string>;

class EventsSourceTest : public sigma_map::RulesTest {
 protected:
  // "line fields" of each event.
  Lines read(const std::string& path, const std::string& more = "") {
    source_.emplace(rulemap_entry_sigma, "sigma.events",
                    R"({"path": [")" + path + "\"]" + more + "}");
    rows_ = source_->pull_all();
    EXPECT_EQ(source_->last_call().status, RULEMAP_END);
    Lines out;
    for (const testing::Outgoing& row : rows_) {
      EXPECT_EQ(row.text("kind"), "event");
      out.push_back(std::to_string(row["ioc.line"].GetInt()) + " " +
                    host::to_text(row["events"][0u]["fields"]));
    }
    return out;
  }
  // "line: why" of each.
  Lines refused() const {
    Lines out;
    for (const host::RefusedToken& each : source_->refused()) {
      out.push_back(std::to_string(each.line) + ": " + each.why);
    }
    return out;
  }
  std::string write_gzip(const std::string& name, const std::string& text) {
    const std::string path = write(name, "");
    const gzFile file = gzopen(path.c_str(), "wb");
    EXPECT_EQ(gzwrite(file, text.data(), static_cast<unsigned>(text.size())),
              static_cast<int>(text.size()));
    gzclose(file);
    return path;
  }

  std::optional<testing::SourceHarness> source_;
  std::vector<testing::Outgoing> rows_;
};

TEST_F(EventsSourceTest, EachObjectIsARecordWithItsPlace) {
  const std::string path =
      write("a.jsonl", "\xEF\xBB\xBF{\"A\":1}\r\n\r\n{\"A\":{\"B\":\"x\"}}\r\n");
  EXPECT_EQ(read(path), (Lines{R"(1 {"A":1})", R"(3 {"A":{"B":"x"}})"}));
  EXPECT_EQ(rows_[1].text("ioc.file"), path);
  EXPECT_EQ(rows_[1].text("ioc.original"), "event 1");
  EXPECT_STREQ(rows_[1]["events"][0u]["by"].GetString(), "a.jsonl:3");
  EXPECT_FALSE(rows_[1]["events"][0u].HasMember("category"));
  EXPECT_TRUE(refused().empty());
}

TEST_F(EventsSourceTest, GzipAndListsAndObjectsOverSeveralLines) {
  EXPECT_EQ(read(write_gzip("a.json.gz", R"([{"A":1},{"A":2}])")),
            (Lines{R"(1 {"A":1})", R"(1 {"A":2})"}));
  EXPECT_EQ(read(write("b.json", "[\n  {\n    \"A\": 1\n  },\n  { \"A\": 2 }\n]\n")),
            (Lines{R"(2 {"A":1})", R"(5 {"A":2})"}));
}

TEST_F(EventsSourceTest, FoldersAndGlobsAreReadInTheOrderOfNames) {
  write("logs/b.ndjson", "{\"B\":1}\n");
  write("logs/a/z.jsonl", "{\"Z\":1}");
  write("logs/notes.txt", "no event");
  write_gzip("logs/c.jsonl.gz", "{\"C\":1}\n");
  EXPECT_EQ(read(at("logs")), (Lines{R"(1 {"Z":1})", R"(1 {"B":1})", R"(1 {"C":1})"}));
  EXPECT_EQ(read(at("logs/*.ndjson")), Lines{R"(1 {"B":1})"});
}

TEST_F(EventsSourceTest, WhatIsNoEventIsRefusedWithItsPlaceAndTheRestIsRead) {
  const std::string path = write("a.jsonl",
                                 "{\"A\":1}\n{\"A\":\n{\"A\":tru}\ntext\n"
                                 "{\"A\":\"\xFF\"}\n{\"A\":2}\n{\"A\"");
  EXPECT_EQ(read(path), (Lines{R"(1 {"A":1})", R"(6 {"A":2})"}));
  const Lines why = refused();
  ASSERT_EQ(why.size(), 5u);
  EXPECT_EQ(why[0], "2: the object is not closed before the next one begins");
  EXPECT_TRUE(why[1].starts_with("3: the event is no JSON: ")) << why[1];
  EXPECT_EQ(why[2], "4: here is no JSON object");
  EXPECT_TRUE(why[3].starts_with("5: the event is no JSON: the text is not UTF-8")) << why[3];
  EXPECT_EQ(why[4], "7: the object is not closed at the end of the file");
  EXPECT_EQ(source_->refused()[0].file, path);
}

TEST_F(EventsSourceTest, AnEmptyFileHasNoEvents) {
  EXPECT_TRUE(read(write("a.jsonl", "")).empty());
  EXPECT_TRUE(refused().empty());
}

TEST_F(EventsSourceTest, ALargeFieldIsWhole) {
  const std::string large(1 << 20, 'a');
  const std::string path = write("a.jsonl", "{\"A\":\"" + large + "\"}\n{\"A\":2}\n");
  ASSERT_EQ(read(path).size(), 2u);
  EXPECT_EQ(rows_[0]["events"][0u]["fields"]["A"].GetStringLength(), large.size());
}

TEST_F(EventsSourceTest, AGzipThatBreaksOffIsSaidAndTheNextFileRead) {
  const std::string text = "{\"A\":\"" + std::string(100'000, 'a') + "\"}\n";
  const std::string path = write_gzip("a.jsonl.gz", text + text);
  std::filesystem::resize_file(path, std::filesystem::file_size(path) - 12);
  write("b.jsonl", "{\"B\":1}\n");
  const Lines events = read(at("*"));
  ASSERT_FALSE(events.empty());
  EXPECT_EQ(events.back(), R"(1 {"B":1})");
  bool is_said = false;
  for (const std::string& each : refused()) {
    is_said |= each.find("the file cannot be read further") != std::string::npos;
  }
  EXPECT_TRUE(is_said);
}

TEST_F(EventsSourceTest, TheLogSourceMayBeNamed) {
  read(write("a.jsonl", "{\"A\":1}\n"), R"(, "product": "linux", "category": "process_creation")");
  const auto& event = rows_.at(0)["events"][0u];
  EXPECT_STREQ(event["product"].GetString(), "linux");
  EXPECT_STREQ(event["category"].GetString(), "process_creation");
}

TEST_F(EventsSourceTest, WithoutAFileItDoesNotStart) {
  std::filesystem::create_directories(at("empty"));
  EXPECT_THROW(read(at("empty")), std::runtime_error);
  EXPECT_THROW(read(at("gone.jsonl")), std::runtime_error);
}

}  // namespace
}  // namespace rulemap::sigma_events
