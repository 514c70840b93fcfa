#include "rulemap/sigma/correlate.h"

#include <algorithm>

#include "chains.h"
#include "group_key.h"
#include "groups.h"

namespace rulemap::sigma {
namespace {

// A count beyond the limit could never be reached; `bytes` bounds it all the same.
std::size_t most_events(const Correlation& correlation, const CorrelateLimits& limits) {
  std::size_t most = limits.events;
  for (const Correlation::Bound& bound : correlation.bounds) {
    if (is_of_numbers(correlation.type) || bound.number.kind != Number::Kind::natural) continue;
    const std::uint64_t enough = bound.number.natural + (bound.number.natural != ~0ull);
    most = std::max<std::size_t>(most, enough);
  }
  return most;
}

// Windows are reckoned in 64 bits.
std::int64_t bounded(std::int64_t time_ms) {
  constexpr std::int64_t kMost = std::int64_t{1} << 61;
  return std::clamp(time_ms, -kMost, kMost);
}

}  // namespace

struct Correlator::State {
  // A hit on its way to a correlation.
  struct Coming {
    Use use;
    std::int64_t time_ms = 0;
    std::uint64_t event = 0;
    std::optional<std::size_t> firing = {};  // an index into `fired`
  };

  State(const RuleSet& rule_set, const CorrelateLimits& given)
      : rules(rule_set),
        limits(given),
        chains(rule_set),
        groups(rule_set.correlations, limits, losses) {
    for (const Correlation& each : rules.correlations) {
      fields.emplace_back(each);
      fields.back().add_names_to(names);
      settings.push_back({&each, needs_whole_window(each), most_events(each, limits), &losses});
    }
    std::sort(names.begin(), names.end());
    names.erase(std::unique(names.begin(), names.end()), names.end());
  }

  void begin() {
    fired.clear();
    coming.clear();
  }

  void take_all(const ReadField& read) {
    for (std::size_t i = 0; i < coming.size(); ++i) {
      const Coming each = coming[i];
      if (!each.firing) {
        take(each, read);
        continue;
      }
      const auto group = fired[*each.firing].group;
      take(each, [&](std::string_view field) -> std::optional<std::string_view> {
        for (const auto& [name, value] : group) {
          if (name == field) return value;
        }
        return read(field);
      });
    }
    coming.clear();
  }

  void take(const Coming& each, const ReadField& read) {
    const std::uint32_t correlation = each.use.correlation;
    const auto key = fields[correlation].key(each.use.member, read);
    if (!key) {
      ++losses.without_group;
      return;
    }
    Hit hit;
    hit.time_ms = each.time_ms;
    hit.member = each.use.member;
    hit.event = each.event;
    hit.is_firing = each.firing.has_value();
    if (each.firing) hit.below = fired[*each.firing].events;
    if (!read_value(correlation, hit, read)) {
      ++losses.without_value;
      return;
    }
    Groups::Entry& entry = groups.open(correlation, *key, each.time_ms);
    count(entry, std::move(hit));
    groups.changed(entry);
  }

  bool read_value(std::uint32_t correlation, Hit& hit, const ReadField& read) const {
    const Correlation& of = rules.correlations[correlation];
    if (of.fields.empty()) return true;
    if (!is_of_numbers(of.type)) {
      auto values = fields[correlation].values(hit.member, read);
      if (values) hit.value = std::move(*values);
      return values.has_value();
    }
    const auto value = fields[correlation].value(hit.member, read);
    const auto number = value ? parse_number(*value) : std::nullopt;
    if (number) hit.number = *number;
    return number.has_value();
  }

  void count(Groups::Entry& entry, Hit hit) {
    const Group::Settings& setting = settings[entry.correlation];
    // An event for which several of the rules hold is one event.
    const bool is_again = !is_temporal(setting.correlation->type) && !hit.is_firing &&
                          entry.group.has_seen(hit.event);
    if (is_again) return;
    const std::uint64_t event = hit.event;
    if (!setting.is_whole) {
      if (const Holding window = entry.group.slide(setting, std::move(hit))) {
        fire(entry, *window, event);
      }
      return;
    }
    if (entry.group.ends_before(setting, hit.time_ms)) settle(entry);
    entry.group.add(setting, std::move(hit));
  }

