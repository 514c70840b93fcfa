#include "resolve_correlations.h"

#include <algorithm>
#include <set>
#include <unordered_map>
#include <utility>

#include "circles.h"
#include "condition.h"

namespace rulemap::sigma {
namespace {

// A rule, or a draft.
struct Target {
  bool is_correlation = false;
  std::size_t index = 0;

  friend bool operator==(const Target&, const Target&) = default;
};

class Correlations {
 public:
  Correlations(std::vector<CorrelationDraft> drafts, const LoadOptions& options, RuleSet& out)
      : drafts_(std::move(drafts)),
        options_(options),
        out_(out),
        targets_(drafts_.size()),
        is_bad_(drafts_.size()) {}

  void run() {
    index();
    for (std::size_t i = 0; i < drafts_.size(); ++i) find_targets(i);
    refuse_cycles();
    refuse_dependants();
    number();
    for (std::size_t i = 0; i < drafts_.size(); ++i) {
      if (!is_bad_[i]) finish(i);
    }
  }

 private:
  void index() {
    for (std::size_t i = 0; i < out_.rules.size(); ++i) add(out_.rules[i].header, {false, i});
    for (std::size_t i = 0; i < drafts_.size(); ++i) add(header(i), {true, i});
  }

  void add(const Header& header, Target target) {
    if (!header.id.empty()) by_name_[header.id].push_back(target);
    if (!header.name.empty()) by_name_[header.name].push_back(target);
  }

  const Header& header(std::size_t draft) const { return drafts_[draft].correlation.header; }

  void refuse(std::size_t draft, yaml::Place place, std::string message) {
    is_bad_[draft] = true;
    out_.problems.push_back(
        {Problem::Weight::error, header(draft).path, place, std::move(message)});
  }

  const std::vector<Target>* find(const std::string& name) const {
    auto found = by_name_.find(name);
    if (found == by_name_.end()) found = by_name_.find(lower_case(name));
    return found == by_name_.end() ? nullptr : &found->second;
  }

  void find_targets(std::size_t draft) {
    std::set<std::size_t> seen;
    for (const Reference& reference : drafts_[draft].rules) {
      const std::vector<Target>* const found = find(reference.text);
      if (!found) {
        refuse(draft, reference.place,
               "no loaded rule or correlation has the id or name " + quoted(reference.text));
      } else if (found->size() > 1) {
        refuse(draft, reference.place,
               quoted(reference.text) + " is the id or name of " + std::to_string(found->size()) +
                   " rules; names are given once");
      } else if (!seen.insert(found->front().index * 2 + found->front().is_correlation).second) {
        refuse(draft, reference.place, quoted(reference.text) + " is named twice");
      } else {
        targets_[draft].push_back(found->front());
      }
    }
  }

  void refuse_cycles() {
    Edges edges(drafts_.size());
    for (std::size_t i = 0; i < drafts_.size(); ++i) {
      for (const Target& target : targets_[i]) {
        if (target.is_correlation) edges[i].push_back(target.index);
      }
    }
    for (const std::vector<std::size_t>& circle : circles_in(edges)) {
      for (std::size_t i = 0; i < circle.size(); ++i) refuse_in_circle(circle, i);
    }
  }

  void refuse_in_circle(const std::vector<std::size_t>& circle, std::size_t at) {
    constexpr std::size_t kMostShown = 6;
    const Header& self = header(circle[at]);
    std::string names = quoted(self.title);
    for (std::size_t i = 1; i <= std::min(circle.size(), kMostShown); ++i) {
      names += " -> " + quoted(header(circle[(at + i) % circle.size()]).title);
    }
    refuse(circle[at], self.place,
           "the correlation refers to itself: " + names +
               (circle.size() > kMostShown ? " -> ..." : ""));
  }

