#include "key_tree.h"

#include <gtest/gtest.h>

namespace rulemap::sigma {
namespace {

class KeyTreeTest : public ::testing::Test {
 protected:
  KeyTreeTest() {
    image_ = names_.add("Image");
    dotted_ = names_.add("a.b");
  }
  // Of the last of `keys`, each in the object of the one before.
  KeyTree::Node at(KeyTree& tree, std::initializer_list<std::string_view> keys) {
    KeyId id = KeyTree::kRoot;
    for (const std::string_view key : keys) id = tree.child(id, id, key);
    return tree[id];
  }

  FieldNames names_;
  Slot image_ = 0, dotted_ = 0;
};

TEST_F(KeyTreeTest, KnowsFieldsByWhereTheirKeysStand) {
  KeyTree tree(names_);
  EXPECT_EQ(at(tree, {"Image"}).slot, image_);
  EXPECT_EQ(at(tree, {"event_data", "Image"}).slot, image_);
  EXPECT_EQ(at(tree, {"winlog.event_data.Im age"}).slot, image_);
  EXPECT_EQ(at(tree, {"Event", "EventData", "Image"}).slot, image_);
  EXPECT_EQ(at(tree, {"Event", "EventData", "Image", "#text"}).slot, image_);
  EXPECT_EQ(at(tree, {"a", "b"}).slot, dotted_);
  EXPECT_EQ(at(tree, {"a", "Image"}).slot, KeyTree::kNoSlot);
  EXPECT_LT(at(tree, {"Image"}).rank, at(tree, {"event_data", "Image"}).rank);
}

TEST_F(KeyTreeTest, AWrongGuessIsNoAnswer) {
  KeyTree tree(names_);
  const KeyId first = tree.child(KeyTree::kRoot, KeyTree::kRoot, "x");
  const KeyId image = tree.child(KeyTree::kRoot, first, "Image");
  const KeyId other = tree.child(KeyTree::kRoot, first, "y");
  EXPECT_EQ(tree[other].key, "y");
  EXPECT_EQ(tree[other].slot, KeyTree::kNoSlot);
  EXPECT_EQ(tree.child(KeyTree::kRoot, first, "Image"), image);
}

// No name of a field is so long; what a wrapper holds is named without it.
TEST_F(KeyTreeTest, LongKeysNameNothingButTheirWrappersDo) {
  KeyTree tree(names_);
  const std::string longest(1000, 'x');
  EXPECT_EQ(at(tree, {longest, "Image"}).slot, KeyTree::kNoSlot);
  EXPECT_EQ(at(tree, {"Event", "UserData", longest, "Image"}).slot, image_);
}

TEST_F(KeyTreeTest, EverNewKeysStayRightAndAreForgotten) {
  KeyTree tree(names_);
  KeyId most = 0;
  for (int event = 0; event < 20; ++event) {
    tree.begin();
    KeyId last = KeyTree::kRoot;
    for (int i = 0; i < 3000; ++i) {
      last = tree.child(KeyTree::kRoot, last, std::to_string(event) + "." + std::to_string(i));
      ASSERT_EQ(tree[last].slot, KeyTree::kNoSlot);
    }
    last = tree.child(KeyTree::kRoot, last, "Image");
    EXPECT_EQ(tree[last].slot, image_) << event;
    most = std::max(most, last);
  }
  EXPECT_LT(most, 3U * 3000U);
}

}  // namespace
}  // namespace rulemap::sigma
