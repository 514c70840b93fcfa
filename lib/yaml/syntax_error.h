// What libyaml says about a text that is not YAML, in words that tell an author what to mend.
#pragma once

#include <string_view>

#include "rulemap/yaml/parse.h"

namespace rulemap::yaml {

// As libyaml reports it: `problem` at `place`, while doing `context` that began at `began`.
struct SyntaxError {
  std::string_view problem;
  std::string_view context;
  Place place;
  Place began;
};

// One sentence, placed where the mistake is rather than where the parser noticed it.
Problem explain(const SyntaxError& error, std::string_view text);

}  // namespace rulemap::yaml
