// The folder that a MISP pulls: every trap of feeds, named by the recorded exchange that shows it.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "event/event_testing.h"
#include "rulemap/ids/digest.h"

namespace rulemap::misp {
namespace {

namespace fs = std::filesystem;

constexpr const char* kOrganisation =
    R"("organisation":"CERT","organisation_uuid":"55f6ea5e-2c60-40e5-964f-47a8950d210f")";

class Feed : public ::testing::Test {
 protected:
  Feed() { fs::remove_all(folder_); }
  ~Feed() override { fs::remove_all(folder_); }

  host::SinkCall write(const std::vector<std::string>& rows, const std::string& more = "",
                       std::int64_t seconds_later = 0) {
    testing::SinkHarness sink(rulemap_entry_misp, "misp.feed",
                              R"({"path":")" + folder_.string() + R"(","report":false,)" +
                                  kOrganisation + (more.empty() ? "" : "," + more) + "}");
    sink.world().clock().turn(std::chrono::seconds(seconds_later));
    return sink.write_case(rows);
  }
  rapidjson::Document read(const std::string& name) const {
    rapidjson::Document out;
    const std::string text = read_file((folder_ / name).string());
    out.Parse(text.c_str(), text.size());
    EXPECT_FALSE(out.HasParseError()) << name << ": " << text;
    return out;
  }
  // The name of the one event's file.
  std::string event_file() const {
    for (const auto& each : fs::directory_iterator(folder_)) {
      const std::string name = each.path().filename().string();
      if (name.size() == 41) return name;
    }
    return "";
  }
  rapidjson::Document event() const { return read(event_file()); }
  static std::int64_t time_of(const Json& element) {
    return std::stoll(element["timestamp"].GetString());
  }
  std::int64_t listed_time() const {
    const auto manifest = read("manifest.json");
    return time_of(manifest[event_file().substr(0, 36).c_str()]);
  }
  // The object or attribute with this value.
  static const Json* with_value(const Json& event, const std::string& value) {
    for (const Json& object : event["Object"].GetArray()) {
      for (const Json& each : object["Attribute"].GetArray()) {
        if (each["value"].GetString() == value) return &each;
      }
    }
    return nullptr;
  }

