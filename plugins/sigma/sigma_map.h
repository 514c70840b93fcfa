// sigma.map: amends the Sigma matches that a provider named by title with the rule that is meant,
// and appends the techniques of that rule's tags.
#pragma once

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "known_techniques.h"
#include "loading.h"
#include "resolve.h"
#include "rule_tree.h"
#include "rulemap/sdk/step.h"
#include "title_history.h"

namespace rulemap::sigma_map {
inline constexpr std::size_t kLongestLicence = 100;

// A match that this step decided on, and its place in the list.
struct Decided {
  std::size_t index;
  Resolution resolution;
  std::string how;
};

// A Sigma match that nobody resolved yet.
inline bool is_open(Doc entry) {
  return entry.text("kind") == "sigma" && !entry["id"] && !entry["reason"];
}

inline Said said_of(Doc entry) {
  std::string_view title = entry.text("said").value_or("");
  if (title.empty()) title = entry.text("title").value_or("");
  return {title, entry.text("author").value_or(""), entry.text("level").value_or(""),
          entry.text("description").value_or("")};
}

inline std::string_view how_of(Doc entry) {
  const auto said = entry.text("how");
  return said == how::kEvaluated || said == how::kTheoretical ? *said : how::kObserved;
}

// licence: of rules whose file names none.
inline void write_resolution(EntryBuilder out, const Resolution& resolution,
                             std::string_view licence) {
  out.set("reason", resolution.reason);
  if (resolution.reason == reason::kBelowMinLevel) return;
  out.set("score", resolution.score).set_text("id", resolution.id);
  if (const sigma::Header* rule = resolution.rule) {
    out.set_text("title", rule->title).set_text("level", rule->level);
    out.set_text("status", rule->status).set_text("author", rule->author);
    out.set_text("licence", rule->licence.empty() ? licence : rule->licence);
  }
  if (resolution.candidates.empty()) return;
  out.key("candidates").open_list();
  for (const Candidate& each : resolution.candidates) {
    out.open_object().set("id", each.id).set_text("title", each.title).close();
  }
  out.close();
}

class SigmaMap final : public Step<SigmaMap> {
 public:
  struct Config {
    Paths rules;
    Path history;
    std::string min_level;
    std::string licence;
  };
  static constexpr Label label{.id = "sigma.map",
                               .summary = "Finds the Sigma rules that a provider named by title.",
                               .label = "mapper",
                               .flags = RULEMAP_FLAG_PURE};
  static constexpr auto options = rulemap::options(
      option("rules", &Config::rules, "Sigma rules: folders, files and globs").input().required(),
      option("history", &Config::history,
             "Titles that rules once had, a TSV file, instead of the compiled-in ones of SigmaHQ")
          .input(),
      option("min_level", &Config::min_level,
             "Rules below this level are not mapped to; a rule that states no level is")
          .one_of("informational|low|medium|high|critical"),
      option("licence", &Config::licence,
             "The licence of rules whose file names none, such as DRL-1.1 for SigmaHQ's"));
  static constexpr auto reads = fields(field::list("matches"), field::list("techniques"));
  static constexpr auto writes = fields(field::list("matches"), field::list("techniques"));

  SigmaMap(Config config, Host host) : config_(std::move(config)), host_(host) {}

  static Result<void> validate(const Config& config) {
    const auto is_control = [](char c) { return (c >= 0 && c < ' ') || c == 0x7f; };
    const std::string& licence = config.licence;
    if (licence.size() <= kLongestLicence &&
        std::none_of(licence.begin(), licence.end(), is_control)) {
      return {};
    }
    return Error{"`licence` is one line of at most " + std::to_string(kLongestLicence) +
                     " bytes, best an SPDX identifier such as DRL-1.1",
                 "licence"};
  }

  Result<void> start() {
    auto history = config_.history.text.empty() ? TitleHistory::compiled_in()
                                                : TitleHistory::from_file(config_.history.text);
    if (!history.ok()) return history.error();
    LoadedRules loaded = load_rules(config_.rules.items, load_options(host_));
    report(host_, loaded.tree.rules().size(), loaded.problems);
    if (loaded.tree.rules().empty()) return no_rule(config_.rules.items, loaded.problems);
    history_ = std::move(*history);
    tree_ = std::move(loaded.tree);
    return {};
  }

  void process(Row row) {
    // All is read before the first entry is written.
    const std::vector<Decided> all = decide(row.doc("matches"));
    KnownTechniques known = known_techniques(row.doc("techniques"));
    for (const Decided& each : all) {
      write_resolution(row.amend("matches", each.index), each.resolution, config_.licence);
    }
    for (const Decided& each : all) {
      if (const sigma::Header* rule = each.resolution.rule) {
        add_techniques(row, *rule, each.how, known);
      }
    }
  }

 private:
  std::vector<Decided> decide(Doc matches) const {
    std::vector<Decided> out;
    const std::size_t count = matches.is_list() ? matches.size() : 0;
    for (std::size_t i = 0; i < count; ++i) {
      const Doc entry = matches.at(i);
      if (!is_open(entry)) continue;
      Resolution found = resolve(tree_, history_, said_of(entry));
      if (found.rule && is_below(*found.rule)) found = {.reason = reason::kBelowMinLevel};
      out.push_back({i, std::move(found), std::string(how_of(entry))});
    }
    return out;
  }

  bool is_below(const sigma::Header& rule) const {
    const int rank = sigma::level_rank(rule.level);
    return rank != 0 && rank < sigma::level_rank(config_.min_level);
  }

  Config config_;
  Host host_;
  RuleTree tree_;
  TitleHistory history_;
};

}  // namespace rulemap::sigma_map
