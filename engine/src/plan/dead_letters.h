// Whether a file holds dead letters: asked before a replay opens anything, since sinks begin their
// files anew.
#pragma once

#include <string>

#include "rulemap/sdk/result.h"

namespace rulemap::engine {

struct NoDeadLetters {
  std::uint32_t line = 0;  // 0: the file as a whole
  std::string why;         // empty: every line is one
};

// Each line that is not empty has to be a record as table.jsonl writes it, with its id, its case
// and where it was given up.
NoDeadLetters check_dead_letters(const std::string& path);

}  // namespace rulemap::engine
