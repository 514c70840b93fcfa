#include "csv_reader.h"

#include <gtest/gtest.h>

#include <sstream>

namespace rulemap::text_plugin {
namespace {

// Records as [a][b], one a line; what is refused as !line:column reason.
std::string read(const std::string& text, char separator = ',') {
  std::istringstream in(text);
  CsvReader reader(*in.rdbuf(), separator);
  std::string out;
  for (;;) {
    const CsvReader::Found found = reader.next();
    if (found == CsvReader::Found::end) return out;
    if (found == CsvReader::Found::refused) {
      out += "!" + std::to_string(reader.place().line) + ":" +
             std::to_string(reader.place().column) + " " + reader.problem();
    }
    for (std::size_t i = 0; found == CsvReader::Found::record && i < reader.size(); ++i) {
      out += "[" + std::string(reader.cell(i)) + "]";
    }
    out += "\n";
  }
}

TEST(CsvReader, ReadsWhatTheRfcSays) {
  const struct {
    const char *text, *records;
  } rows[] = {{"a,b\r\nc,d\r\n", "[a][b]\n[c][d]\n"},
              {"a,b\nc,d", "[a][b]\n[c][d]\n"},
              {"\"a\",\"b,c\"\n", "[a][b,c]\n"},
              {"\"a\r\nb\",c\n", "[a\r\nb][c]\n"},
              {"\"a \"\"b\"\"\",c\n", "[a \"b\"][c]\n"},
              {"a,,\n", "[a][][]\n"},
              {",\n", "[][]\n"},
              {"\"\",\"\"\n", "[][]\n"},
              {" a , b\n", "[ a ][ b]\n"},
              {"", ""},
              {"\n\r\na\n", "[a]\n"},
              {"\xef\xbb\xbf\"a\",b\n", "[a][b]\n"},
              {"# a \"comment\na,b\n", "[a][b]\n"},
              {"a\"b\",c\n", "[a\"b\"][c]\n"},
              {"\"a\"b,c\n", "[ab][c]\n"},
              {"a\rb,c\r", "[a\rb][c]\n"}};
  for (const auto& row : rows) EXPECT_EQ(read(row.text), row.records) << row.text;
  EXPECT_EQ(read("a;b,c\n", ';'), "[a][b,c]\n");
  EXPECT_EQ(read("a\tb\n", '\t'), "[a][b]\n");
}

TEST(CsvReader, SaysWhereACellBegins) {
  std::istringstream in("ä,\"b\nc\",d\ne,\"f\"\n");
  CsvReader reader(*in.rdbuf(), ',');
  reader.next();
  EXPECT_EQ(reader.place(1).line, 1u);
  EXPECT_EQ(reader.place(1).column, 4u);
  EXPECT_EQ(reader.place(2).line, 2u);
  EXPECT_EQ(reader.place(2).column, 4u);
  reader.next();
  EXPECT_EQ(reader.place().line, 3u);
  EXPECT_EQ(reader.place(1).column, 4u);
}

TEST(CsvReader, SaysWhereAQuoteOpensThatNothingCloses) {
  EXPECT_EQ(read("a,b\nc,\"d\ne,f\n"),
            "[a][b]\n!2:3 the quote that opens here is never closed: the rest of the file, to line "
            "4, is not read\n");
}

TEST(CsvReader, GoesOnBehindWhatIsTooLong) {
  const std::string much(CsvReader::kLongestRecord + 1, 'x');
  EXPECT_EQ(read(much + "\na\n"),
            "!1:1 the line is longer than the limit of 1048576 bytes; it is not read\n[a]\n");
  EXPECT_EQ(read("\"" + much + "\ny\na\n"),
            "!1:1 the quote that opens here is not closed within 1048576 bytes; reading goes on "
            "behind line 1\n[y]\n[a]\n");
  EXPECT_EQ(read(std::string(CsvReader::kMostCells, ',') + "\na\n"),
            "!1:1 the line has more than 16384 columns\n[a]\n");
}

TEST(CsvReader, AnExcerptIsShort) {
  std::istringstream in("abc,def\n");
  CsvReader reader(*in.rdbuf(), ',');
  reader.next();
  EXPECT_EQ(reader.excerpt(20), "abc,def");
  EXPECT_EQ(reader.excerpt(5), "abc,d...");
}

}  // namespace
}  // namespace rulemap::text_plugin
