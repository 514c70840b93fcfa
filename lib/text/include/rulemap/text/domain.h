// What is a domain name on the internet.
#pragma once

#include <string>
#include <string_view>

#include "rulemap/sdk/result.h"

namespace rulemap::ioc {

// The name in lower case, international labels as A-labels (xn--...), one final dot taken off.
// Refused: names whose last label the Public Suffix List does not know (`setup.exe`, `a.local`),
// public suffixes themselves (`co.uk`), labels that are no host name. Suffixes that companies
// registered in the list (github.io) are domains. The names of documentation, `.example` and
// `.test`, are read. Endings of files that are top-level domains (`.zip`, `.sh`) are domains here.
Result<std::string> normal_domain(std::string_view name);

}  // namespace rulemap::ioc
