// Pipeline files that nobody wrote in good faith.
#include <cstdint>
#include <filesystem>
#include <ostream>
#include <regex>

#include "e2e/whole_run.h"

namespace rulemap::e2e {
namespace {

struct BadPipeline {
  const char* name;
  std::string (*text)();
  const char* message;  // has to match it: the place, and what would be right
};

std::string noise(std::size_t size) {
  std::string out;
  for (std::uint32_t state = 1; out.size() < size;) {
    state = state * 1664525u + 1013904223u;
    out += static_cast<char>(state >> 24);
  }
  return out;
}

void PrintTo(const BadPipeline& each, std::ostream* out) { *out << each.name; }

class BadPipelines : public WholeRun, public testing::WithParamInterface<BadPipeline> {};

TEST_P(BadPipelines, AreRefusedWithPlaceBeforeAnythingIsDone) {
  place_.write("pipeline.yaml", GetParam().text());
  const std::vector<std::string> kCommands[] = {{"check", "pipeline.yaml"},
                                                {"run", "pipeline.yaml", "--state", "state"}};
  for (const auto& command : kCommands) {
    const Ended ended = place_.start({.arguments = command, .folder = "", .environment = {}});
    EXPECT_EQ(ended.exit_code, 1) << command[0];
    const std::string said = ended.out + ended.err;
    EXPECT_TRUE(std::regex_search(said, std::regex(GetParam().message))) << said.substr(0, 500);
    EXPECT_LT(said.size(), 100'000u);
    EXPECT_LT(ended.peak_bytes, kMostMemory);
  }
  EXPECT_FALSE(std::filesystem::exists(place_.path("state")));
}

INSTANTIATE_TEST_SUITE_P(
    BadInput, BadPipelines,
    testing::Values(
        BadPipeline{"TenMegabytesOfBrackets", [] { return std::string(10'000'000, '['); },
                    "pipeline.yaml: error: .* 10000000 bytes; the limit is 1048576"},
        BadPipeline{"OneMegabyteOfBrackets", [] { return std::string(1'000'000, '['); },
                    R"(pipeline.yaml:1:\d+: error: .*deep)"},
        BadPipeline{"OneMegabyteOfBraces", [] { return std::string(1'000'000, '{'); },
                    R"(pipeline.yaml:1:\d+: error: .*deep)"},
        BadPipeline{"Noise", [] { return noise(100'000); }, R"(pipeline.yaml(:\d+:\d+)?: error: )"},
        BadPipeline{"Empty", [] { return std::string(); }, R"(pipeline.yaml(:1:1)?: error: )"}),
    [](const auto& each) { return each.param.name; });

TEST_F(BadPipelines, AMissingFileIsNamed) {
  const Ended ended =
      place_.start({.arguments = {"run", "no.yaml"}, .folder = "", .environment = {}});
  EXPECT_EQ(ended.exit_code, 1);
  EXPECT_TRUE(std::regex_search(ended.err, std::regex("no.yaml: error: .*"))) << ended.err;
}

}  // namespace
}  // namespace rulemap::e2e
