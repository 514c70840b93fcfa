#include "correlation_reader.h"

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

#include "reader.h"
#include "scalar.h"

namespace rulemap::sigma {
namespace {

using Type = Correlation::Type;

// In the order of Correlation::Type and of Bound::Kind.
constexpr std::array<std::string_view, 8> kTypes = {"event_count",      "value_count", "temporal",
                                                    "temporal_ordered", "value_sum",   "value_avg",
                                                    "value_percentile", "value_median"};
constexpr std::array<std::string_view, 6> kBounds = {"gt", "gte", "lt", "lte", "eq", "neq"};
constexpr std::array<std::string_view, 7> kKeys = {"type",      "rules",   "group-by", "timespan",
                                                   "condition", "aliases", "generate"};
constexpr std::array<std::string_view, 8> kConditionKeys = {"gt", "gte", "lt",    "lte",
                                                            "eq", "neq", "field", "percentile"};

// Months and years are those of the calendar on average.
struct Unit {
  char letter;
  std::int64_t seconds;
};
constexpr Unit kUnits[] = {{'s', 1},       {'m', 60},        {'h', 3600},      {'d', 86'400},
                           {'w', 604'800}, {'M', 2'629'746}, {'y', 31'556'952}};
constexpr std::int64_t kLongestSeconds = 100 * 31'556'952LL;

template <class Words>
std::size_t index_of(const Words& words, std::string_view word) {
  return static_cast<std::size_t>(std::find(words.begin(), words.end(), word) - words.begin());
}

bool is_temporal(Type type) { return type == Type::temporal || type == Type::temporal_ordered; }

std::optional<std::int64_t> milliseconds(std::string_view text) {
  if (text.size() < 2) return std::nullopt;
  const auto unit = std::find_if(std::begin(kUnits), std::end(kUnits),
                                 [&](const Unit& each) { return each.letter == text.back(); });
  if (unit == std::end(kUnits)) return std::nullopt;
  std::int64_t count = 0;
  for (const char c : text.substr(0, text.size() - 1)) {
    if (c < '0' || c > '9') return std::nullopt;
    count = std::min(count * 10 + (c - '0'), kLongestSeconds + 1);
  }
  if (count == 0 || count > kLongestSeconds / unit->seconds) return std::nullopt;
  return count * unit->seconds * 1000;
}

class CorrelationReader {
 public:
  CorrelationReader(yaml::Node& map, Problems& problems)
      : map_(map), problems_(problems), reader_(map, "a correlation", problems) {}

  CorrelationDraft run(Header header) {
    out_.correlation.header = std::move(header);
    known_keys(map_, kKeys, "a correlation");
    if (!type()) return {};
    out_.rules = reader_.references("rules", "ids or names of rules and correlations");
    group_by();
    timespan();
    condition();
    aliases();
    generate();
    return std::move(out_);
  }

 private:
  Type type_now() const { return out_.correlation.type; }
  std::string type_word() const {
    return "`" + std::string(kTypes[static_cast<std::size_t>(type_now())]) + "`";
  }

  void known_keys(const yaml::Node& map, std::span<const std::string_view> keys,
                  std::string_view what) {
    for (const yaml::Member& member : map.members) {
      if (std::find(keys.begin(), keys.end(), member.key) != keys.end()) continue;
      problems_.error(
          member.place,
          std::string(what) + " has no " + quoted(member.key) + did_you_mean(member.key, keys),
          member.key);
    }
  }

  bool type() {
    std::string word;
    reader_.word("type", kTypes, word);
    const std::size_t index = index_of(kTypes, word);
    if (!reader_.find("type")) {
      reader_.error(map_.place, "a correlation has a `type`, one of " + one_of(kTypes));
    }
    if (index == kTypes.size()) return false;
    out_.correlation.type = static_cast<Type>(index);
    return true;
  }

  void group_by() {
    if (!reader_.find("group-by")) return;
    for (Reference& each : reader_.references("group-by", "names of fields")) {
      out_.correlation.group_by.push_back(std::move(each.text));
    }
  }

  void timespan() {
    std::string text;
    reader_.text("timespan", text);
    const auto span = milliseconds(text);
    if (span) {
      out_.correlation.timespan_ms = *span;
      return;
    }
    const yaml::Node* const node = reader_.find("timespan");
    reader_.error(
        node ? node->place : map_.place,
        "`timespan` is a number and one of s, m, h, d, w, M (month), y, such as 15m; from "
        "1s to 100y",
        text);
  }

  void condition() {
    const yaml::Node* const node = reader_.find("condition");
    if (!node && is_temporal(type_now())) return;
    if (node && node->is_scalar() && is_temporal(type_now())) {
      out_.condition = Reference{node->text, node->place};
      return;
    }
    if (!node || !node->is_map()) {
      return reader_.error(node ? node->place : map_.place,
                           type_word() + " has a `condition` such as `gte: 10`");
    }
    known_keys(*node, kConditionKeys, "the condition of a correlation");
    bounds(*node);
    fields(*node);
    percentile(*node);
  }

  void bounds(const yaml::Node& condition) {
    for (const yaml::Member& member : condition.members) {
      const std::size_t kind = index_of(kBounds, member.key);
      if (kind == kBounds.size()) continue;
      const bool is_plain = member.value.is_scalar();
      const auto number = is_plain ? read_scalar(member.value).number : std::nullopt;
      if (!number) {
        reader_.error(member.value.place, "`" + member.key + "` takes a number", member.value.text);
        continue;
      }
      out_.correlation.bounds.push_back({static_cast<Correlation::Bound::Kind>(kind), *number});
    }
    if (!out_.correlation.bounds.empty()) return;
    reader_.error(condition.place,
                  "the condition has a bound, one of " + one_of(kBounds) + ", with a number");
  }

  void fields(yaml::Node condition) {
    const bool wants = !is_temporal(type_now()) && type_now() != Type::event_count;
    const yaml::Node* const node = condition.find("field");
    if (!wants && node) {
      reader_.error(node->place, type_word() + " counts no values; leave `field` out");
    }
    if (!wants) return;
    const std::string what = "the condition of " + type_word();
    Reader reader(condition, what, problems_);
    for (Reference& each : reader.references("field", "the name of the field whose values count")) {
      out_.correlation.fields.push_back(std::move(each.text));
    }
    if (out_.correlation.fields.size() > 1 && type_now() != Type::value_count) {
      reader_.error(node->place, type_word() + " is of one field; only value_count takes several");
    }
  }

  void percentile(const yaml::Node& condition) {
    const yaml::Node* const node = condition.find("percentile");
    if (type_now() != Type::value_percentile) {
      if (node) reader_.error(node->place, "`percentile` belongs to the type value_percentile");
      return;
    }
    const bool is_plain = node && node->is_scalar();
    const auto number = is_plain ? read_scalar(*node).number : std::nullopt;
    const bool fits =
        number && compare(*number, Number{}) >= 0 && compare(*number, *parse_number("100")) <= 0;
    if (!fits) {
      return reader_.error(node ? node->place : condition.place,
                           "the condition of `value_percentile` has a `percentile` from 0 to 100");
    }
    out_.correlation.percentile =
        number->kind == Number::Kind::real ? number->real : static_cast<double>(number->natural);
  }

  void aliases() {
    const yaml::Node* const map = reader_.find("aliases");
    if (!map) return;
    if (!map->is_map()) return alias_error(map->place);
    for (const yaml::Member& member : map->members) {
      if (!member.value.is_map()) {
        alias_error(member.value.place);
        continue;
      }
      CorrelationDraft::Alias alias{member.key, {}};
      for (const yaml::Member& field : member.value.members) {
        if (!field.value.is_scalar()) alias_error(field.value.place);
        alias.fields.emplace_back(Reference{field.key, field.place}, field.value.text);
      }
      out_.aliases.push_back(std::move(alias));
    }
  }

  void alias_error(yaml::Place place) {
    reader_.error(place,
                  "`aliases` maps each alias to a map of rules to fields: `user: {rule_a: User}`");
  }

  void generate() {
    const yaml::Node* const node = reader_.find("generate");
    if (!node) return;
    const auto truth = read_truth(*node);
    if (!truth) return reader_.error(node->place, "`generate` is true or false", node->text);
    out_.correlation.generate = *truth;
  }

  yaml::Node& map_;
  Problems& problems_;
  Reader reader_;
  CorrelationDraft out_;
};

}  // namespace

CorrelationDraft read_correlation(yaml::Node& document, Problems& problems) {
  Header header = read_header(document, "a correlation", problems);
  yaml::Node* const map = Reader(document, "a correlation", problems).required_map("correlation");
  if (!map) return {};
  return CorrelationReader(*map, problems).run(std::move(header));
}

}  // namespace rulemap::sigma
