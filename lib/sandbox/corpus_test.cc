// Real reports, where they are at hand: every dialect in them is understood.
#include <filesystem>
#include <fstream>
#include <iterator>

#include "report_testing.h"

namespace rulemap::sandbox {
namespace {

namespace fs = std::filesystem;

std::string text_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

TEST(Corpus, NoEventKeepsTheDialectOfItsSandbox) {
  const fs::path vt = fs::path(RULEMAP_SHARED_DATA) / "vt";
  if (!fs::exists(vt)) GTEST_SKIP() << "skipped: ../shared not there";
  std::size_t events = 0, left_out = 0;
  const auto look = [&](Doc attributes) {
    const auto sandbox = attributes.text("sandbox_name").value_or("a summary");
    const Behaviour seen = read_behaviour(attributes, sandbox);
    events += seen.events.size();
    left_out += seen.left_out;
    for (const std::string& line : lines_of(seen)) {
      for (const char* dialect : {"<SYSTEM32>", "<CURRENT_DIR>", "<PATH_SAMPLE", "<USER>",
                                  "%windir%", "%WINDIR%", "%SAMPLEPATH%", "%USERPROFILE%",
                                  "%HOMEPATH%", "<HKLM>", "=HKEY_", "=\\REGISTRY\\", "=\\\\?\\"}) {
        EXPECT_EQ(line.find(dialect), std::string::npos) << sandbox << ": " << line;
      }
    }
  };
  for (const char* kind :
       {"behaviour_object", "behaviours", "behaviour_summary", "feed_behaviour"}) {
    for (const auto& file : fs::directory_iterator(vt / kind)) {
      if (file.path().extension() != ".json") continue;
      rapidjson::Document document;
      ASSERT_TRUE(host::parse_json(text_of(file.path()), 200, document).ok()) << file.path();
      host::Documents documents;
      const Doc root(documents.abi(), host::node_of(document));
      const Doc data = root["data"] ? root["data"] : root;
      for (const Doc each : data) look(each["attributes"]);
      if (data.is_object()) look(data["attributes"] ? data["attributes"] : data);
    }
  }
  std::printf("%zu events, %zu entries left out\n", events, left_out);
  EXPECT_GT(events, 500u);
  EXPECT_EQ(left_out, 0u);
}

}  // namespace
}  // namespace rulemap::sandbox
