// Keeps every hit, and makes every window anew from all of them. No code of correlate.cc.
#include <algorithm>
#include <cmath>
#include <deque>
#include <limits>
#include <set>

#include "correlate_testing.h"

namespace rulemap::sigma::testing {
namespace {

using Type = Correlation::Type;
using Kind = Correlation::Bound::Kind;
using Names = std::vector<std::pair<std::string, std::string>>;

struct OracleHit {
  std::int64_t time = 0;
  std::uint32_t member = 0;
  std::uint64_t event = 0;
  bool is_firing = false;
  std::set<std::uint64_t> events;
  std::vector<std::string> values;
  double number = 0;
};
using OracleHits = std::vector<OracleHit>;

double to_double(const Number& number) {
  if (number.kind == Number::Kind::real) return number.real;
  return number.kind == Number::Kind::negative ? static_cast<double>(number.negative)
                                               : static_cast<double>(number.natural);
}

struct Picture {
  const Correlation& correlation;
  OracleHits hits;  // of one window, by time

  bool has(std::uint32_t member) const {
    return std::any_of(hits.begin(), hits.end(), [&](auto& hit) { return hit.member == member; });
  }
  std::size_t members() const {
    std::set<std::uint32_t> seen;
    for (const OracleHit& hit : hits) seen.insert(hit.member);
    return seen.size();
  }
  std::size_t values() const {
    std::set<std::vector<std::string>> seen;
    for (const OracleHit& hit : hits) seen.insert(hit.values);
    return seen.size();
  }
  // Tries every way to go on from `after`.
  std::size_t longest(std::int64_t after, std::uint32_t from) const {
    std::size_t best = 0;
    for (const OracleHit& hit : hits) {
      if (hit.time < after || hit.member < from) continue;
      best = std::max(best, 1 + longest(hit.time, hit.member + 1));
    }
    return best;
  }
  std::size_t longest() const { return longest(std::numeric_limits<std::int64_t>::min(), 0); }

  std::vector<double> numbers() const {
    std::vector<double> out;
    for (const OracleHit& hit : hits) out.push_back(hit.number);
    std::sort(out.begin(), out.end());
    return out;
  }
  double sum() const {
    double total = 0;
    for (const OracleHit& hit : hits) total += hit.number;
    return total;
  }
  double percentile() const {
    const std::vector<double> all = numbers();
    for (const double value : all) {
      const auto count =
          std::count_if(all.begin(), all.end(), [&](double v) { return v <= value; });
      if (static_cast<double>(count) * 100 >=
          correlation.percentile * static_cast<double>(all.size())) {
        return value;
      }
    }
    return all.back();
  }
  double median() const {
    const std::vector<double> all = numbers();
    return (all[(all.size() - 1) / 2] + all[all.size() / 2]) / 2;
  }

  double value() const {
    switch (correlation.type) {
      case Type::event_count:
        return static_cast<double>(hits.size());
      case Type::value_count:
        return static_cast<double>(values());
      case Type::temporal:
        return static_cast<double>(members());
      case Type::temporal_ordered:
        return static_cast<double>(longest());
      case Type::value_sum:
        return sum();
      case Type::value_avg:
        return sum() / static_cast<double>(hits.size());
      case Type::value_median:
        return median();
      case Type::value_percentile:
        return percentile();
    }
    return 0;
  }

  bool says(const Expression& expression) const {
    const auto& parts = expression.parts;
    const auto part = [&](const Expression& each) { return says(each); };
    if (expression.kind == Expression::Kind::negation) return !says(parts[0]);
    if (expression.kind == Expression::Kind::all)
      return std::all_of(parts.begin(), parts.end(), part);
    if (expression.kind == Expression::Kind::any)
      return std::any_of(parts.begin(), parts.end(), part);
    return has(static_cast<std::uint32_t>(std::stoul(expression.test.field)));
  }
  // Members that stand in the condition, but for those under `not`.
  void named(const Expression& expression, std::set<std::uint32_t>& out) const {
    if (expression.kind == Expression::Kind::negation) return;
    if (expression.kind == Expression::Kind::test) {
      const auto member = static_cast<std::uint32_t>(std::stoul(expression.test.field));
      if (has(member)) out.insert(member);
    }
    for (const Expression& part : expression.parts) named(part, out);
  }
  bool text_holds() const {
    if (!says(*correlation.condition)) return false;
    if (correlation.type == Type::temporal) return true;
    std::set<std::uint32_t> wanted;
    named(*correlation.condition, wanted);
    Picture rest{correlation, {}};
    for (const OracleHit& hit : hits) {
      if (wanted.count(hit.member)) rest.hits.push_back(hit);
    }
    return wanted.empty() || rest.longest() == wanted.size();
  }

