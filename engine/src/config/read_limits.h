// Reads `limits` and `on_error`, which steps, sinks and `defaults` share.
#pragma once

#include "config/block_reader.h"

namespace rulemap::engine {

LimitsFile read_limits(const yaml::Node* node, Diagnostics& diagnostics);
// "64MiB".
std::optional<std::int64_t> read_size(const Written& written, std::string_view key,
                                      Diagnostics& diagnostics);
OnErrorFile read_on_error(const yaml::Node* node, Diagnostics& diagnostics);

}  // namespace rulemap::engine
