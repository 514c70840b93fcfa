// What one file gives before references between documents are resolved.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "problems.h"
#include "rulemap/sigma/load.h"

namespace rulemap::sigma {

// An id, a name or, in filters, a title, and where it is written.
struct Reference {
  std::string text;
  yaml::Place place;
};

struct CorrelationDraft {
  struct Alias {
    std::string alias;
    std::vector<std::pair<Reference, std::string>> fields;
  };

  Correlation correlation;  // without members, aliases, condition
  std::vector<Reference> rules;
  std::vector<Alias> aliases;
  std::optional<Reference> condition;  // a text
};

struct FilterDraft {
  Header header;
  LogSource source;
  bool for_any = false;
  std::vector<Reference> rules;
  Expression expression;
};

struct FileDraft {
  std::string path;
  std::vector<Rule> rules;
  std::vector<CorrelationDraft> correlations;
  std::vector<FilterDraft> filters;
  std::vector<Problem> problems;
};

// One text. Safe to call from several threads.
FileDraft parse_file(const RuleText& text, const LoadOptions& options);

struct HeaderDraft {
  std::vector<Header> headers;
  std::vector<Problem> problems;
};

// The headers alone, likewise.
HeaderDraft parse_headers(const RuleText& text, const LoadOptions& options);

// All files together, in their order.
RuleSet resolve(std::vector<FileDraft> files, const LoadOptions& options);

}  // namespace rulemap::sigma