  bool bound_holds(const Correlation::Bound& bound) const {
    const double asked = to_double(bound.number), is = value();
    switch (bound.kind) {
      case Kind::gt:
        return is > asked;
      case Kind::gte:
        return is >= asked;
      case Kind::lt:
        return is < asked;
      case Kind::lte:
        return is <= asked;
      case Kind::eq:
        return is == asked;
      case Kind::neq:
        return is != asked;
    }
    return false;
  }
  bool holds() const {
    if (hits.empty()) return false;
    if (correlation.condition) return text_holds();
    if (correlation.bounds.empty()) {
      return (correlation.type == Type::temporal ? members() : longest()) ==
             correlation.members.size();
    }
    return std::all_of(correlation.bounds.begin(), correlation.bounds.end(),
                       [&](const auto& bound) { return bound_holds(bound); });
  }
};

bool has_negation(const Expression& expression) {
  if (expression.kind == Expression::Kind::negation) return true;
  return std::any_of(expression.parts.begin(), expression.parts.end(), has_negation);
}

bool waits_for_the_end(const Correlation& correlation) {
  if (correlation.condition) return has_negation(*correlation.condition);
  if (correlation.type == Type::value_avg || correlation.type == Type::value_median ||
      correlation.type == Type::value_percentile) {
    return false;
  }
  for (const auto& bound : correlation.bounds) {
    if (bound.kind != Kind::gt && bound.kind != Kind::gte) return true;
  }
  return false;
}

struct OracleGroup {
  OracleHits hits;  // as they came, but for those that came too late
  std::vector<std::int64_t> fired;
};

class Oracle {
 public:
  explicit Oracle(const RuleSet& rules) : rules_(rules), groups_(rules.correlations.size()) {}

  std::vector<Fired> run(const Stream& stream) {
    for (std::size_t i = 0; i < stream.size(); ++i) {
      for (const std::uint32_t rule : stream[i].rules) {
        send(false, rule, stream[i].time_ms, i, {}, stream[i].fields);
      }
      drain();
    }
    finish();
    return std::move(out_);
  }

 private:
  struct Waiting {
    std::uint32_t correlation;
    OracleHit hit;
    std::map<std::string, std::string> fields;
  };

  void send(bool is_correlation, std::uint32_t index, std::int64_t time, std::uint64_t event,
            std::set<std::uint64_t> events, const std::map<std::string, std::string>& fields) {
    events.insert(event);
    for (std::uint32_t c = 0; c < rules_.correlations.size(); ++c) {
      const auto& members = rules_.correlations[c].members;
      for (std::uint32_t m = 0; m < members.size(); ++m) {
        if (members[m].is_correlation != is_correlation || members[m].index != index) continue;
        waiting_.push_back({c, {time, m, event, is_correlation, events, {}, 0}, fields});
      }
    }
  }

  void drain() {
    while (!waiting_.empty()) {
      const Waiting next = std::move(waiting_.front());
      waiting_.pop_front();
      take(next);
    }
  }

  static std::string called(const Correlation& correlation, const std::string& name,
                            std::uint32_t member) {
    for (const auto& alias : correlation.aliases) {
      for (const auto& [of, field] : alias.fields) {
        if (alias.alias == name && of == member) return field;
      }
    }
    return name;
  }

