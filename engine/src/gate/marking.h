// The words of the Traffic Light Protocol (who may be told) and of the Permissible Actions Protocol
// (what may be done with it), in their order.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

namespace rulemap::engine {

using Scale = std::span<const std::string_view>;

inline constexpr std::string_view kTlpOrder[] = {"clear", "green", "amber", "amber+strict", "red"};
// Amber allows to ask third parties, red nothing that could be noticed.
inline constexpr std::string_view kPapOrder[] = {"clear", "green", "amber", "red"};

// 0 for clear; nothing for a word that is none. "white" is the old name of clear.
constexpr std::optional<std::size_t> rank_of(std::string_view word, Scale scale) {
  if (word == "white") return 0;
  for (std::size_t rank = 0; rank < scale.size(); ++rank) {
    if (word == scale[rank]) return rank;
  }
  return std::nullopt;
}

// Of a record's mark and its case's the one that holds back more. A word that is none holds back
// all.
constexpr std::string_view stricter(std::string_view record, std::string_view of_case,
                                    Scale scale) {
  if (record.empty() || of_case.empty()) return record.empty() ? of_case : record;
  const auto a = rank_of(record, scale), b = rank_of(of_case, scale);
  if (!a || !b) return a ? of_case : record;
  return *a >= *b ? record : of_case;
}

// Whether what is marked so stays within `most`.
constexpr bool is_within(std::string_view mark, std::string_view most, Scale scale) {
  const auto marked = rank_of(mark, scale), limit = rank_of(most, scale);
  return marked && limit && *marked <= *limit;
}

}  // namespace rulemap::engine
