// rulemap sigma explain RULE EVENT: which part of a rule held for an event, and which did not.
#include <algorithm>
#include <memory>

#include "rulemap/sigma/explain.h"
#include "sigma.h"

namespace rulemap::cli {
namespace {

struct SigmaExplainArguments {
  SigmaRules rules;
  std::string id, event;
  std::uint64_t number = 0;
};

bool is_called(const sigma::Header& header, const std::string& id) {
  return id == header.id || id == header.name || id == header.title;
}

const sigma::Rule* find(const sigma::RuleSet& rules, const std::string& id) {
  for (const sigma::Rule& rule : rules.rules) {
    if (id.empty() || is_called(rule.header, id)) return &rule;
  }
  return nullptr;
}

// Why there is nothing to explain.
std::string absence(const sigma::RuleSet& rules, const std::string& id, const std::string& path) {
  const auto is_it = [&](const sigma::Correlation& each) { return is_called(each.header, id); };
  if (!id.empty() && std::any_of(rules.correlations.begin(), rules.correlations.end(), is_it)) {
    return "`" + id +
           "` is a correlation: it has no part that one event could show; `explain` its "
           "rules, and `match --time` says when it fires";
  }
  return "there is no rule" + (id.empty() ? "" : " `" + id + "`") + " in " + path;
}

Exit fail(const std::string& why) {
  complain("rulemap: " + why + "\n");
  return kFailed;
}

Exit explain(const SigmaExplainArguments& arguments) {
  const sigma::RuleSet rules = load_rules(arguments.rules);
  for (const sigma::Problem& each : rules.problems) complain(each.text() + "\n");
  const sigma::Rule* const rule = find(rules, arguments.id);
  if (!rule) return fail(absence(rules, arguments.id, arguments.rules.paths[0]));
  sigma::EventRecord event;
  bool is_found = false;
  const bool was_read = read_events(arguments.event, [&](const sigma::EventRecord& record) {
    is_found = record.number == arguments.number;
    if (is_found) event = record;
    return !is_found;
  });
  if (!is_found) {
    if (!was_read) return kFailed;
    return fail("there is no event " + std::to_string(arguments.number) + " in " + arguments.event +
                "; the first one is 0");
  }
  if (!event.trouble.empty()) return fail(arguments.event + ": " + event.trouble);
  const auto explanation = sigma::explain(*rule, event.text);
  if (!explanation) return fail(arguments.event + ": " + explanation.error().text());
  print(rule->header.title + (explanation->holds ? ": holds\n" : ": does not hold\n") +
        sigma::shown(*explanation));
  if (const auto gap = sigma::log_source_gap(*rule, event.text); gap && !gap->empty()) {
    print(*gap + ", so `match` asks it only with --no-logsource\n");
  }
  return kFine;
}

}  // namespace

void add_sigma_explain(CLI::App& sigma, Common& common) {
  auto arguments = std::make_shared<SigmaExplainArguments>();
  arguments->rules.paths.resize(1);
  CLI::App* command = sigma.add_subcommand(
      "explain", "Say which part of a rule held for an event, and which did not");
  command
      ->add_option("rule", arguments->rules.paths[0],
                   "A rule file, or a folder: its filters count, too")
      ->required();
  command->add_option("events", arguments->event, "A file of events; - is standard input")
      ->required();
  command->add_option("--id", arguments->id,
                      "Which rule of the file: its id, name or title (default: the first)");
  command->add_option("--event", arguments->number, "Which event of the file, from 0 (default: 0)")
      ->type_name("N")
      ->check(CLI::NonNegativeNumber);
  add_placeholders(*command, arguments->rules);
  command->callback([arguments, &common] { common.exit_code = explain(*arguments); });
}

}  // namespace rulemap::cli
