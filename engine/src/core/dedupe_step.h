// core.dedupe: one record for one value of a field, within a case.
#pragma once

#include <unordered_map>

#include "core/key_digest.h"
#include "rulemap/sdk/step.h"

namespace rulemap::engine {

class DedupeStep final : public Step<DedupeStep> {
 public:
  static constexpr Label label{.id = "core.dedupe",
                               .summary = "Keeps one record for each value of a field in a case.",
                               .label = "filter"};
  struct Config {
    FieldName key;
  };
  static constexpr auto options = rulemap::options(
      option("key", &Config::key, "The field whose values are told apart").standard("ioc.value"));

  static void fields(const Config& config, FieldSet& set) {
    set.reads(config.key.text);
    set.reads("case.id", RULEMAP_FIELD_TEXT);
    set.reads("ioc.port", RULEMAP_FIELD_INT);
  }
  // A record without the key goes on. An address with another port is another indicator.
  void process(Row row) {
    if (!row.has(kKey)) return;
    const auto [first, is_new] = first_.try_emplace(
        KeyDigest::of({row.text(kCase), text_of(row.cell(kKey)), text_of(row.cell(kPort))}),
        row.id());
    if (!is_new && first->second != row.id()) row.merge_into(first->second);
  }

 private:
  static constexpr Column kKey{0}, kCase{1}, kPort{2};
  static std::string text_of(const rulemap_value& cell) {
    if (cell.kind == RULEMAP_TEXT) return std::string(view(cell.as.text));
    if (cell.kind == RULEMAP_FLOAT) return std::to_string(cell.as.number);
    return cell.kind == RULEMAP_MISSING ? "" : std::to_string(cell.as.integer);
  }

  std::unordered_map<KeyDigest, std::uint64_t, KeyDigestHash> first_;
};

}  // namespace rulemap::engine