  void take(const Waiting& each) {
    const Correlation& correlation = rules_.correlations[each.correlation];
    OracleHit hit = each.hit;
    Names group;
    for (const std::string& name : correlation.group_by) {
      const auto at = each.fields.find(called(correlation, name, hit.member));
      if (at == each.fields.end()) return;
      group.emplace_back(name, at->second);
    }
    for (const std::string& name : correlation.fields) {
      const auto at = each.fields.find(called(correlation, name, hit.member));
      if (at == each.fields.end()) return;
      hit.values.push_back(at->second);
    }
    if (correlation.type >= Type::value_sum) {
      const auto number = parse_number(hit.values[0]);
      if (!number) return;
      hit.number = to_double(*number);
    }
    OracleGroup& of = groups_[each.correlation][group];
    const bool counts_events =
        correlation.type != Type::temporal && correlation.type != Type::temporal_ordered;
    if (counts_events && !hit.is_firing && !of.hits.empty() && of.hits.back().event == hit.event) {
      return;
    }
    if (waits_for_the_end(correlation))
      take_whole(each, of, group, hit);
    else
      take_sliding(each, of, group, hit);
  }

  void take_sliding(const Waiting& each, OracleGroup& of, const Names& group,
                    const OracleHit& hit) {
    const Correlation& correlation = rules_.correlations[each.correlation];
    const std::int64_t span = correlation.timespan_ms;
    for (const OracleHit& other : of.hits) {
      if (hit.time < other.time - span) return;
    }
    of.hits.push_back(hit);
    std::set<std::int64_t> ends;
    for (const OracleHit& other : of.hits) {
      if (other.time >= hit.time && other.time <= hit.time + span) ends.insert(other.time);
    }
    for (const std::int64_t end : ends) {
      const bool is_quiet = std::any_of(of.fired.begin(), of.fired.end(), [&](std::int64_t fired) {
        return end >= fired - span && end <= fired + span;
      });
      Picture picture{correlation, {}};
      for (const OracleHit& other : of.hits) {
        if (other.time >= end - span && other.time <= end) picture.hits.push_back(other);
      }
      if (is_quiet || !picture.holds()) continue;
      of.fired.push_back(end);
      return fire(each.correlation, group, picture.hits, end, hit.event, each.fields);
    }
  }

  void take_whole(const Waiting& each, OracleGroup& of, const Names& group, const OracleHit& hit) {
    const std::int64_t span = rules_.correlations[each.correlation].timespan_ms;
    std::int64_t begin = of.hits.empty() ? hit.time : of.hits.front().time;
    for (const OracleHit& other : of.hits) begin = std::min(begin, other.time);
    if (hit.time < begin) return;
    if (hit.time > begin + span) close(each.correlation, of, group, each.fields);
    of.hits.push_back(hit);
  }

  void close(std::uint32_t correlation, OracleGroup& of, const Names& group,
             const std::map<std::string, std::string>& fields) {
    Picture picture{rules_.correlations[correlation], of.hits};
    std::stable_sort(picture.hits.begin(), picture.hits.end(),
                     [](const auto& a, const auto& b) { return a.time < b.time; });
    of.hits.clear();
    if (!picture.holds()) return;
    const OracleHit last = picture.hits.back();
    fire(correlation, group, picture.hits, last.time, last.event, fields);
  }

  void fire(std::uint32_t correlation, const Names& group, const OracleHits& hits,
            std::int64_t time, std::uint64_t event, std::map<std::string, std::string> fields) {
    std::set<std::uint64_t> events;
    for (const OracleHit& hit : hits) events.insert(hit.events.begin(), hit.events.end());
    out_.push_back({correlation, time, event, {events.begin(), events.end()}, group});
    for (const auto& [name, value] : group) fields[name] = value;
    send(true, correlation, time, event, events, fields);
  }

  // Rounds until nothing is open: what closes may open others.
  void finish() {
    std::set<std::uint32_t> done;
    while (done.size() < rules_.correlations.size()) {
      for (std::uint32_t c = 0; c < rules_.correlations.size(); ++c) {
        bool is_ready = !done.count(c);
        for (const auto& member : rules_.correlations[c].members) {
          if (member.is_correlation && !done.count(member.index)) is_ready = false;
        }
        if (!is_ready) continue;
        done.insert(c);
        if (!waits_for_the_end(rules_.correlations[c])) continue;
        for (auto& [group, of] : groups_[c]) close(c, of, group, {});
        drain();
      }
    }
  }

  const RuleSet& rules_;
  std::vector<std::map<Names, OracleGroup>> groups_;
  std::deque<Waiting> waiting_;
  std::vector<Fired> out_;
};

}  // namespace

std::vector<Fired> oracle(const RuleSet& rules, const Stream& stream) {
  return Oracle(rules).run(stream);
}

}  // namespace rulemap::sigma::testing
