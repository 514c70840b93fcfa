// What each choice of the option `sandboxes` asks.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace rulemap::virustotal {

// As it stands in the path and in messages: behaviours.
std::string_view sandbox_endpoint(std::string_view choice);
// What a report goes on without where it cannot be had.
std::string_view sandbox_loss(std::string_view choice);
// What is read of the answer; nothing for `off`.
std::vector<std::string> sandbox_paths(std::string_view choice);

}  // namespace rulemap::virustotal
