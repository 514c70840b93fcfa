#include "rulemap/yaml/parse.h"

namespace rulemap::yaml {

Error to_error(const Problem& problem, std::string_view file) {
  return {problem.message, std::string(file) + ":" + std::to_string(problem.place.line) + ":" +
                               std::to_string(problem.place.column)};
}

}  // namespace rulemap::yaml
