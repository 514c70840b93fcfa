#include "push/edit_bodies.h"

#include <gtest/gtest.h>

namespace rulemap::misp {
namespace {

Uuid uuid(int number) { return ids::uuid_v5(Uuid(), std::to_string(number)); }

WantedObject object(int number, const std::vector<int>& targets = {}) {
  WantedObject out;
  out.uuid = uuid(number);
  out.head = R"("uuid":")" + out.uuid.text() + R"(","name":"file")";
  out.comment = "\"said\"";
  out.more = R"("distribution":5)";
  for (const int target : targets) {
    const Uuid own = uuid(1000 * number + target);
    out.references.push_back({own, uuid(target), R"({"uuid":")" + own.text() + R"("})"});
  }
  return out;
}

class EditBodiesTest : public testing::Test {
 protected:
  void send(const std::vector<WantedObject>& objects, EditBodies::Limits limits) {
    EditBodies bodies(uuid(0), there_, limits, [&](const std::string& body, std::size_t) {
      bodies_.push_back(body);
      return Result<void>();
    });
    for (const WantedObject& each : objects) {
      NeededObject needed{.of = &each, .is_new = true};
      for (const WantedReference& reference : each.references) {
        needed.references.push_back(&reference);
      }
      ASSERT_TRUE(bodies.add(needed).ok());
    }
    ASSERT_TRUE(bodies.finish().ok());
  }
  bool has(std::size_t body, const Uuid& uuid) const {
    return bodies_.at(body).find(uuid.text()) != std::string::npos;
  }

  ServerEvent there_;
  std::vector<std::string> bodies_;
};

TEST_F(EditBodiesTest, OneBodyHasAllItsReferencesForwardOnesToo) {
  send({object(1, {2}), object(2, {1})}, {});
  ASSERT_EQ(bodies_.size(), 1u);
  EXPECT_TRUE(has(0, uuid(1002)));
  EXPECT_TRUE(has(0, uuid(2001)));
}

// A server drops references to what it does not know yet (40n).
TEST_F(EditBodiesTest, AReferenceWaitsForATargetThatLeavesLater) {
  send({object(1, {3}), object(2), object(3, {1})}, {.bytes = 1 << 20, .elements = 2});
  ASSERT_EQ(bodies_.size(), 4u);
  EXPECT_FALSE(has(0, uuid(1003)));
  EXPECT_TRUE(has(2, uuid(3001))) << "its target is there already";
  EXPECT_TRUE(has(3, uuid(1003)));
  EXPECT_TRUE(has(3, uuid(1)));
  EXPECT_EQ(bodies_[3].find("said"), std::string::npos) << "only what is added";
}

TEST_F(EditBodiesTest, AReferenceToWhatNeverLeavesIsLeftOut) {
  send({object(1, {9}), object(2)}, {.bytes = 1 << 20, .elements = 2});
  for (std::size_t i = 0; i < bodies_.size(); ++i) EXPECT_FALSE(has(i, uuid(1009)));
}

TEST_F(EditBodiesTest, AnAttributeThatIsThereGetsItsTagsAlone) {
  WantedAttribute wanted;
  wanted.uuid = uuid(5);
  wanted.json = R"({"uuid":"x","value":"v"})";
  EXPECT_EQ(attribute_json({.of = &wanted, .tags = {"a\"b"}}),
            R"({"uuid":")" + uuid(5).text() + R"(","Tag":[{"name":"a\"b"}]})");
  EXPECT_EQ(attribute_json({.of = &wanted, .is_new = true}), wanted.json);
}

}  // namespace
}  // namespace rulemap::misp
