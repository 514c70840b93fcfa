// A key that was written where a name belongs was refused in one form alone, and shown.
#include "e2e/whole_run.h"

namespace rulemap::e2e {
namespace {

class KeyAsUser : public WholeRun {};

TEST_F(KeyAsUser, IsRefusedByCheckAndNotShown) {
  for (const std::string& key : {std::string("canary-4711"), std::string(64, 'c')}) {
    Pipeline pipeline;
    pipeline.top = "secrets: { key: { env: RULEMAP_E2E_KEY } }";
    pipeline.vt = "key: \"${secrets.key}\", user: " + key;
    place_.write("pipeline.yaml", pipeline.text());
    list("evil.example\n");
    const Ended ended = place_.start({.arguments = {"check", "pipeline.yaml"},
                                      .folder = "",
                                      .environment = {{"RULEMAP_E2E_KEY", key}}});
    EXPECT_EQ(ended.exit_code, 1) << ended.out;
    EXPECT_NE(ended.out.find("user: ***"), std::string::npos) << ended.out;
    EXPECT_EQ((ended.out + ended.err).find(key), std::string::npos) << ended.out;
  }
}

}  // namespace
}  // namespace rulemap::e2e
