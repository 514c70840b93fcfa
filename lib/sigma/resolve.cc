#include <algorithm>
#include <iterator>
#include <set>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "condition.h"
#include "lower.h"
#include "resolve_correlations.h"

namespace rulemap::sigma {
namespace {

void append(std::vector<Problem>& problems, std::vector<Problem> more) {
  std::move(more.begin(), more.end(), std::back_inserter(problems));
}

// A filter narrows rules of its own log source: each attribute that it names is the rule's.
bool fits(const LogSource& filter, const LogSource& rule) {
  const auto same = [](const std::string& asked, const std::string& is) {
    return asked.empty() || asked == is;
  };
  return same(filter.category, rule.category) && same(filter.product, rule.product) &&
         same(filter.service, rule.service);
}

class Resolution {
 public:
  explicit Resolution(const LoadOptions& options)
      : options_(options), budget_{options.limits.values * 10} {}

  RuleSet run(std::vector<FileDraft> files) {
    std::vector<CorrelationDraft> correlations;
    std::vector<FilterDraft> filters;
    for (FileDraft& file : files) {
      std::move(file.rules.begin(), file.rules.end(), std::back_inserter(out_.rules));
      std::move(file.correlations.begin(), file.correlations.end(),
                std::back_inserter(correlations));
      std::move(file.filters.begin(), file.filters.end(), std::back_inserter(filters));
      append(out_.problems, std::move(file.problems));
    }
    warn_of_same_ids();
    for (FilterDraft& filter : filters) apply(filter);
    drop_refused();
    resolve_correlations(std::move(correlations), options_, out_);
    order(out_.problems, options_.limits.problems);
    return std::move(out_);
  }

 private:
  void warn_of_same_ids() {
    std::unordered_map<std::string_view, const Header*> seen;
    for (const Rule& rule : out_.rules) {
      if (rule.header.id.empty()) continue;
      const auto [at, is_new] = seen.emplace(rule.header.id, &rule.header);
      if (is_new) continue;
      const Header& first = *at->second;
      problem(Problem::Weight::warning, rule.header, rule.header.place,
              "the rule has the id of " + quoted(first.title) + " in " + first.path + ":" +
                  std::to_string(first.place.line) +
                  "; both are loaded, and nothing can refer to them by it");
    }
  }

  void problem(Problem::Weight weight, const Header& header, yaml::Place place,
               std::string message) {
    out_.problems.push_back({weight, header.path, place, std::move(message)});
  }

  void apply(FilterDraft& filter) {
    if (filter.for_any) {
      for (std::size_t i = 0; i < out_.rules.size(); ++i) {
        if (fits(filter.source, out_.rules[i].source)) narrow(i, filter);
      }
      return;
    }
    if (by_name_.empty()) index_rules();
    std::vector<std::size_t> named;
    for (const Reference& reference : filter.rules) find(filter, reference, named);
    std::sort(named.begin(), named.end());
    named.erase(std::unique(named.begin(), named.end()), named.end());
    for (const std::size_t index : named) narrow(index, filter);
  }

  void index_rules() {
    for (std::size_t i = 0; i < out_.rules.size(); ++i) {
      const Header& header = out_.rules[i].header;
      for (const std::string& name : {header.id, header.name, header.title}) {
        if (!name.empty()) by_name_.emplace(name, i);
      }
    }
  }

  void find(const FilterDraft& filter, const Reference& reference,
            std::vector<std::size_t>& named) {
    auto [at, end] = by_name_.equal_range(reference.text);
    if (at == end) std::tie(at, end) = by_name_.equal_range(lower_case(reference.text));
    if (at == end) {
      return problem(Problem::Weight::warning, filter.header, reference.place,
                     "the filter names " + quoted(reference.text) +
                         ", and no loaded rule has this id, name or title");
    }
    for (; at != end; ++at) {
      const Rule& rule = out_.rules[at->second];
      if (fits(filter.source, rule.source)) {
        named.push_back(at->second);
      } else {
        problem(Problem::Weight::warning, filter.header, reference.place,
                "the filter leaves " + quoted(rule.header.title) +
                    " as it is: their log sources differ");
      }
    }
  }

  void narrow(std::size_t index, const FilterDraft& filter) {
    Rule& rule = out_.rules[index];
    Expression both;
    both.kind = Expression::Kind::all;
    const std::size_t more = tests_in(filter.expression);
    const std::size_t tests = tests_in(rule.expression) + more;
    const bool is_flat =
        rule.expression.kind == Expression::Kind::all && rule.expression.name.empty();
    if (is_flat) both = std::move(rule.expression);
    if (!is_flat) both.parts.push_back(std::move(rule.expression));
    const bool fits = tests <= options_.limits.values && more <= budget_.tests;
    if (fits) both.parts.push_back(filter.expression), budget_.tests -= more;
    rule.expression = std::move(both);
    if (fits && depth_of(rule.expression) <= Expression::kMostDepth) return;
    // Without its filter it would match what it must not.
    if (!refused_.insert(index).second) return;
    problem(Problem::Weight::error, rule.header, rule.header.place,
            "with the filter " + quoted(filter.header.title) + " the rules have more than " +
                std::to_string(options_.limits.values) + " values or " +
                std::to_string(Expression::kMostDepth) + " levels, the most that is read");
  }

  void drop_refused() {
    std::size_t index = 0;
    std::erase_if(out_.rules, [&](const Rule&) { return refused_.contains(index++); });
  }

  const LoadOptions& options_;
  Budget budget_;  // of what filters add to all rules
  std::set<std::size_t> refused_;
  std::unordered_multimap<std::string, std::size_t> by_name_;
  RuleSet out_;
};

}  // namespace

std::string lower_case(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return out;
}

RuleSet resolve(std::vector<FileDraft> files, const LoadOptions& options) {
  return Resolution(options).run(std::move(files));
}

}  // namespace rulemap::sigma
