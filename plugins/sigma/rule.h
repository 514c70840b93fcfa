// What sigma.map keeps of a Sigma rule: its header, without log source and detection.
#pragma once

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace rulemap::sigma_map {

struct Rule {
  std::string id;  // a UUID in lower case
  std::string title;
  std::string level;   // one of kLevels, else empty
  std::string status;  // one of kStatuses, else empty
  std::string author;
  std::string licence;
  std::string description;
  std::vector<std::string> techniques;  // of its tags: T1055.001, each once
  std::string path;
};

// From the mildest to the worst.
inline constexpr std::array<std::string_view, 5> kLevels = {"informational", "low", "medium",
                                                            "high", "critical"};
inline constexpr std::array<std::string_view, 5> kStatuses = {"stable", "test", "experimental",
                                                              "deprecated", "unsupported"};

// 1 for the mildest level to 5 for the worst; 0 for any other text.
inline int level_rank(std::string_view level) {
  const auto found = std::find(kLevels.begin(), kLevels.end(), level);
  return found == kLevels.end() ? 0 : static_cast<int>(found - kLevels.begin()) + 1;
}

}  // namespace rulemap::sigma_map
