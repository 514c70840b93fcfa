// What the tests of this folder share: the step behind a scripted VirusTotal, bodies to answer
// with, and what came out as typed entries.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "rulemap/sdk/model.h"
#include "rulemap/testing/harness.h"

extern "C" const rulemap_entry rulemap_entry_virustotal;

namespace rulemap::virustotal {

using testing::Outgoing;
using testing::Reply;
using testing::StepHarness;
using Verdict = host::Verdict::Kind;

inline const std::string kMd5(32, 'a');
inline const std::string kSha256(64, 'b');

inline std::string indicator(std::string_view type, std::string_view value) {
  return R"({"ioc.type": ")" + std::string(type) + R"(", "ioc.value": ")" + std::string(value) +
         R"("})";
}

// A report of a file with these attributes, written as the members of a JSON object.
inline std::string file_body(const std::string& attributes = "") {
  return R"({"data": {"id": ")" + kSha256 + R"(", "type": "file", "attributes": {)" + attributes +
         "}}}";
}
inline std::string error_body(std::string_view code, std::string_view message = "because") {
  return R"({"error": {"message": ")" + std::string(message) + R"(", "code": ")" +
         std::string(code) + R"("}})";
}

inline std::string read_text(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// The entries of a list of a record.
template <class Entry>
std::vector<Entry> listed(const Outgoing& row) {
  host::Documents documents;
  if (!row.has(Entry::kField)) return {};
  return entries<Entry>(Doc(documents.abi(), host::node_of(row[Entry::kField])));
}

inline std::vector<std::string> values(const Observable& of, std::string_view attribute) {
  std::vector<std::string> out;
  for (const Attribute& each : of.attributes) {
    const auto* text = std::get_if<std::string>(&each.value);
    if (text && each.name == attribute) out.push_back(*text);
  }
  return out;
}

class ReportTest : public ::testing::Test {
 protected:
  static constexpr const char* kNoTrees = R"({"data": {}})";

  // One row through a new step; the first request gets `report`, the next one `trees`.
  Outgoing ask(const std::string& row, Reply report, Reply trees = {200, kNoTrees},
               std::string_view config = "{}") {
    step_ = std::make_unique<StepHarness>(rulemap_entry_virustotal, "virustotal.report", config);
    step_->world().http().on("GET *").reply(std::move(report)).reply(std::move(trees));
    return push(row);
  }
  Outgoing ask_file(const std::string& attributes, const std::string& trees = kNoTrees,
                    std::string_view config = "{}") {
    return ask(indicator("md5", kMd5), {200, file_body(attributes)}, {200, trees}, config);
  }
  Outgoing push(const std::string& row) {
    Outgoing out = step_->push(row);
    EXPECT_EQ(step_->last_call().fault, "");
    return out;
  }
  const std::vector<std::string>& asked() { return step_->world().http().asked(); }
  const std::vector<std::string>& log() { return step_->world().log(); }

  std::unique_ptr<StepHarness> step_;
};

}  // namespace rulemap::virustotal
