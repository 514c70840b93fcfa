// `overall_quotas` of a VirusTotal user: how many requests are allowed and used, by hour, day and
// month. VirusTotal's documentation names it; a user's own numbers and the group's may both be
// there.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "rulemap/sdk/value.h"

namespace rulemap::virustotal {

struct Quota {
  std::uint32_t span = 0;  // RULEMAP_SPAN_HOUR, _DAY or _MONTH
  std::int64_t allowed = 0;
  std::int64_t used = 0;

  std::int64_t left() const { return allowed > used ? allowed - used : 0; }
};

// The stricter of a user's and the group's, for each span that has numbers.
std::vector<Quota> read_quotas(Doc data);
// What read_quotas() reads.
std::vector<std::string> quota_paths();
// "310 of 500 requests of the day are used, 190 left"
std::string quota_line(const Quota& quota);

// "/users/NAME/overall_quotas"
std::string quota_path(std::string_view user);
// VirusTotal takes a key in the place of the name as well; here it would be a secret in a URL.
bool looks_like_a_key(std::string_view user);

}  // namespace rulemap::virustotal
