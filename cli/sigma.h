// What the commands of `rulemap sigma` share: rules that are loaded, and what is said of them.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "command.h"
#include "rulemap/sigma/event_records.h"
#include "rulemap/sigma/load.h"

namespace rulemap::cli {

// Where rules are, and what they need.
struct SigmaRules {
  std::vector<std::string> paths;
  std::vector<std::string> placeholders;  // "NAME=VALUE"
  std::string cache;                      // LoadOptions::cache
};

void add_placeholders(CLI::App& command, SigmaRules& rules);
sigma::RuleSet load_rules(const SigmaRules& rules);

// Complains of what was refused in one line; false, said, where no rule is left.
bool has_rules(const sigma::RuleSet& rules);

// The id; the name or the title where it has none.
const std::string& id_of(const sigma::Header& header);

std::string counted(std::size_t count, const std::string& what);  // "1 rule", "2 rules"

// Reads `path` (`-`: standard input), plain or gzip, until `take` says false. False where it cannot
// be read to its end, which is said.
bool read_events(const std::string& path,
                 const std::function<bool(const sigma::EventRecord&)>& take);

void add_sigma_check(CLI::App& sigma, Common& common);
void add_sigma_explain(CLI::App& sigma, Common& common);
void add_sigma_match(CLI::App& sigma, Common& common);
void add_sigma_test(CLI::App& sigma, Common& common);

}  // namespace rulemap::cli
