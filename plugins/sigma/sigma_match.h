// sigma.match: evaluates Sigma rules over the record's events, and appends a match for each rule
// that holds, with the events as evidence, and the techniques of its tags.
#pragma once

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "event_evidence.h"
#include "event_matcher.h"
#include "known_techniques.h"
#include "loading.h"
#include "rulemap/sdk/step.h"
#include "rulemap/sigma/load.h"

namespace rulemap::sigma_match {

class SigmaMatch final : public Step<SigmaMatch> {
 public:
  struct Config {
    Paths rules;
    std::string min_level;
    std::string licence;
    std::int64_t evidence = 0;
  };
  static constexpr Label label{.id = "sigma.match",
                               .summary = "Evaluates Sigma rules over the events of a record.",
                               .label = "mapper",
                               .threads = RULEMAP_PARALLEL,
                               .flags = RULEMAP_FLAG_PURE};
  static constexpr auto options = rulemap::options(
      option("rules", &Config::rules, "Sigma rules: folders, files and globs").input().required(),
      option("min_level", &Config::min_level,
             "Rules below this level are left out; a rule that states no level is not")
          .one_of("informational|low|medium|high|critical"),
      option("licence", &Config::licence,
             "The licence of rules whose file names none, such as DRL-1.1 for SigmaHQ's"),
      option("evidence", &Config::evidence, "At most so many events with each match")
          .standard("3"));
  static constexpr auto reads = fields(field::list("events"), field::list("techniques"));
  static constexpr auto writes = fields(field::list("matches"), field::list("techniques"));

  SigmaMatch(Config config, Host host) : config_(std::move(config)), host_(host) {}

  static Result<void> validate(const Config& config) {
    if (config.evidence >= 0 && config.evidence <= kMostEvidence) return {};
    return Error{"`evidence` is a number from 0 to " + std::to_string(kMostEvidence), "evidence"};
  }

  Result<void> start() {
    rules_ = sigma::load_paths(config_.rules.items, sigma_map::load_options(host_));
    const std::size_t loaded = rules_.rules.size();
    std::erase_if(rules_.rules,
                  [&](const sigma::Rule& rule) { return is_below(rule.header.level); });
    host_.gauge("rules", static_cast<std::int64_t>(rules_.rules.size()));
    sigma_map::report(host_, loaded, rules_.problems);
    if (!rules_.correlations.empty()) {
      host_.warn("correlations are not evaluated in a pipeline (" +
                 std::to_string(rules_.correlations.size()) +
                 " loaded), the rules that they name are; `rulemap sigma match --time` does");
    }
    if (loaded == 0) return sigma_map::no_rule(config_.rules.items, rules_.problems);
    matcher_ = std::make_unique<EventMatcher>(rules_);
    return {};
  }

  void process(Row row) {
    const Doc events = row.doc("events");
    const Evaluated found = matcher_->evaluate(events);
    host_.count("events", static_cast<std::int64_t>(events.is_list() ? events.size() : 0));
    for (const std::string& each : found.problems) host_.warn(each);
    std::vector<Match> matches;
    for (const auto& [rule, at] : found.hits)
      matches.push_back(match(rules_.rules[rule], events, at));
    sigma_map::KnownTechniques known = sigma_map::known_techniques(row.doc("techniques"));
    for (const Match& each : matches) row.add(each);
    for (const auto& [rule, at] : found.hits) {
      sigma_map::add_techniques(row, rules_.rules[rule].header, how::kEvaluated, known);
    }
  }

 private:
  static constexpr std::int64_t kMostEvidence = 100;

  bool is_below(std::string_view level) const {
    const int rank = sigma::level_rank(level);
    return rank != 0 && rank < sigma::level_rank(config_.min_level);
  }

  Match match(const sigma::Rule& rule, Doc events, const std::vector<std::size_t>& at) const {
    const sigma::Header& header = rule.header;
    Match out{.kind = "sigma",
              .id = header.id,
              .title = header.title,
              .level = header.level,
              .status = header.status,
              .author = header.author,
              .licence = header.licence.empty() ? config_.licence : header.licence,
              .source = header.path,
              .by = "sigma",
              .how = std::string(how::kEvaluated),
              .reason = std::to_string(at.size()) + (at.size() == 1 ? " event" : " events")};
    const std::size_t most = std::min(at.size(), static_cast<std::size_t>(config_.evidence));
    for (std::size_t i = 0; i < most; ++i) out.evidence.push_back(evidence_of(events.at(at[i])));
    return out;
  }

  Config config_;
  Host host_;
  sigma::RuleSet rules_;
  std::unique_ptr<EventMatcher> matcher_;
};

}  // namespace rulemap::sigma_match
