// Rows that a case step holds: what goes in comes out, whoever was merged into whom.
#include "run/held_rows.h"

#include <gtest/gtest.h>

#include "record/packed.h"

namespace rulemap::engine {
namespace {

const std::string kRecord =
    R"({"a":"text \u0000 \u00e9","b":[1,-2,18446744073709551615,0.1,1e300,true,false,null,[],{}],)"
    R"("c":{"d":{"e":["",{"f":"g"}]}},"h":9223372036854775807})";

host::Record record_of(const std::string& json, host::FieldTable& fields) {
  rapidjson::Document document;
  EXPECT_TRUE(host::parse_json(json, host::kMaxDepth, document).ok());
  host::Record out;
  for (const auto& [key, value] : document.GetObject()) fields.intern(host::view_of(key));
  host::fill(out, fields, document);
  return out;
}

std::string json_of(const host::Record& record, const host::FieldTable& fields) {
  host::Pool pool;
  return host::to_text(host::object_of(record, fields, pool));
}

TEST(Packed, ARecordComesBackAsItWas) {
  host::FieldTable fields;
  const host::Record record = record_of(kRecord, fields);
  std::string bytes;
  pack(record, bytes);
  host::Record back;
  ASSERT_TRUE(unpack(bytes, back));
  EXPECT_EQ(json_of(back, fields), json_of(record, fields));
}

TEST(Packed, PiecesAreNoRecord) {
  host::FieldTable fields;
  std::string bytes;
  pack(record_of(R"({"a":{"b":["text",1]}})", fields), bytes);
  for (std::size_t size = 1; size < bytes.size(); ++size) {
    host::Record back;
    EXPECT_FALSE(unpack(std::string_view(bytes).substr(0, size), back)) << size;
  }
  host::Record back;
  EXPECT_FALSE(unpack(std::string("\0\0\0\0\x7f", 5), back));
  EXPECT_FALSE(unpack(std::string("\0\0\0\0\x07\xff\xff\xff\xff", 9), back));
}

class HeldRowsTest : public ::testing::Test {
 protected:
  HeldRowsTest() {
    for (std::uint64_t id : {7, 3, 12, 5}) {
      Row row;
      row.record = record_of(R"({"a":)" + std::to_string(id) + "}", fields_);
      row.id = id;
      row.of_case = 2;
      row.tokens = {static_cast<std::uint32_t>(id), 100};
      row.is_private = id == 12;
      EXPECT_TRUE(held_.add(row).ok());
    }
  }
  std::vector<std::uint64_t> merged(std::size_t index) {
    std::vector<std::uint64_t> out;
    for (const std::size_t each : held_.merged(index)) out.push_back(held_.read(each, fields_)->id);
    return out;
  }

  host::FieldTable fields_;
  HeldRows held_ = HeldRows::make(::testing::TempDir() + "held_rows_test.rows").value();
};

TEST_F(HeldRowsTest, GivesBackEachRow) {
  ASSERT_EQ(held_.size(), 4u);
  const auto row = held_.read(2, fields_);
  ASSERT_TRUE(row.ok());
  EXPECT_EQ(json_of(row->record, fields_), R"({"a":12})");
  EXPECT_EQ(row->id, 12u);
  EXPECT_EQ(row->of_case, 2u);
  EXPECT_EQ(row->tokens, (std::vector<std::uint32_t>{12, 100}));
  EXPECT_TRUE(row->is_private);
  EXPECT_FALSE(held_.read(1, fields_)->is_private);
}

TEST_F(HeldRowsTest, MergesFollowTheRowThatLeads) {
  using Ids = std::vector<std::uint64_t>;
  using Orders = std::vector<host::MergeOrder>;
  ASSERT_TRUE(held_.merge(Orders{{3, 12}, {99, 7}, {7, 99}}).ok());
  EXPECT_EQ(merged(1), Ids{12});
  EXPECT_TRUE(held_.leads(0) && held_.leads(1) && !held_.leads(2) && held_.leads(3));
  // 12 is in 3, which takes along what it has; and there is no circle.
  ASSERT_TRUE(held_.merge(Orders{{12, 5}, {7, 3}, {5, 7}}).ok());
  EXPECT_EQ(merged(0), (Ids{3, 12, 5}));
  EXPECT_EQ(merged(1), Ids{});
  EXPECT_TRUE(held_.leads(0) && !held_.leads(1) && !held_.leads(2) && !held_.leads(3));
}

}  // namespace
}  // namespace rulemap::engine
