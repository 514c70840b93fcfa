// Names of malware families as rules and reports write them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace rulemap::ids {

inline constexpr std::size_t kMostFamilies = 50;
inline constexpr std::size_t kLongestFamily = 100;

// Adds the names in `text` to `families`, each once: they stand between commas, and keep their
// spelling ("win.agent_tesla", "AVADDON"). Of a scanner's name the family is taken:
// "Ransom:W32/CTBLocker" is CTBLocker. Words that name none (N/A, unknown, generic ...), names with
// control characters and names that are too long are passed over.
void add_families(std::string_view text, std::vector<std::string>& families);

// The family of a threat's name of the form Platform.Kind.Name ("Windows.Trojan.PoshC2" is PoshC2).
// Empty for another form, for kinds that are no malware (VulnDriver, Generic ...) and for names
// that name none.
std::string family_of_threat(std::string_view name);

}  // namespace rulemap::ids
