// CSV texts: records, cells and one column, whatever the bytes are.
#include <sstream>

#include "column_reader.h"
#include "csv_reader.h"
#include "fuzz.h"

namespace rulemap::fuzz {

Material material() {
  Material out;
  out.seeds = {"date,indicator,comment\r\n2026-01-02,evil[.]com,\"seen, twice\"\r\n",
               "\"a \"\"b\"\"\",\"c\r\nd\"\n# comment \"x\ne,f\n",
               "\xef\xbb\xbfindicator;type\nhttp://evil.example/a,b;url\n",
               "a,\"never closed\nb,c\n", "\n\r\n,,\n\"\",\n"};
  out.words = {"\"", "\"\"",         ",",         ";",    "\t",    "\r\n",    "\n", "\r",
               "#",  "\xef\xbb\xbf", "indicator", "\"\n", "\",\"", "1.2.3.4", "ä"};
  return out;
}

namespace {

using text_plugin::ColumnReader;
using text_plugin::CsvReader;
using Records = std::vector<std::vector<std::string>>;

struct Read {
  Records records;
  std::size_t refused = 0;
};

Read read(const std::string& text, char separator) {
  std::istringstream in(text);
  CsvReader reader(*in.rdbuf(), separator);
  Read out;
  std::uint32_t line = 0;
  const std::size_t most = text.size() + 1;  // each record takes a byte, at least
  for (std::size_t i = 0; i <= most; ++i) {
    const CsvReader::Found found = reader.next();
    if (found == CsvReader::Found::end) return out;
    expect(reader.place().line > line || found == CsvReader::Found::refused,
           "records are in order");
    line = reader.place().line;
    if (found == CsvReader::Found::refused) {
      expect(!reader.problem().empty(), "a refusal has a reason");
      ++out.refused;
      continue;
    }
    std::vector<std::string>& cells = out.records.emplace_back();
    for (std::size_t k = 0; k < reader.size(); ++k) {
      cells.emplace_back(reader.cell(k));
      expect(reader.place(k).line >= line && reader.place(k).column >= 1, "a cell is somewhere");
    }
  }
  expect(false, "a text ends");
  return out;
}

// As RFC 4180 writes it, each cell in quotes.
std::string written(const Records& records, char separator) {
  std::string out;
  for (const auto& record : records) {
    for (std::size_t i = 0; i < record.size(); ++i) {
      out += i ? std::string(1, separator) + "\"" : "\"";
      for (const char c : record[i]) out += c == '"' ? std::string("\"\"") : std::string(1, c);
      out += '"';
    }
    out += "\r\n";
  }
  return out;
}

void column(const std::string& text, const text_plugin::ColumnChoice& choice) {
  std::istringstream in(text);
  ColumnReader reader(*in.rdbuf(), choice);
  for (std::size_t i = 0; i <= text.size() + 1; ++i) {
    const auto found = reader.next();
    if (!found.ok()) return expect(!found.error().message.empty(), "a failure has a reason");
    if (*found == ColumnReader::Found::end) return;
    expect(reader.place().line >= 1, "it is somewhere");
    if (*found == ColumnReader::Found::cell) expect(!reader.text().empty(), "a cell holds text");
    expect(reader.excerpt(20).size() <= 23, "an excerpt is short");
  }
  expect(false, "a column ends");
}

}  // namespace
}  // namespace rulemap::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace rulemap;
  const std::string text(fuzz::view_of(data, size));
  for (const char separator : {',', ';', '\t'}) {
    const fuzz::Read found = fuzz::read(text, separator);
    const fuzz::Read again = fuzz::read(fuzz::written(found.records, separator), separator);
    fuzz::expect(again.refused == 0, "what was written is read");
    fuzz::expect(again.records == found.records, "what was written is read as it was");
  }
  fuzz::column(text, {.name = "indicator"});
  fuzz::column(text, {.number = 2, .header = false, .separator = ';'});
  return 0;
}
