// rulemap sigma check PATH...: everything that is wrong with rule files, with its place.
#include <memory>

#include "json_text.h"
#include "sigma.h"

namespace rulemap::cli {
namespace {

struct SigmaCheckArguments {
  SigmaRules rules;
  bool json = false;
};

struct Counts {
  std::size_t errors = 0, warnings = 0;
};

bool is_error(const sigma::Problem& problem) {
  return problem.weight == sigma::Problem::Weight::error;
}

std::string line_of(sigma::Problem problem) {
  if (!is_error(problem)) problem.message = "warning: " + problem.message;
  return problem.text() + "\n";
}

void put_problem(JsonText& out, const sigma::Problem& problem) {
  out.open_object().field("path", problem.path);
  out.key("line").number(problem.place.line).key("column").number(problem.place.column);
  out.field("weight", is_error(problem) ? "error" : "warning");
  out.field("message", problem.message).field("piece", problem.piece).close();
}

std::string json_of(const sigma::RuleSet& rules, const Counts& counts) {
  JsonText out;
  out.open_object().key("problems").open_list();
  for (const sigma::Problem& problem : rules.problems) put_problem(out, problem);
  out.close().key("rules").number(rules.rules.size());
  out.key("correlations").number(rules.correlations.size());
  out.key("errors").number(counts.errors).key("warnings").number(counts.warnings).close();
  return out.text() + "\n";
}

std::string text_of(const sigma::RuleSet& rules, const Counts& counts) {
  std::string out;
  for (const sigma::Problem& problem : rules.problems) out += line_of(problem);
  return out + counted(rules.rules.size(), "rule") + " and " +
         counted(rules.correlations.size(), "correlation") + " loaded; " +
         counted(counts.errors, "error") + ", " + counted(counts.warnings, "warning") + "\n";
}

void check(const SigmaCheckArguments& arguments, Common& common) {
  const sigma::RuleSet rules = load_rules(arguments.rules);
  Counts counts;
  for (const sigma::Problem& each : rules.problems) {
    ++(is_error(each) ? counts.errors : counts.warnings);
  }
  print(arguments.json ? json_of(rules, counts) : text_of(rules, counts));
  const bool is_empty = rules.rules.empty() && rules.correlations.empty() && rules.problems.empty();
  if (is_empty) complain("rulemap: there are no rules in files (.yml or .yaml) here\n");
  if (counts.errors > 0 || is_empty) common.exit_code = kProblems;
}

}  // namespace

void add_sigma_check(CLI::App& sigma, Common& common) {
  auto arguments = std::make_shared<SigmaCheckArguments>();
  CLI::App* command = sigma.add_subcommand("check", "Say what is wrong with rule files");
  command->add_option("paths", arguments->rules.paths, "Rule files, and folders of them")
      ->required();
  add_placeholders(*command, arguments->rules);
  command->add_flag("--json", arguments->json, "One JSON object");
  command->callback([arguments, &common] { check(*arguments, common); });
}

}  // namespace rulemap::cli
