#include "rulemap/sigma/matcher.h"

#include "matcher_state.h"
#include "matching_walk.h"

namespace rulemap::sigma {

Matcher::Matcher(const RuleSet& rules, const MatchOptions& options)
    : state_(std::make_unique<MatcherState>(rules, options)) {}
Matcher::~Matcher() = default;

const FieldNames& Matcher::fields() const { return state_->fields; }
const RuleSet& Matcher::rules() const { return state_->rules; }

struct Matching::State {
  explicit State(MatcherState& shared_state) : shared(shared_state) {}

  const RuleClass& class_of(const Event& event, const LogSource* source) {
    shared.write_key(event, source, key);
    if (const auto at = classes.find(key); at != classes.end()) return *at->second;
    const RuleClass& found = shared.class_of(event, source, key);
    // Bounded as the matcher's own: what has no class of its own is asked for each time.
    if (classes.size() < shared.options.most_classes && key.size() < 512)
      classes.emplace(key, &found);
    return found;
  }

  MatcherState& shared;
  std::unordered_map<std::string, const RuleClass*> classes;
  std::string key;
  MatchingWalk walk;
};

Matching::Matching(const Matcher& matcher) : state_(std::make_unique<State>(*matcher.state_)) {}
Matching::~Matching() = default;
Matching::Matching(Matching&&) noexcept = default;
Matching& Matching::operator=(Matching&&) noexcept = default;

std::span<const std::uint32_t> Matching::match(const Event& event, const LogSource* source) {
  return state_->walk.match(state_->class_of(event, source), event);
}

}  // namespace rulemap::sigma