  void refuse_dependants() {
    std::vector<std::vector<std::size_t>> users(drafts_.size());
    std::vector<std::size_t> bad;
    for (std::size_t i = 0; i < drafts_.size(); ++i) {
      for (const Target& target : targets_[i]) {
        if (target.is_correlation) users[target.index].push_back(i);
      }
      if (is_bad_[i]) bad.push_back(i);
    }
    for (std::size_t at = 0; at < bad.size(); ++at) {
      for (const std::size_t user : users[bad[at]]) {
        if (is_bad_[user]) continue;
        refuse(
            user, header(user).place,
            "the correlation refers to " + quoted(header(bad[at]).title) + ", which was refused");
        bad.push_back(user);
      }
    }
  }

  void number() {
    // A condition may still refuse a draft; those who refer to it are refused with it.
    for (std::size_t i = 0; i < drafts_.size(); ++i) {
      if (!is_bad_[i]) resolve_aliases(i), resolve_text(i);
    }
    refuse_dependants();
    numbers_.resize(drafts_.size());
    std::size_t next = 0;
    for (std::size_t i = 0; i < drafts_.size(); ++i) {
      if (!is_bad_[i]) numbers_[i] = next++;
    }
  }

  void finish(std::size_t draft) {
    Correlation& correlation = drafts_[draft].correlation;
    for (const Target& target : targets_[draft]) {
      const std::size_t index = target.is_correlation ? numbers_[target.index] : target.index;
      correlation.members.push_back({target.is_correlation, static_cast<std::uint32_t>(index)});
    }
    out_.correlations.push_back(std::move(correlation));
  }

  void resolve_aliases(std::size_t draft) {
    const std::vector<Target>& members = targets_[draft];
    for (CorrelationDraft::Alias& each : drafts_[draft].aliases) {
      Correlation::Alias alias{each.alias, {}};
      for (auto& [reference, field] : each.fields) {
        const std::vector<Target>* const found = find(reference.text);
        const auto member =
            found ? std::find(members.begin(), members.end(), found->front()) : members.end();
        if (member == members.end()) {
          refuse(draft, reference.place,
                 "the alias is for " + quoted(reference.text) + ", which is none of the `rules`");
          continue;
        }
        alias.fields.emplace_back(static_cast<std::uint32_t>(member - members.begin()),
                                  std::move(field));
      }
      drafts_[draft].correlation.aliases.push_back(std::move(alias));
    }
  }

  void resolve_text(std::size_t draft) {
    const auto& text = drafts_[draft].condition;
    if (!text) return;
    std::vector<std::string> names;
    for (const Reference& reference : drafts_[draft].rules) names.push_back(reference.text);
    std::size_t budget = options_.limits.values;
    const auto use = [&](std::size_t index) {
      if (budget > 0) --budget;
      Expression member;
      member.kind = Expression::Kind::test;
      member.test.field = std::to_string(index);
      member.test.ask = Exists{};
      member.name = names[index];
      return member;
    };
    ConditionError error;
    const auto condition = parse_condition(text->text, error);
    auto expression =
        condition ? resolve_condition(*condition, text->text, names, use, error) : std::nullopt;
    if (!expression) return refuse(draft, text->place, error.message);
    if (budget == 0 || depth_of(*expression) > Expression::kMostDepth) {
      return refuse(draft, text->place, "the condition is larger or deeper than is read");
    }
    drafts_[draft].correlation.condition = std::move(*expression);
  }

  std::vector<CorrelationDraft> drafts_;
  const LoadOptions& options_;
  RuleSet& out_;
  std::unordered_map<std::string, std::vector<Target>> by_name_;
  std::vector<std::vector<Target>> targets_;
  std::vector<bool> is_bad_;
  std::vector<std::size_t> numbers_;
};

}  // namespace

void resolve_correlations(std::vector<CorrelationDraft> drafts, const LoadOptions& options,
                          RuleSet& out) {
  if (drafts.empty()) return;
  Correlations(std::move(drafts), options, out).run();
}

}  // namespace rulemap::sigma