  void settle(Groups::Entry& entry) {
    if (const Holding window = entry.group.close(settings[entry.correlation])) {
      fire(entry, *window, window->back().event);
    }
    entry.group.clear();
  }

  void fire(const Groups::Entry& entry, std::span<const Hit> window, std::uint64_t event) {
    Fired out;
    out.correlation = entry.correlation;
    out.time_ms = window.back().time_ms;
    out.event = event;
    out.group = fields[entry.correlation].named(*entry.key);
    for (const Hit& hit : window) {
      out.events.insert(out.events.end(), hit.below.begin(), hit.below.end());
      out.events.push_back(hit.event);
    }
    std::sort(out.events.begin(), out.events.end());
    out.events.erase(std::unique(out.events.begin(), out.events.end()), out.events.end());
    const std::size_t spare = out.events.size() - std::min(out.events.size(), limits.evidence);
    out.events.erase(out.events.begin(), out.events.begin() + static_cast<std::ptrdiff_t>(spare));
    fired.push_back(std::move(out));
    for (const Use& use : chains.of_correlations[entry.correlation]) {
      coming.push_back({use, fired.back().time_ms, event, fired.size() - 1});
    }
  }

  // Closes windows that end before this time, or all.
  void close(std::optional<std::int64_t> time_ms) {
    for (const std::uint32_t correlation : chains.order) {
      if (!settings[correlation].is_whole) continue;
      for (Groups::Entry* const entry : groups.of(correlation)) {
        if (time_ms && !entry->group.ends_before(settings[correlation], *time_ms)) continue;
        settle(*entry);
        groups.drop(*entry);
      }
      take_all([](std::string_view) { return std::nullopt; });
    }
  }

  const RuleSet& rules;
  const CorrelateLimits limits;
  const Chains chains;
  CorrelateLosses losses;
  Groups groups;
  std::vector<GroupFields> fields;        // by correlation
  std::vector<Group::Settings> settings;  // by correlation
  std::vector<std::string> names;
  std::vector<Fired> fired;
  std::vector<Coming> coming;
};

Correlator::Correlator(const RuleSet& rules, const CorrelateLimits& limits)
    : state_(std::make_unique<State>(rules, limits)) {}
Correlator::~Correlator() = default;
Correlator::Correlator(Correlator&&) noexcept = default;
Correlator& Correlator::operator=(Correlator&&) noexcept = default;

const std::vector<std::string>& Correlator::fields() const { return state_->names; }
bool Correlator::counts(std::span<const std::uint32_t> rules) const {
  const auto& uses = state_->chains.of_rules;
  return std::any_of(rules.begin(), rules.end(),
                     [&](std::uint32_t rule) { return !uses[rule].empty(); });
}

const CorrelateLosses& Correlator::losses() const { return state_->losses; }

std::span<const Fired> Correlator::add(std::uint64_t event, std::int64_t time_ms,
                                       std::span<const std::uint32_t> rules,
                                       const ReadField& read) {
  state_->begin();
  for (const std::uint32_t rule : rules) {
    for (const Use& use : state_->chains.of_rules[rule]) {
      state_->coming.push_back({use, bounded(time_ms), event});
    }
  }
  state_->take_all(read);
  return state_->fired;
}

std::span<const Fired> Correlator::advance(std::int64_t time_ms) {
  state_->begin();
  state_->close(bounded(time_ms));
  return state_->fired;
}

std::span<const Fired> Correlator::finish() {
  state_->begin();
  state_->close(std::nullopt);
  state_->groups.clear();
  return state_->fired;
}

}  // namespace rulemap::sigma
