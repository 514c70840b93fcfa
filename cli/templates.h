// The files that `rulemap new` writes, from sdk/template/, inside the program.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace rulemap::cli {

struct Template {
  std::string_view path;  // may hold @FILE@
  std::string_view text;
};

// kind: source, step or sink.
std::vector<Template> templates(std::string_view kind);

}  // namespace rulemap::cli
