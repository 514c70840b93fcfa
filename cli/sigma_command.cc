// rulemap sigma: Sigma rules by themselves, without a pipeline.
#include <algorithm>
#include <thread>

#include "sigma.h"

namespace rulemap::cli {

void add_placeholders(CLI::App& command, SigmaRules& rules) {
  command
      .add_option("--placeholder", rules.placeholders,
                  "A value of %NAME% under `expand`; may stand more than once")
      ->type_name("NAME=VALUE")
      ->check([](const std::string& text) {
        return text.find('=') == std::string::npos ? "write NAME=VALUE" : "";
      });
}

sigma::RuleSet load_rules(const SigmaRules& rules) {
  sigma::LoadOptions options;
  options.run_all = sigma::on_threads(std::clamp(std::thread::hardware_concurrency(), 1u, 16u));
  for (const std::string& each : rules.placeholders) {
    const std::size_t equals = each.find('=');
    options.placeholders[each.substr(0, equals)].push_back(each.substr(equals + 1));
  }
  options.cache = rules.cache;
  sigma::RuleSet out = sigma::load_paths(rules.paths, options);
  for (const sigma::Problem& each : out.problems) {
    if (!rules.cache.empty() && each.path == rules.cache)
      complain("rulemap: " + each.text() + "\n");
  }
  return out;
}

bool has_rules(const sigma::RuleSet& rules) {
  const auto is_error = [](const sigma::Problem& each) {
    return each.weight == sigma::Problem::Weight::error;
  };
  const auto& problems = rules.problems;
  const auto errors = std::count_if(problems.begin(), problems.end(), is_error);
  if (rules.rules.empty()) {
    complain("rulemap: no rule was loaded: " +
             (errors > 0 ? std::find_if(problems.begin(), problems.end(), is_error)->text()
                         : "there are no rules in files (.yml or .yaml) here") +
             "\n");
    return false;
  }
  if (errors > 0) {
    complain("rulemap: " + counted(static_cast<std::size_t>(errors), "problem") +
             " in the rules, what they are in is left out; `rulemap sigma check` names them\n");
  }
  return true;
}

const std::string& id_of(const sigma::Header& header) {
  if (!header.id.empty()) return header.id;
  return header.name.empty() ? header.title : header.name;
}

std::string counted(std::size_t count, const std::string& what) {
  return std::to_string(count) + " " + what + (count == 1 ? "" : "s");
}

void add_sigma(CLI::App& app, Common& common) {
  CLI::App* sigma = app.add_subcommand("sigma", "Check, test and evaluate Sigma rules");
  sigma->require_subcommand(1);
  add_sigma_check(*sigma, common);
  add_sigma_test(*sigma, common);
  add_sigma_match(*sigma, common);
  add_sigma_explain(*sigma, common);
}

}  // namespace rulemap::cli
