// docs/virustotal.md names every relation that may be asked for, and all that is left out.
#include <sstream>

#include "field_tables.h"
#include "relations.h"
#include "report_config.h"
#include "report_testing.h"

namespace rulemap::virustotal {
namespace {

class DocumentTest : public ::testing::Test {
 protected:
  // Whether a line of a table that begins with these words holds the word.
  bool has(std::string_view begin, std::string_view word) const {
    std::istringstream lines(text_);
    for (std::string line; std::getline(lines, line);) {
      const bool is_meant = line.starts_with("| ") && line.find(begin) < line.find(" | ");
      if (is_meant && line.find("`" + std::string(word) + "`") != std::string::npos) return true;
    }
    return false;
  }

  const std::string text_ = read_text(RULEMAP_SOURCE_DIR "/docs/virustotal.md");
};

constexpr std::pair<Thing, std::string_view> kThings[] = {{Thing::file, "file"},
                                                          {Thing::domain, "domain"},
                                                          {Thing::address, "address"},
                                                          {Thing::url, "URL"}};

TEST_F(DocumentTest, NamesEveryRelation) {
  for (const auto& [thing, word] : kThings) {
    for (const RelationRule& each : all_relations()) {
      if (each.of == thing) {
        EXPECT_TRUE(has(word, each.name)) << word << ": " << each.name;
      }
    }
  }
}

TEST_F(DocumentTest, NamesAllThatIsLeftOut) {
  for (const auto& [thing, word] : kThings) {
    for (const LeftOut& each : left_out_of(thing)) {
      EXPECT_TRUE(has(word, each.name) || has("all", each.name)) << word << ": " << each.name;
    }
  }
  for (const LeftOut& each : left_out_of_runs()) {
    EXPECT_TRUE(has("sandbox", each.name)) << each.name;
  }
}

// Every attribute that a table writes, and every fact, is in docs/record.md.
TEST_F(DocumentTest, TheRecordsPageNamesEveryAttributeAndFact) {
  const std::string page = read_text(RULEMAP_SOURCE_DIR "/docs/record.md");
  const auto expect = [&](std::string_view word) {
    if (word.empty()) return;
    EXPECT_NE(page.find("`" + std::string(word) + "`"), std::string::npos) << word;
  };
  std::vector<std::span<const FieldRule>> tables = {
      verdict_fields(), certificate_fields(),        signer_fields(), whois_fields(),
      run_fields(),     verdict_of_sandbox_fields(), related_fields()};
  for (const auto& [thing, word] : kThings) {
    tables.push_back(fields_of(thing));
    tables.push_back(server_fields(thing));
  }
  for (const auto& table : tables) {
    for (const FieldRule& rule : table) {
      expect(rule.attribute);
      expect(rule.fact);
    }
  }
  for (const RelationRule& each : all_relations()) expect(each.kind);
}

}  // namespace
}  // namespace rulemap::virustotal
