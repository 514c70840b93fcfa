#include "detection.h"

#include <algorithm>
#include <utility>

#include "condition.h"
#include "rulemap/utf8/decode.h"

namespace rulemap::sigma {
namespace {

constexpr std::size_t kMostSelections = 10'000;

class DetectionReader {
 public:
  DetectionReader(const yaml::Node& map, std::string_view prefix, const LoadOptions& options,
                  Budget& budget, Problems& problems)
      : map_(map), prefix_(prefix), problems_(problems), lowering_(options, budget, problems) {}

  Expression run(std::span<const std::string_view> other_keys) {
    const std::size_t errors = problems_.errors();
    for (const yaml::Member& member : map_.members) {
      if (member.key == "condition" || is_other(member, other_keys)) continue;
      if (names_.size() == kMostSelections) {
        problems_.error(member.place, "there are more than " + std::to_string(kMostSelections) +
                                          " selections, the most that is read");
        return {};
      }
      names_.push_back(member.key);
      places_.push_back(member.place);
      selections_.push_back(lowering_.selection(member.value, member.place));
      selections_.back().name = std::string(prefix_) + member.key;
    }
    uses_.resize(names_.size());
    parse_conditions();
    if (problems_.errors() != errors) return {};
    return resolve();
  }

 private:
  static bool is_other(const yaml::Member& member, std::span<const std::string_view> keys) {
    return std::find(keys.begin(), keys.end(), member.key) != keys.end();
  }

  void parse_conditions() {
    const yaml::Node* const node = map_.find("condition");
    if (!node || node->is_null()) {
      return problems_.error(map_.place, "a `condition` says which selections hold; here is none");
    }
    if (!node->is_list()) return parse_condition(*node);
    if (node->items.empty()) problems_.error(node->place, "the list of conditions is empty");
    for (const yaml::Node& item : node->items) parse_condition(item);
  }

  void parse_condition(const yaml::Node& node) {
    if (!node.is_scalar()) {
      return problems_.error(node.place,
                             "a `condition` is a text such as `selection and not filter`");
    }
    ConditionError error;
    auto parsed = sigma::parse_condition(node.text, error);
    if (!parsed) return report(node, error);
    conditions_.emplace_back(&node, std::move(*parsed));
  }

  void report(const yaml::Node& node, const ConditionError& error) {
    problems_.error(place_inside(node, error.offset), error.message, error.piece);
  }

  Expression resolve() {
    Expression out;
    out.kind = Expression::Kind::any;
    if (!each_condition([this](std::size_t i) { return ++uses_[i], Expression(); }, nullptr))
      return {};
    const std::vector<std::size_t> unused = unused_selections();
    each_condition([this](std::size_t i) { return take(i); }, &out);
    if (out.parts.size() == 1) out = Expression(std::move(out.parts[0]));
    if (depth_of(out) > Expression::kMostDepth) {
      problems_.error(map_.find("condition")->place, "the condition is nested deeper than " +
                                                         std::to_string(Expression::kMostDepth) +
                                                         " levels, the most that is read");
      return out;
    }
    for (const std::size_t i : unused) {
      problems_.warning(places_[i], "no condition uses " + quoted(names_[i]), names_[i]);
    }
    return out;
  }

  // A name with `_` before it is set aside on purpose.
  std::vector<std::size_t> unused_selections() const {
    std::vector<std::size_t> out;
    for (std::size_t i = 0; i < names_.size(); ++i) {
      if (uses_[i] == 0 && !names_[i].starts_with('_')) out.push_back(i);
    }
    return out;
  }

  bool each_condition(const std::function<Expression(std::size_t)>& use, Expression* out) {
    bool all = true;
    for (const auto& [node, condition] : conditions_) {
      ConditionError error;
      auto resolved = resolve_condition(condition, node->text, names_, use, error);
      if (!resolved) report(*node, error), all = false;
      if (resolved && out) out->parts.push_back(std::move(*resolved));
    }
    return all;
  }

  // The last to use a selection has it, the others a copy.
  Expression take(std::size_t index) {
    Expression& selection = selections_[index];
    if (--uses_[index] == 0) return std::move(selection);
    if (!lowering_.spend(tests_in(selection), map_.place)) return {};
    return selection;
  }

  const yaml::Node& map_;
  std::string_view prefix_;
  Problems& problems_;
  Lowering lowering_;
  std::vector<std::string> names_;
  std::vector<yaml::Place> places_;  // of names
  std::vector<Expression> selections_;
  std::vector<std::size_t> uses_;
  std::vector<std::pair<const yaml::Node*, Condition>> conditions_;
};

}  // namespace

Expression read_detection(const yaml::Node& map, std::string_view prefix,
                          std::span<const std::string_view> other_keys, const LoadOptions& options,
                          Budget& budget, Problems& problems) {
  return DetectionReader(map, prefix, options, budget, problems).run(other_keys);
}

yaml::Place place_inside(const yaml::Node& scalar, std::size_t offset) {
  // Of a text over several lines the indentation is gone.
  if (scalar.text.find('\n') != std::string::npos) return scalar.place;
  const std::string_view before = std::string_view(scalar.text).substr(0, offset);
  const std::size_t characters = utf8::count_characters(before) + (scalar.quoted ? 1 : 0);
  return {scalar.place.line, scalar.place.column + static_cast<std::uint32_t>(characters)};
}

}  // namespace rulemap::sigma
