// Loaded rules in a file, known by the digest of everything that they were loaded from.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "rulemap/sdk/result.h"
#include "rulemap/sigma/load.h"

namespace rulemap::sigma {

// Of the texts, their paths, what options change the result, and the format: 32 bytes.
std::string cache_key(std::span<const RuleText> texts, const LoadOptions& options);

// What write_cache() wrote for this key. Nothing where the file is not there, is another user's or
// writable by others, is damaged, or is of another key.
std::optional<RuleSet> read_cache(const std::string& path, const std::string& key);

// A new file that takes the place of the old one at once. Fails with `path` as `where`, also where
// what is there is no rule cache: nothing else is ever written over.
Result<void> write_cache(const std::string& path, const std::string& key, const RuleSet& rules);

}  // namespace rulemap::sigma
