// The options of virustotal.report, and what is wrong with them.
#pragma once

#include <cstdint>
#include <string>

#include "rulemap/sdk/config.h"
#include "rulemap/sdk/result.h"

namespace rulemap::virustotal {

struct ReportConfig {
  Secret key;
  std::string url;
  bool behaviour = true;
  bool events = false;
  std::int64_t names = 0;
};

inline constexpr auto kReportOptions = rulemap::options(
    option("key", &ReportConfig::key, "API key; recordings need none"),
    option("url", &ReportConfig::url, "Address of the API")
        .standard("https://www.virustotal.com/api/v3"),
    option("behaviour", &ReportConfig::behaviour,
           "Whether to ask for the techniques that sandboxes saw: one more request a file")
        .standard("true"),
    option("events", &ReportConfig::events,
           "Whether to ask for the events that sandboxes saw, for sigma.match: one more request "
           "a file")
        .standard("false"),
    option("names", &ReportConfig::names, "At most so many names of a file").standard("10"));

Result<void> validate_options(const ReportConfig& config);

// The address without slashes at its end.
std::string api_address(std::string url);

}  // namespace rulemap::virustotal