  const fs::path folder_ = fs::path(::testing::TempDir()) / "misp_feed";
};

TEST_F(Feed, AnEventIsInItsFileTheManifestAndTheHashes) {
  const auto call = write({row("domain", "c2.example"), row("sha256", kSha256)});
  ASSERT_TRUE(call.end.ok()) << call.end.error.text();
  EXPECT_EQ(call.receipts.size(), 2u);
  const auto document = event();
  const Json& found = document["Event"];
  EXPECT_TRUE(found["published"].GetBool());
  EXPECT_STREQ(found["Orgc"]["name"].GetString(), "CERT");
  EXPECT_FALSE(found.HasMember("id"));
  EXPECT_EQ(time_of(found), listed_time()) << "156: else it is downloaded at each pull, or never";
  const auto manifest = read("manifest.json");
  const Json& entry = manifest[event_file().substr(0, 36).c_str()];
  for (const char* each : {"Orgc", "Tag", "info", "date", "analysis", "threat_level_id"}) {
    EXPECT_TRUE(entry.HasMember(each)) << "159e: " << each;
  }
  const std::string hashes = read_file((folder_ / "hashes.csv").string());
  EXPECT_NE(hashes.find(ids::md5_hex("c2.example") + "," + event_file().substr(0, 36)),
            std::string::npos)
      << "161d: values of objects are cached by this file alone";
}

// 155i: a version with an older time is never fetched, so the clock may be set back.
TEST_F(Feed, EachVersionIsLaterThanTheLastWhateverTheClockSays) {
  write({row("domain", "c2.example")}, "", 5000);
  const std::int64_t first = listed_time();
  write({row("domain", "c2.example"), row("domain", "more.example")});
  EXPECT_GT(listed_time(), first);
  EXPECT_EQ(time_of(event()["Event"]), listed_time());
}

// 154b, 154c: a new attribute is passed over where its object's time is not raised with it.
TEST_F(Feed, WhatIsNewRaisesItsObjectAndNothingElse) {
  write({row("domain", "c2.example"), row("domain", "same.example")});
  const std::int64_t first = listed_time();
  write({row("domain", "c2.example",
             subject("domain", attribute("registrar", R"("Example Registrar")"))),
         row("domain", "same.example")},
        "", 60);
  const auto document = event();
  for (const Json& object : document["Event"]["Object"].GetArray()) {
    const bool grew = object["Attribute"].Size() > 1;
    EXPECT_EQ(time_of(object) > first, grew) << host::to_text(object);
    for (const Json& each : object["Attribute"].GetArray()) {
      const bool is_new =
          std::string(each["value"].GetString()).find("Registrar") != std::string::npos;
      EXPECT_EQ(time_of(each) > first, is_new) << host::to_text(each);
    }
  }
}

TEST_F(Feed, AnUnchangedEventIsNotWritten) {
  write({row("domain", "c2.example")});
  const std::string before = read_file((folder_ / event_file()).string());
  const std::string manifest = read_file((folder_ / "manifest.json").string());
  write({row("domain", "c2.example")}, "", 60);
  EXPECT_EQ(read_file((folder_ / event_file()).string()), before);
  EXPECT_EQ(read_file((folder_ / "manifest.json").string()), manifest);
}

// 156b: a run that ended between the file and the manifest would never be seen.
TEST_F(Feed, AManifestThatIsBehindIsBroughtUp) {
  write({row("domain", "c2.example")});
  std::ofstream(folder_ / "manifest.json") << "{}";
  write({row("domain", "c2.example")}, "", 60);
  EXPECT_EQ(listed_time(), time_of(event()["Event"]));
}

// Left out it would stay with whoever pulled it.
TEST_F(Feed, WhatIsNotWantedAnyMoreIsKeptOrMarkedDeleted) {
  write({row("domain", "c2.example"), row("domain", "gone.example")});
  const std::int64_t first = listed_time();
  write({row("domain", "c2.example")}, "", 60);
  auto document = event();
  const Json* kept = with_value(document["Event"], "gone.example");
  ASSERT_NE(kept, nullptr);
  EXPECT_FALSE(kept->HasMember("deleted"));
  EXPECT_EQ(listed_time(), first);

  write({row("domain", "c2.example")}, R"("withdraw":"delete")", 120);
  document = event();
  const Json* deleted = with_value(document["Event"], "gone.example");
  ASSERT_NE(deleted, nullptr);
  EXPECT_TRUE((*deleted)["deleted"].GetBool());
  EXPECT_GT(time_of(*deleted), first) << "155b";
  EXPECT_EQ(read_file((folder_ / "hashes.csv").string()).find(ids::md5_hex("gone.example")),
            std::string::npos);
  const std::int64_t second = listed_time();
  write({row("domain", "c2.example")}, R"("withdraw":"delete")", 180);
  EXPECT_EQ(listed_time(), second) << "once is enough";
}

// 159e shape 3: published without elements is refused at every pull.
TEST_F(Feed, ACaseOfNothingIsNotWritten) {
  const auto call = write({row("nothing", "known")});
  EXPECT_EQ(event_file(), "");
  EXPECT_FALSE(fs::exists(folder_ / "manifest.json"));
}

TEST_F(Feed, EventsOfOthersStay) {
  fs::create_directories(folder_);
  std::ofstream(folder_ / "manifest.json")
      << R"({"6477a023-526d-5b3d-883d-5f4a62fcdb24":{"info":"theirs","timestamp":"7"}})";
  std::ofstream(folder_ / "hashes.csv")
      << "3ecd2f5bb5aeae5f9b5bf988fb1b42c4,6477a023-526d-5b3d-883d-5f4a62fcdb24\n";
  write({row("domain", "c2.example")});
  EXPECT_STREQ(read("manifest.json")["6477a023-526d-5b3d-883d-5f4a62fcdb24"]["info"].GetString(),
               "theirs");
  EXPECT_NE(read_file((folder_ / "hashes.csv").string()).find("3ecd2f5b"), std::string::npos);
}

TEST_F(Feed, WhatIsNoFeedIsNotWrittenOver) {
  fs::create_directories(folder_);
  std::ofstream(folder_ / "thesis.txt") << "years";
  EXPECT_THROW(write({row("domain", "c2.example")}), std::runtime_error);
  fs::remove(folder_ / "thesis.txt");
  std::ofstream(folder_ / "manifest.json") << "{ cut";
  EXPECT_THROW(write({row("domain", "c2.example")}), std::runtime_error);
  EXPECT_EQ(read_file((folder_ / "manifest.json").string()), "{ cut");
}

}  // namespace
}  // namespace rulemap::misp
