// core.merge joined two files that share an MD5 or SHA-1 although each has another SHA-256: a
// collision lost a file.
#include <gtest/gtest.h>

#include "core/core.h"
#include "rulemap/testing/harness.h"

namespace rulemap::engine {
namespace {

const std::string kA(64, 'a'), kB(64, 'b'), kMd5(32, '5'), kSha1(40, '1');

std::string hash(const std::string& name, const std::string& value) {
  return R"({"name": ")" + name + R"(", "value": ")" + value + R"("})";
}
// An indicator that a provider knows as a file with these hashes.
std::string file(const std::string& type, const std::string& value, const std::string& hashes) {
  return R"({"ioc.type": ")" + type + R"(", "ioc.value": ")" + value +
         R"(", "case.id": "harness", "observables": [{"type": "file", "subject": true,
           "attributes": [)" +
         hashes + "]}]}";
}

class Collision : public ::testing::Test {
 protected:
  // "INTO<FROM" for each order.
  std::vector<std::string> merges(const std::vector<std::string>& rows) {
    for (const std::string& each : rows) step_.push(each);
    std::vector<std::string> out;
    for (const host::MergeOrder& each : step_.close_case()) {
      out.push_back(std::to_string(each.into) + "<" + std::to_string(each.from));
    }
    return out;
  }
  std::string log() {
    std::string out;
    for (const std::string& each : step_.world().log()) out += each + "\n";
    return out;
  }

  rulemap::testing::StepHarness step_{core_entry(), "core.merge"};
  const std::string a_ = file("sha256", kA, hash("sha256", kA) + "," + hash("md5", kMd5));
  const std::string b_ = file("sha256", kB, hash("sha256", kB) + "," + hash("md5", kMd5));
  const std::string md5_only_ = file("md5", kMd5, "");
};
using Orders = std::vector<std::string>;

TEST_F(Collision, FilesWithAnotherSha256StayApart) {
  EXPECT_EQ(merges({a_, b_}), Orders{});
  EXPECT_NE(log().find("md5 " + kMd5), std::string::npos) << log();
}

TEST_F(Collision, ARecordWithOnlyTheMd5JoinsNeither) {
  for (const auto& rows :
       {Orders{a_, b_, md5_only_}, Orders{md5_only_, a_, b_}, Orders{a_, md5_only_, b_}}) {
    EXPECT_EQ(merges(rows), Orders{});
  }
}

TEST_F(Collision, RecordsWithoutSha256DoNotBridgeTwoFiles) {
  const std::string c = file("sha256", kB, hash("sha256", kB) + "," + hash("sha1", kSha1));
  const std::string both = file("md5", kMd5, hash("sha1", kSha1));
  EXPECT_EQ(merges({a_, c, both}), Orders{});
  EXPECT_EQ(merges({a_, c, file("sha1", kSha1, hash("md5", kMd5)), both}), Orders{"6<7"})
      << "what has no SHA-256 at all is joined by what it has";
}

TEST_F(Collision, ARecordThatNamesTwoSha256IsNoBridge) {
  const std::string torn = file("md5", kMd5, hash("sha256", kA) + "," + hash("sha256", kB));
  EXPECT_EQ(merges({a_, b_, torn}), Orders{});
}

TEST_F(Collision, OneFileIsStillOneRecord) {
  EXPECT_EQ(merges({md5_only_, a_, file("sha1", kSha1, hash("sha256", kA))}),
            (Orders{"1<2", "1<3"}));
  EXPECT_EQ(log(), "");
}

}  // namespace
}  // namespace rulemap::engine
