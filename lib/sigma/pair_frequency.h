// How often two bytes stand side by side in public Windows events, folded: what is seldom seen is
// what to look for. Only the speed of matching depends on it.
#pragma once

#include <cstddef>
#include <string_view>

namespace rulemap::sigma {

// Bytes of one kind count as one: digits, each other sign of ASCII by itself, all that is not
// shown.
inline constexpr std::string_view kSigns =
    "abcdefghijklmnopqrstuvwxyz0 !\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";
inline constexpr std::size_t kByteKinds = kSigns.size() + 1;

std::size_t byte_kind(char folded);

// Of one place in a text; 0.000001 for what is hardly ever seen.
double pair_frequency(char first, char second);

}  // namespace rulemap::sigma
