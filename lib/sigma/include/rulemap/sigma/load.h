// Rule files -> a RuleSet: rules, multi-document files, `action:` collections, correlations,
// filters, of Sigma 2.1. Each file becomes rules by itself; references between documents are
// resolved at the end.
//
//   sigma::RuleSet rules = sigma::load_paths(paths);
//   for (const sigma::Problem& problem : rules.problems) std::cerr << problem.text() << '\n';
#pragma once

#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "rulemap/sigma/rule.h"

namespace rulemap::sigma {

// What one load may cost; what exceeds a limit is a problem that names it.
struct LoadLimits {
  std::size_t file_bytes = std::size_t{8} << 20;
  std::size_t files = 200'000;
  std::size_t values = 200'000;   // tests of one rule, after its modifiers
  std::size_t problems = 10'000;  // kept
};

// Calls task(0) to task(count - 1), each once, in any order, several at once if it likes, and
// returns when all have returned.
using RunAll = std::function<void(std::size_t count, const std::function<void(std::size_t)>& task)>;

// On so many threads, the calling one among them.
RunAll on_threads(unsigned width);

struct LoadOptions {
  // Values of `%name%` under `expand`. A rule that needs another is refused.
  std::map<std::string, std::vector<std::string>> placeholders = {};
  LoadLimits limits = {};
  // Who reads the files. The result is the same whoever does.
  RunAll run_all = on_threads(1);
  // A file in which what was loaded is kept, readable by this user alone: while the texts and these
  // options stay the same, the next load takes it from there. Empty: none. A file that cannot be
  // written is a warning; one that is damaged or not this user's alone is written anew.
  std::string cache = {};
};

struct RuleText {
  std::string path;  // for messages
  std::string_view text;
};

// References between documents are resolved over all texts together. One bad document never stops
// the rest. Never throws; the result keeps nothing of the texts.
RuleSet load_texts(std::span<const RuleText> texts, const LoadOptions& options = {});

// Files as they are named; folders with all `*.yml` and `*.yaml` in them, whatever the order of the
// file system. A file that cannot be read is a problem.
RuleSet load_paths(std::span<const std::string> paths, const LoadOptions& options = {});

// What rules and correlations say of themselves, whether or not they would be loaded: detections
// are not read. For who names rules and does not evaluate them.
struct HeaderSet {
  std::vector<Header> headers;    // in the order of paths and of documents in them
  std::vector<Problem> problems;  // ordered by path and place
};

// Of each document that has a title, and an id that is a UUID or none, but not of filters. What
// else is wrong with a header is a problem and costs that part alone.
HeaderSet load_headers(std::span<const std::string> paths, const LoadOptions& options = {});
HeaderSet load_headers(std::span<const RuleText> texts, const LoadOptions& options = {});

}  // namespace rulemap::sigma
