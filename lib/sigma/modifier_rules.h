// Which modifiers of one entry go together.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>

#include "modifiers.h"

namespace rulemap::sigma {

constexpr std::uint32_t bits(std::initializer_list<Modifier> modifiers) {
  std::uint32_t out = 0;
  for (const Modifier each : modifiers) out |= 1U << static_cast<unsigned>(each);
  return out;
}

inline constexpr std::uint32_t kAnchors =
    bits({Modifier::contains, Modifier::startswith, Modifier::endswith});
inline constexpr std::uint32_t kUtf16 =
    bits({Modifier::utf16le, Modifier::utf16be, Modifier::utf16});
inline constexpr std::uint32_t kBase64 = bits({Modifier::base64, Modifier::base64offset});
inline constexpr std::uint32_t kFlags =
    bits({Modifier::ignore_case, Modifier::multi_line, Modifier::dot_all});
inline constexpr std::uint32_t kText = kAnchors | kUtf16 | kBase64 | bits({Modifier::windash});
inline constexpr std::uint32_t kAsks =
    bits({Modifier::re, Modifier::cidr, Modifier::lt, Modifier::lte, Modifier::gt, Modifier::gte,
          Modifier::exists, Modifier::fieldref, Modifier::minute, Modifier::hour, Modifier::day,
          Modifier::week, Modifier::month, Modifier::year});

// "`contains`".
std::string in_quotes(Modifier modifier);

// Why these modifiers mean nothing together; empty where they do.
std::string refusal_of(const FieldKey& key);

}  // namespace rulemap::sigma
