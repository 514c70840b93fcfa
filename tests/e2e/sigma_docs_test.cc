// The examples of docs/sigma.md: each command prints what the document says.
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "e2e/program.h"

namespace rulemap::e2e {
namespace {

struct Example {
  std::vector<std::string> words;
  std::string wanted;
};

std::vector<Example> examples() {
  std::vector<Example> out;
  std::ifstream file(RULEMAP_SOURCE_DIR "/docs/sigma.md");
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("    $ rulemap ")) {
      std::istringstream words(line.substr(14));
      out.emplace_back();
      for (std::string word; words >> word;) out.back().words.push_back(word);
    } else if (line.starts_with("    ") && !out.empty()) {
      out.back().wanted += line.substr(4) + "\n";
    }
  }
  return out;
}

TEST(SigmaDocs, ExamplesPrintWhatTheySay) {
  const std::vector<Example> all = examples();
  EXPECT_GE(all.size(), 5u);
  for (const Example& each : all) {
    const Ended ended =
        run_program({.arguments = each.words, .folder = RULEMAP_SOURCE_DIR, .environment = {}});
    EXPECT_EQ(ended.out, each.wanted);
    EXPECT_EQ(ended.exit_code, 0) << ended.err;
  }
}

}  // namespace
}  // namespace rulemap::e2e
