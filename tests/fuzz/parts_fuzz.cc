// Documents of which some members are read, held against the whole document.
#include "rows.h"
#include "rulemap/sdk/parts.h"

namespace rulemap::fuzz {

Material material() {
  Material out;
  for (const Answer& each : recorded_answers()) out.seeds.push_back(each.body);
  out.seeds.push_back(R"({"a":[{"id":"\u00e9\n","x":{}},[-0.5e-3]],"id":{"x":null,"id":[]}})");
  out.words = json_words();
  out.words.insert(out.words.end(),
                   {"\\", "\"", "\\u12", "1e", "\t\t\t\t\t\t\t\t", "\x7f", "\xc3\xa9"});
  return out;
}

namespace {

// The same by way of the whole document.
host::Json filtered(const host::Json& json, const rulemap_doc_part& read, host::Pool& pool) {
  host::Json out(json.GetType());
  if (read.part_count == 0 || (!json.IsArray() && !json.IsObject())) return {json, pool};
  if (json.IsArray()) {
    for (const host::Json& each : json.GetArray()) out.PushBack(filtered(each, read, pool), pool);
    return out;
  }
  for (const auto& [key, value] : json.GetObject()) {
    for (std::size_t i = 0; i < read.part_count; ++i) {
      const std::string_view name = view(read.parts[i].key);
      if (name != host::view_of(key) && name != "*") continue;
      out.AddMember(host::Json(key, pool), filtered(value, read.parts[i], pool), pool);
      break;
    }
  }
  return out;
}

}  // namespace
}  // namespace rulemap::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace rulemap;
  static const Parts read(
      {"id", "data.attributes.names", "data.attributes.sigma_analysis_results.rule_title",
       "data.attributes.last_analysis_stats", "data.*.tactics.techniques", "*.id"});
  const std::string_view text = fuzz::view_of(data, size);
  rapidjson::Document whole, parts;
  const auto parsed = host::parse_json(text, host::kMaxDepth, whole);
  const auto part = host::parse_json_parts(text, host::kMaxDepth, *read.abi(), parts);
  fuzz::expect(parsed.ok() == part.ok(), "both take a text, or none");
  if (!parsed.ok()) {
    fuzz::expect(parsed.error().text() == part.error().text(), "both say the same of it");
    return 0;
  }
  if (!host::Pruner::pruned(text, *read.abi(), host::kMaxDepth)) return 0;
  host::Pool pool;
  const host::Json expected = fuzz::filtered(whole, *read.abi(), pool);
  fuzz::expect(host::to_text(expected) == host::to_text(parts), "the parts are those of the whole");
  return 0;
}
