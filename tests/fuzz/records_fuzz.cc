// Records as JSON, one a line, as the source table.jsonl reads them.
#include "rows.h"

extern "C" const rulemap_entry rulemap_entry_table;

namespace rulemap::fuzz {

Material material() {
  return {
      {R"({"record": 1, "kind": "indicator", "ioc.type": "domain", "ioc.value": "a.example"})",
       R"({"ioc.type": "ipv4", "ioc.value": "1.2.3.4", "ioc.port": 80, "ioc.private": false,
"tags": ["a", "b"], "reputation.malicious": 4, "reputation.at": 1767225600000})",
       R"({"ioc.type":"md5","ioc.value":"x","observables":[{"v":1,"type":"file","subject":true,)"
       R"("attributes":[{"name":"size","value":9}],"relations":[]}],"vt.malicious":7})"
       "\n"
       R"({"ioc.type":"url","ioc.value":"http://a.example/","errors":[{"step":"vt"}]})"},
      json_words()};
}

namespace {

void judge(const testing::Outgoing& row) {
  expect(is_json_object(row.json), "a row can be written as JSON");
  for (const char* name : {"ioc.type", "ioc.value", "kind", "tlp"}) {
    expect(!row.has(name) || row[name].IsString(), "a text field holds a text");
  }
  for (const char* name : {"observables", "matches", "techniques", "tags"}) {
    expect(!row.has(name) || row[name].IsArray(), "a list field holds a list");
  }
}

}  // namespace
}  // namespace rulemap::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace rulemap;
  static const fuzz::Folder folder;
  static const std::string path = folder.path("records.jsonl");
  fuzz::write_file(path, fuzz::view_of(data, size));
  testing::SourceHarness source(rulemap_entry_table, "table.jsonl",
                                R"({"path": ")" + path + R"(", "fields": ["vt.malicious"]})");
  for (const testing::Outgoing& row : source.pull_all()) fuzz::judge(row);
  fuzz::expect(source.last_call().status == RULEMAP_END, "the file is read to its end");
  for (const auto& each : source.refused()) {
    fuzz::expect(!each.why.empty() && each.line >= 1, "a refusal has a reason and a place");
  }
  return 0;
}
