// The ids of CVE as rules write them: "2021-46422", "CVE_2021_46422", "cve-2021-46422".
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace rulemap::ids {

// "CVE-2021-46422": the prefix may be missing, each hyphen may be an underscore. A year, and four
// to nineteen digits; nullopt for any other text. Whether the id exists is not judged.
std::optional<std::string> cve_of(std::string_view text);

}  // namespace rulemap::ids
