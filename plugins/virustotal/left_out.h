// Members of an answer that no table names: neither read, nor left out by design.
#pragma once

#include <string>
#include <vector>

#include "request_path.h"
#include "rulemap/sdk/value.h"

namespace rulemap::virustotal {

std::vector<std::string> unread_in(Thing thing, Doc attributes);
std::vector<std::string> unread_in_run(Doc attributes);

}  // namespace rulemap::virustotal
