#include "report_config.h"

#include "plain_text.h"
#include "quota.h"
#include "relations.h"

namespace rulemap::virustotal {
namespace {

constexpr std::int64_t kMostNames = 1000;
constexpr std::int64_t kMostRelated = 1000;

Result<void> validate_url(std::string_view url) {
  const std::size_t host = url.starts_with("https://") ? 8 : url.starts_with("http://") ? 7 : 0;
  if (host == 0 || api_address(std::string(url)).size() <= host) {
    return Error{"`url` has to begin with https:// or http:// and to name a host", "url"};
  }
  if (url.find_first_of("@?# \t\r\n\\") != std::string_view::npos) {
    return Error{"`url` holds neither a user nor a query: the key belongs in `key`", "url"};
  }
  return {};
}

}  // namespace

std::string api_address(std::string url) {
  while (url.ends_with('/')) url.pop_back();
  return url;
}

Result<void> validate_options(const ReportConfig& config) {
  if (config.names < 0 || config.names > kMostNames) {
    return Error{"`names` is a number from 0 to " + std::to_string(kMostNames), "names"};
  }
  if (config.related < 0 || config.related > kMostRelated) {
    return Error{"`related` is a number from 0 to " + std::to_string(kMostRelated), "related"};
  }
  if (!config.user.empty() && (!is_word(config.user) || looks_like_a_key(config.user))) {
    return Error{"`user` is the name of a VirusTotal user; a key would stand in a URL", "user"};
  }
  const auto relations = validate_relations(config.relations);
  return relations.ok() ? validate_url(config.url) : relations;
}

}  // namespace rulemap::virustotal
