// core.dedupe: one record for one value of a field, within a case.
#pragma once

#include <bit>

#include "core/key_digest.h"
#include "core/key_text.h"
#include "rulemap/sdk/step.h"
#include "rulemap/spool/key_table.h"

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
    const std::string kind = std::to_string(row.cell(kKey).kind);
    const KeyDigest key =
        KeyDigest::of({row.text(kCase), kind, text_of(row, kKey), text_of(row, kPort)});
    const std::uint64_t first = first_.add(key.bytes, row.id()).first;
    if (first != row.id()) row.merge_into(first);
  }

 private:
  static constexpr Column kKey{0}, kCase{1}, kPort{2};
  static std::string text_of(const Row& row, Column column) {
    const rulemap_value& cell = row.cell(column);
    switch (cell.kind) {
      case RULEMAP_MISSING:
        return "";
      case RULEMAP_TEXT:
        return std::string(view(cell.as.text));
      case RULEMAP_FLOAT:
        return std::to_string(std::bit_cast<std::uint64_t>(cell.as.number));
      case RULEMAP_DOC:
        return key_text(row.doc(column));
      default:
        return std::to_string(cell.as.integer);
    }
  }

  KeyTable first_;
};

}  // namespace rulemap::engine
