// The Traffic Light Protocol's words in their order: who may be told.
#pragma once

#include <optional>
#include <string_view>

namespace rulemap::engine {

// 0 for clear up to 4 for red; nothing for any other word. "white" is the old name of clear.
inline std::optional<int> tlp_rank(std::string_view word) {
  constexpr std::string_view kOrder[] = {"clear", "green", "amber", "amber+strict", "red"};
  if (word == "white") return 0;
  for (int rank = 0; rank < 5; ++rank) {
    if (word == kOrder[rank]) return rank;
  }
  return std::nullopt;
}

// Of a record's mark and its case's the one that holds back more. A word that is none holds back
// all.
inline std::string_view stricter_tlp(std::string_view record, std::string_view of_case) {
  if (record.empty() || of_case.empty()) return record.empty() ? of_case : record;
  const auto a = tlp_rank(record), b = tlp_rank(of_case);
  if (!a || !b) return a ? of_case : record;
  return *a >= *b ? record : of_case;
}

// Whether something marked `tlp` may be told to somebody who may know up to `most`.
inline bool may_leave(std::string_view tlp, std::string_view most) {
  const auto marked = tlp_rank(tlp);
  return marked && *marked <= tlp_rank(most).value_or(1);
}

}  // namespace rulemap::engine
