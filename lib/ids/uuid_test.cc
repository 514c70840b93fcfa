#include "rulemap/ids/uuid.h"

#include <gtest/gtest.h>

namespace rulemap::ids {
namespace {

Uuid uuid(std::string_view text) { return Uuid::parse(text).value(); }

const std::string kDns = "6ba7b810-9dad-11d1-80b4-00c04fd430c8";

TEST(Uuid, TextOfAParsedUuidIsLowerCase) {
  EXPECT_EQ(uuid("6BA7B810-9DAD-11D1-80B4-00C04FD430C8").text(), kDns);
}

TEST(Uuid, ADefaultOneIsNil) { EXPECT_EQ(Uuid().text(), "00000000-0000-0000-0000-000000000000"); }

TEST(Uuid, RefusesEveryOtherForm) {
  for (const char* text :
       {"", "6ba7b810", "6ba7b8109dad11d180b400c04fd430c8",
        "{6ba7b810-9dad-11d1-80b4-00c04fd430c8}", "6ba7b810-9dad-11d1-80b4-00c04fd430c",
        "6ba7b810-9dad-11d1-80b4-00c04fd430c8 ", "6ba7b810-9dad-11d1-80b4-00c04fd430cg",
        "6ba7b8109-dad-11d1-80b4-00c04fd430c8", "6ba7b810--dad-11d1-80b4-00c04fd430c8"}) {
    EXPECT_FALSE(Uuid::parse(text)) << text;
  }
}

TEST(Uuid, OrdersByBytes) {
  EXPECT_LT(uuid("00000000-0000-0000-0000-000000000001"), uuid(kDns));
  EXPECT_EQ(uuid(kDns), uuid(kDns));
}

TEST(UuidV5, GivesThePublishedVectors) {
  struct Row {
    const char* name_space;
    const char* name;
    const char* expected;
  };
  const Row rows[] = {
      {"6ba7b810-9dad-11d1-80b4-00c04fd430c8", "www.example.com",
       "2ed6657d-e927-568b-95e1-2665a8aea6a2"},
      {"6ba7b810-9dad-11d1-80b4-00c04fd430c8", "python.org",
       "886313e1-3b8a-5372-9b90-0c9aee199e5d"},
      {"6ba7b811-9dad-11d1-80b4-00c04fd430c8", "http://python.org/",
       "4c565f0d-3f5a-5890-b41b-20cf47701c5e"},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(uuid_v5(uuid(row.name_space), row.name).text(), row.expected) << row.name;
  }
}

TEST(UuidV4, IsVersionFourAndDiffersEachTime) {
  const Uuid a = uuid_v4_random().value();
  EXPECT_EQ(a.text()[14], '4');
  EXPECT_EQ(a.bytes()[8] & 0xC0, 0x80);
  EXPECT_NE(a, uuid_v4_random().value());
}

TEST(Joined, KeepsPartsApart) {
  EXPECT_EQ(joined({}), "");
  EXPECT_EQ(joined({"a"}), "a");
  EXPECT_EQ(joined({"a", "", "b"}),
            "a\x1F\x1F"
            "b");
  EXPECT_NE(joined({"ab", "c"}), joined({"a", "bc"}));
}

TEST(Sha256, GivesThePublishedVectors) {
  EXPECT_EQ(sha256_hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

}  // namespace
}  // namespace rulemap::ids
