// How sigma.map and sigma.match load rules, and what they say of it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "rulemap/sdk/host.h"
#include "rulemap/sigma/load.h"

namespace rulemap::sigma_map {

inline constexpr std::size_t kMostReported = 100;

// Files are read on the host's threads.
inline sigma::LoadOptions load_options(const Host& host) {
  return {.run_all = [host](std::size_t count, const std::function<void(std::size_t)>& task) {
    host.run_all(count, task);
  }};
}

// Every problem with its place, in the log, and how many rules there are.
inline void report(const Host& host, std::size_t rules,
                   const std::vector<sigma::Problem>& problems) {
  for (std::size_t i = 0; i < problems.size() && i < kMostReported; ++i) {
    host.warn(problems[i].text());
  }
  const std::string counts = "Sigma rules: " + std::to_string(rules);
  if (problems.empty()) return host.log(RULEMAP_INFO, counts);
  host.warn(counts + "; problems: " + std::to_string(problems.size()));
}

// What a step fails with that has no rule.
inline Error no_rule(const std::vector<std::string>& paths,
                     const std::vector<sigma::Problem>& problems) {
  std::string listed;
  for (const std::string& path : paths) listed += (listed.empty() ? "" : ", ") + path;
  if (problems.empty()) return {"no rule in files (.yml or .yaml) under " + listed, listed};
  return {"no rule could be loaded from `rules`; the first reason: " + problems[0].text(),
          problems[0].path};
}

}  // namespace rulemap::sigma_map
