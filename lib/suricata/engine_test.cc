#include <gtest/gtest.h>

#include "rulemap/suricata/rule.h"

namespace rulemap::suricata {
namespace {

Engine engine_of(const std::string& text, Engine said = Engine::unknown) {
  const auto rule = parse_rule(text, said);
  EXPECT_TRUE(rule.ok()) << (rule.ok() ? "" : rule.error().text());
  return rule.ok() ? rule->engine : Engine::unknown;
}
const std::string kHead = "alert tcp any any -> any any ";

TEST(EngineOfARule, IsSnortsByHeaderOptionStyleOrMetadata) {
  for (const std::string& text :
       {std::string("alert ( gid:119; sid:279; )"), std::string("alert http (sid:1;)"),
        kHead + "(content:\"x\",fast_pattern,nocase; sid:1;)", kHead + "(service:dns; sid:1;)",
        kHead + "(metadata:policy balanced-ips drop; sid:1;)",
        std::string("alert file any any -> any any (sid:1;)")}) {
    EXPECT_EQ(engine_of(text), Engine::snort) << text;
  }
}
TEST(EngineOfARule, IsSuricatasByProtocolBufferOrOption) {
  for (const std::string& text :
       {std::string("alert tls any any -> any any (sid:1;)"), kHead + "(http.uri; sid:1;)",
        kHead + "(content:\"a, b\"; startswith; sid:1;)"}) {
    EXPECT_EQ(engine_of(text), Engine::suricata) << text;
  }
}
TEST(EngineOfARule, IsUnknownWhereBothReadItTheSame) {
  EXPECT_EQ(engine_of(kHead + "(msg:\"a,b\"; content:\"a, b\"; nocase; sid:1;)"), Engine::unknown);
}
TEST(EngineOfARule, IsWhatTheCallerSays) {
  EXPECT_EQ(engine_of("alert http (sid:1;)", Engine::suricata), Engine::suricata);
}

}  // namespace
}  // namespace rulemap::suricata
