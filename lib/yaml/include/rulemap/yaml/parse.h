// Text -> located trees (node.h), by two drivers: libyaml, fast, for rule files in bulk; yaml-cpp
// for pipeline and config files, held against libyaml. Every problem comes back with its place.
//
// Read is the part of YAML that people write in config and rule files: maps with text keys, lists,
// scalars, several documents. Refused with a sentence that says what would be right: keys written
// twice (each of them), merge keys `<<`, anchors and aliases, tags, keys that are lists or maps,
// tabs as indentation, control characters, text that is not UTF-8. A byte order mark and CRLF are
// fine. Nothing is evaluated, so a small file cannot become a large tree.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "rulemap/sdk/result.h"
#include "rulemap/yaml/node.h"

namespace rulemap::yaml {

// What one text may cost. Exceeding a limit is a problem that names the limit.
struct Limits {
  std::size_t bytes = std::size_t{1} << 20;
  std::size_t nodes = 100'000;  // scalars, lists, maps and keys together
  std::size_t depth = 64;       // lists and maps inside each other; also bounds recursion later
};

// One thing to mend. `length` is how many characters from `place` on are meant, at least 1.
struct Problem {
  Place place;
  std::string message;
  std::size_t length = 1;
};

// What a text holds. Documents may be used only if ok(); a tree with problems is for showing.
// `problems` is ordered by place and ends at 100.
struct Parsed {
  std::vector<Node> documents;
  std::vector<Problem> problems;

  bool ok() const { return problems.empty(); }
};

// Neither throws, keeps `text`, nor recurses deeper than limits.depth. An empty text and one of
// comments only have no documents. Safe to call from several threads.
Parsed parse_with_libyaml(std::string_view text, const Limits& limits = {});

// As parse_with_libyaml, and moreover refuses what the two libraries read differently: quoted text
// that folds over lines of blanks only, a block scalar in the column of its list's dashes, in
// braces a key without a value at the end of a line, in brackets plain text that holds `---` or `
// ?`. About five times as slow.
Parsed parse_with_yaml_cpp(std::string_view text, const Limits& limits = {});

// The problem as an Error whose `where` is `file:line:column`.
Error to_error(const Problem& problem, std::string_view file);

}  // namespace rulemap::yaml
