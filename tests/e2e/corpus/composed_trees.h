// What sandboxes saw of the files of the corpus, composed: no report there has trees of its own.
#pragma once

#include <string>
#include <vector>

namespace rulemap::e2e {

struct ComposedTrees {
  std::string body;              // of behaviour_mitre_trees; empty: VirusTotal knows none
  std::vector<std::string> ids;  // of the techniques in it, each once
};

// The trees of the n-th file: several sandboxes, the same technique in more than one of them and
// under more than one tactic, names with hyphens, ids that ATT&CK has revoked. Every fifth has
// none.
ComposedTrees composed_trees(std::size_t n);

}  // namespace rulemap::e2e
