// Lists of an answer as the readers of rules get them.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "fields.h"
#include "report_testing.h"
#include "rule_match.h"

namespace rulemap::virustotal {

class RuleReaderTest : public ::testing::Test {
 protected:
  Doc doc(std::string_view json) {
    EXPECT_TRUE(host::parse_json(json, host::kMaxDepth, json_).ok()) << json;
    return Doc(documents_.abi(), host::node_of(json_));
  }
  static std::string evidence_of(const RuleMatch& result) {
    std::string out;
    for (const Evidence& each : result.match.evidence) {
      for (const auto& [name, value] : each.fields) out += name + "=" + value + ";";
    }
    return out;
  }

  FieldReader reader_;

 private:
  host::Documents documents_;
  rapidjson::Document json_;
};

}  // namespace rulemap::virustotal
