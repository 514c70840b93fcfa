// Where objects begin and end in a text, however it comes in pieces.
#include "rulemap/sigma/event_records.h"

#include <gtest/gtest.h>

namespace rulemap::sigma {
namespace {

// "number@line text" of each, or "!trouble"; newlines as `~`.
std::string records(const std::string& text, std::size_t piece = 1'000, std::size_t most = 1'000) {
  EventRecords splitter(most);
  std::string out;
  const auto take = [&] {
    while (const auto record = splitter.next()) {
      out += std::to_string(record->number) + "@" + std::to_string(record->line) + " " +
             (record->trouble.empty() ? record->text : "!" + record->trouble) + "\n";
    }
  };
  for (std::size_t at = 0; at < text.size(); at += piece) {
    splitter.add(std::string_view(text).substr(at, piece));
    take();
  }
  splitter.finish();
  take();
  for (std::size_t i = 0; i + 1 < out.size(); ++i) {
    if (out[i] == '\n' && (out[i + 1] < '0' || out[i + 1] > '9')) out[i] = '~';
  }
  return out;
}

TEST(EventRecords, LinesAndObjectsOverLines) {
  const std::string text =
      "\xEF\xBB\xBF{\"a\":1}\r\n\n  {\"b\":\"}\\\"{\"}\n{\n  \"c\": {\n  \"d\": [1, {}]\n  }\n}\n"
      "{\"e\":2}{\"f\":3}";
  const std::string wanted =
      "0@1 {\"a\":1}\n1@3 {\"b\":\"}\\\"{\"}\n2@4 {~  \"c\": {~  \"d\": [1, {}]~  }~}\n"
      "3@9 {\"e\":2}\n4@9 {\"f\":3}\n";
  for (const std::size_t piece : {1, 2, 3, 7, 1000}) EXPECT_EQ(records(text, piece), wanted);
}

TEST(EventRecords, AListOfObjects) {
  EXPECT_EQ(records("[{\"a\":1},\n {\"b\":2}\n]\n"), "0@1 {\"a\":1}\n1@2 {\"b\":2}\n");
  EXPECT_EQ(records("[]"), "");
}

TEST(EventRecords, ABadLineCostsNoOther) {
  const std::string wanted_after = "1@2 {\"a\":2}\n";
  EXPECT_EQ(records("nonsense\n{\"a\":2}"), "0@1 !here is no JSON object\n" + wanted_after);
  EXPECT_EQ(records("{\"a\":\n{\"a\":2}"),
            "0@1 !the object is not closed before the next one begins\n" + wanted_after);
  EXPECT_EQ(records("{\"a\":\"x\n{\"a\":2}"),
            "0@1 !a text is not closed at the end of its line\n" + wanted_after);
  EXPECT_EQ(records("{\"a\":\"x\\\n{\"a\":2}"),
            "0@1 !a text is not closed at the end of its line\n" + wanted_after);
  EXPECT_EQ(records("{\n \"a\":\"x\n }\n}\n{\"a\":2}"),
            "0@1 !a text is not closed at the end of its line\n1@5 {\"a\":2}\n");
  EXPECT_EQ(records("{\"a\":2"), "0@1 !the object is not closed at the end of the file\n");
}

TEST(EventRecords, AreBounded) {
  const std::string large(100, 'x');
  EXPECT_EQ(records("{\"a\":\"" + large + "\"}\n{\"a\":2}", 7, 50),
            "0@1 !the object has more than 50 bytes\n1@2 {\"a\":2}\n");
  EXPECT_EQ(records(large + "\n{\"a\":2}", 7, 50), "0@1 !here is no JSON object\n1@2 {\"a\":2}\n");
  std::string lines = "{\n";
  for (int i = 0; i < 30; ++i) lines += " \"a\":1,\n";
  EXPECT_EQ(records(lines + "}\n{\"a\":2}", 7, 50),
            "0@1 !the object has more than 50 bytes\n1@33 {\"a\":2}\n");
}

TEST(EventRecords, AListInOneLineMayBeLongerThanAnObject) {
  std::string list = "[", wanted;
  for (int i = 0; i < 20; ++i) {
    const std::string object = R"({"a":"\\\\\"}[","b":)" + std::to_string(i) + "}";
    list += (i > 0 ? "," : "") + object;
    wanted += std::to_string(i) + "@1 " + object + "\n";
  }
  for (const std::size_t piece : {1, 2, 3, 7, 1000}) {
    EXPECT_EQ(records(list + "]", piece, 50), wanted) << piece;
    EXPECT_EQ(records(list + "]\n{\"c\":1}", piece, 50), wanted + "20@2 {\"c\":1}\n") << piece;
  }
}

}  // namespace
}  // namespace rulemap::sigma
