// What matching is held against: RapidJSON reading the same lines.
#pragma once

#include <span>
#include <string>

namespace rulemap::bench {

// Document::Parse of each line, default flags, a pool that is used again. Returns bytes, so that
// nothing is left out.
std::size_t parse_documents(std::span<const std::string> lines);

// A copy of each line, read in place with numbers as texts by a handler that does nothing: what
// of reading an event is not matching.
std::size_t parse_only(std::span<const std::string> lines);

}  // namespace rulemap::bench
