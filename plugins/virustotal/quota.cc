#include "quota.h"

#include <algorithm>
#include <optional>

#include "plain_text.h"
#include "request_path.h"
#include "rulemap/abi/allowance.h"

namespace rulemap::virustotal {
namespace {

struct Span {
  std::uint32_t span;
  std::string_view member;
  std::string_view word;
};

constexpr Span kSpans[] = {{RULEMAP_SPAN_HOUR, "api_requests_hourly", "hour"},
                           {RULEMAP_SPAN_DAY, "api_requests_daily", "day"},
                           {RULEMAP_SPAN_MONTH, "api_requests_monthly", "month"}};
constexpr std::string_view kWhose[] = {"user", "group"};

std::optional<Quota> read_one(Doc numbers, std::uint32_t span) {
  const auto allowed = numbers.integer("allowed"), used = numbers.integer("used");
  // Nobody pays for none: VirusTotal's word for "no limit of this kind".
  if (!allowed || !used || *allowed <= 0 || *used < 0) return std::nullopt;
  return Quota{span, *allowed, *used};
}

}  // namespace

std::vector<Quota> read_quotas(Doc data) {
  std::vector<Quota> out;
  for (const Span& span : kSpans) {
    std::optional<Quota> strictest;
    for (const std::string_view whose : kWhose) {
      const auto found = read_one(data[span.member][whose], span.span);
      if (found && (!strictest || found->left() < strictest->left())) strictest = found;
    }
    if (strictest) out.push_back(*strictest);
  }
  return out;
}

std::vector<std::string> quota_paths() {
  std::vector<std::string> out = {"error", "data.error"};
  for (const Span& span : kSpans) {
    for (const std::string_view whose : kWhose) {
      const std::string numbers = "data." + std::string(span.member) + "." + std::string(whose);
      out.push_back(numbers + ".allowed");
      out.push_back(numbers + ".used");
    }
  }
  return out;
}

std::string quota_line(const Quota& quota) {
  const auto span = std::find_if(std::begin(kSpans), std::end(kSpans),
                                 [&](const Span& each) { return each.span == quota.span; });
  return std::to_string(quota.used) + " of " + std::to_string(quota.allowed) + " requests of the " +
         std::string(span->word) + " are used, " + std::to_string(quota.left()) + " left";
}

std::string quota_path(std::string_view user) {
  return "/users/" + percent_encoded(user) + "/overall_quotas";
}

bool looks_like_a_key(std::string_view user) { return hex_of(user, 64).has_value(); }

}  // namespace rulemap::virustotal
