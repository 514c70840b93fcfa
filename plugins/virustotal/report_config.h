// The options of virustotal.report, and what is wrong with them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "rulemap/sdk/config.h"
#include "rulemap/sdk/result.h"

namespace rulemap::virustotal {

struct ReportConfig {
  Secret key;
  std::string url;
  std::string sandboxes;
  std::vector<std::string> relations;
  std::int64_t related = 0;
  std::int64_t names = 0;
  bool rulesets = false;
  std::string user;
};

inline constexpr auto kReportOptions = rulemap::options(
    option("key", &ReportConfig::key, "API key; recordings need none"),
    option("url", &ReportConfig::url, "Address of the API")
        .standard("https://www.virustotal.com/api/v3"),
    option("sandboxes", &ReportConfig::sandboxes,
           "What to ask of sandboxes, with one more request a file: their techniques; their whole "
           "reports, with techniques, events for sigma.match and what they contacted; or the "
           "summary over all reports, which tells no sandbox from another")
        .one_of("off|techniques|reports|summary")
        .standard("techniques"),
    option("relations", &ReportConfig::relations,
           "Related things to ask for with the report, at no further request: VirusTotal's names "
           "of relations; `default` stands for what files contacted and dropped, where names "
           "resolve, and where URLs are served")
        .standard("default"),
    option("related", &ReportConfig::related,
           "At most so many things of a relation; above 20 each further page is one more request")
        .standard("20"),
    option("names", &ReportConfig::names, "At most so many names of a file").standard("10"),
    option(
        "rulesets", &ReportConfig::rulesets,
        "Whether to ask for the rulesets of YARA results, for their rules' techniques, families, "
        "licence and text: one more request a ruleset")
        .standard("false"),
    option("user", &ReportConfig::user,
           "The VirusTotal user or group whose allowance is asked for at the start, and where a "
           "request is refused as one too many; a name, never the key")
        .standard(""));

Result<void> validate_options(const ReportConfig& config);

// The address without slashes at its end.
std::string api_address(std::string url);

}  // namespace rulemap::virustotal
