// A scalar of a rule with its type. Quoted is text; plain follows the core rules of YAML 1.2, so
// `yes` and `2024-01-01` are texts.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "rulemap/sigma/number.h"
#include "rulemap/yaml/node.h"

namespace rulemap::sigma {

struct Scalar {
  enum class Kind : std::uint8_t { null, boolean, number, text };

  Kind kind = Kind::null;
  bool truth = false;            // of a boolean
  std::optional<Number> number;  // what it reads as, quoted or not: 0x1f and .5 are plain only
  std::string text;              // as written; a boolean in lower case
  yaml::Place place;
};

// Requires a null or a scalar.
Scalar read_scalar(const yaml::Node& node);

// A boolean, quoted or not; nothing for anything else.
std::optional<bool> read_truth(const yaml::Node& node);

}  // namespace rulemap::sigma
