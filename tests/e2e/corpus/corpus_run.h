// One run over everything that the shared VirusTotal bodies report on, with composed behaviour
// trees, a composed file whose rule nobody knows, and four indicators that VirusTotal does not
// know.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "e2e/corpus/composed_trees.h"
#include "e2e/corpus/vt_reports.h"
#include "e2e/workplace.h"

namespace rulemap::e2e {

struct CorpusRun {
  Workplace place{"corpus"};
  std::vector<VtReport> reports;
  std::map<std::string, ComposedTrees> trees;  // by the file's id
  std::vector<std::string> unknown;            // a hash, a domain, an address, a URL
  std::vector<std::string> lines;              // of the list, defanged
  Ended ended;
  Event event;

  std::vector<const VtReport*> of_type(std::string_view type) const;
};

inline constexpr std::string_view kUnmappedTitle = "A Rule That Only Its Author Has";

// Lays out list and recordings below the temporary folder, and runs the program on them.
CorpusRun run_corpus(const std::string& shared_data);

// As an analyst would write it, in the n-th of several ways.
std::string defanged(const std::string& indicator, std::size_t n);

}  // namespace rulemap::e2e
