#include "lower.h"

#include <utility>

#include "asks.h"
#include "placeholders.h"

namespace rulemap::sigma {
namespace {

Expression of_kind(Expression::Kind kind) {
  Expression out;
  out.kind = kind;
  return out;
}

// `any` or `all` of one part is that part.
Expression without_wrapper(Expression expression) {
  if (expression.parts.size() != 1) return expression;
  Expression only = std::move(expression.parts[0]);
  return only;
}

void add_test(Expression& out, const FieldKey& key, Test::Ask ask, yaml::Place place) {
  Expression& test = out.parts.emplace_back();
  test.kind = Expression::Kind::test;
  test.test = {key.field, std::move(ask), place};
}

bool is_plain(const yaml::Node& node) { return node.is_scalar() || node.is_null(); }

}  // namespace

bool Lowering::spend(std::size_t tests, yaml::Place place) {
  if (is_spent_) return false;
  const std::size_t most = options_.limits.values;
  is_spent_ = tests > most - tests_ || tests > budget_.tests;
  if (!is_spent_) {
    tests_ += tests;
    budget_.tests -= tests;
    return true;
  }
  const bool is_rule = tests > most - tests_;
  problems_.error(place, is_rule ? "the rule has more than " + std::to_string(most) +
                                       " values, the most that is read; split it"
                                 : "the rules of this file have more values than are read; split "
                                   "the file");
  return false;
}

Expression Lowering::selection(const yaml::Node& node, yaml::Place place) {
  if (node.is_map()) return map(node, place);
  if (node.is_list()) return list(node, place);
  if (node.is_scalar()) return without_wrapper(values({}, node, place));
  problems_.error(
      place, "a selection has entries `field: value`, or a list of keywords; this one has none");
  return {};
}

Expression Lowering::map(const yaml::Node& node, yaml::Place place) {
  if (node.members.empty())
    problems_.error(place, "a selection has entries `field: value`; this one has none");
  Expression out = of_kind(Expression::Kind::all);
  out.parts.reserve(node.members.size());
  for (const yaml::Member& member : node.members) out.parts.push_back(entry(member));
  return without_wrapper(std::move(out));
}

Expression Lowering::list(const yaml::Node& node, yaml::Place place) {
  if (node.items.empty())
    problems_.error(place, "a selection is a list of maps or keywords; this one is empty");
  Expression out = of_kind(Expression::Kind::any);
  out.parts.reserve(node.items.size());
  for (const yaml::Node& item : node.items) {
    if (item.is_map()) {
      out.parts.push_back(map(item, item.place));
    } else {
      value({}, item, out);
    }
  }
  return without_wrapper(std::move(out));
}

Expression Lowering::entry(const yaml::Member& member) {
  const auto key = parse_field_key(member.key, member.place, problems_);
  if (!key) return {};
  Expression joined = without_wrapper(values(*key, member.value, member.place));
  if (!key->has(Modifier::neq)) return joined;
  Expression out = of_kind(Expression::Kind::negation);
  out.parts.push_back(std::move(joined));
  return out;
}

Expression Lowering::values(const FieldKey& key, const yaml::Node& node, yaml::Place place) {
  const bool is_all = key.has(Modifier::all);
  Expression out = of_kind(is_all ? Expression::Kind::all : Expression::Kind::any);
  const std::size_t count = node.is_list() ? node.items.size() : 1;
  if (count == 0)
    problems_.error(place, "an empty list is no value; leave the entry out, or write null");
  if (is_all && count == 1 && !key.has(Modifier::expand)) {
    problems_.error(place, "`all` asks for several values, and here is one; leave it out");
  }
  if (key.ask == Modifier::exists && node.is_list()) {
    problems_.error(place, "`exists` takes true or false, not a list");
    return out;
  }
  if (!node.is_list()) {
    value(key, node, out);
    return out;
  }
  out.parts.reserve(count);
  for (const yaml::Node& item : node.items) value(key, item, out);
  return out;
}

void Lowering::value(const FieldKey& key, const yaml::Node& node, Expression& out) {
  if (!is_plain(node)) {
    problems_.error(node.place, "a value is text, a number, true, false or null, not a " +
                                    std::string(yaml::kind_name(node.kind)));
    return;
  }
  const Scalar scalar = read_scalar(node);
  if (scalar.kind == Scalar::Kind::null) return null(key, scalar, out);
  if (!key.has(Modifier::expand)) return text(key, scalar, out);
  const auto texts = expand_placeholders(scalar.text, node.place, options_.placeholders,
                                         options_.limits.values, problems_);
  if (!texts) return;
  for (const std::string& each : *texts) {
    Scalar filled = scalar;
    if (each != scalar.text) {
      filled.kind = Scalar::Kind::text;
      filled.number = parse_number(each);
      filled.text = each;
    }
    text(key, filled, out);
  }
}

void Lowering::text(const FieldKey& key, const Scalar& scalar, Expression& out) {
  if (key.ask) {
    auto ask = make_ask(key, scalar, problems_);
    if (ask && spend(1, scalar.place)) add_test(out, key, std::move(*ask), scalar.place);
    return;
  }
  std::vector<Pattern> patterns = make_patterns(key, scalar, problems_);
  if (patterns.empty() || !spend(patterns.size(), scalar.place)) return;
  if (patterns.size() == 1) return add_test(out, key, std::move(patterns[0]), scalar.place);
  Expression any = of_kind(Expression::Kind::any);
  for (Pattern& pattern : patterns) add_test(any, key, std::move(pattern), scalar.place);
  out.parts.push_back(std::move(any));
}

void Lowering::null(const FieldKey& key, const Scalar& scalar, Expression& out) {
  if (key.field.empty()) {
    problems_.error(scalar.place, "null is no keyword; to look for the word, quote it");
  } else if (key.ask || !key.text.empty()) {
    problems_.error(scalar.place, "null is no text; `" +
                                      std::string(word_of(key.ask ? *key.ask : key.text[0])) +
                                      "` cannot ask for it");
  } else if (spend(1, scalar.place)) {
    add_test(out, key, IsNull{}, scalar.place);
  }
}

std::size_t tests_in(const Expression& expression) {
  std::size_t count = expression.kind == Expression::Kind::test ? 1 : 0;
  for (const Expression& part : expression.parts) count += tests_in(part);
  return count;
}

}  // namespace rulemap::sigma
