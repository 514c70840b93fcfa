// Found by tests/fuzz/pipeline_fuzz.cc: a name too long for the file system under `http.replay`
// ended the process with an exception.
#include <gtest/gtest.h>

#include <fstream>

#include "rulemap/engine/pipeline.h"

namespace rulemap::engine {
namespace {

TEST(ReplayPathTooLong, IsAFolderThatIsNotThere) {
  const std::string path = testing::TempDir() + "replay_path_too_long.yaml";
  std::ofstream(path) << "http: { replay: " << std::string(300, 'x') << " }\npipeline: x\n";
  Registry registry;
  const Loaded loaded = load_pipeline(path, registry, {});
  EXPECT_EQ(loaded.pipeline, nullptr);
  EXPECT_NE(loaded.diagnostics.text().find("there is no folder of recordings"), std::string::npos);
}

}  // namespace
}  // namespace rulemap::engine
