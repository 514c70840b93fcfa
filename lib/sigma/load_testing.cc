#include "load_testing.h"

#include "rulemap/text/address.h"

namespace rulemap::sigma {
namespace {

std::string shown(const Number& number) {
  if (number.kind == Number::Kind::natural) return std::to_string(number.natural);
  if (number.kind == Number::Kind::negative) return std::to_string(number.negative);
  return std::to_string(number.real);
}

struct Shower {
  std::string operator()(const Pattern& pattern) const {
    std::string out = pattern.cased ? "==" : "=";
    if (pattern.pieces.empty()) out += "''";
    for (const Piece& piece : pattern.pieces) {
      if (piece.kind == Piece::Kind::text) out += "'" + piece.text + "'";
      if (piece.kind == Piece::Kind::any_run) out += "*";
      if (piece.kind == Piece::Kind::any_one) out += "?";
      if (piece.kind == Piece::Kind::any_dash) out += "~";
    }
    if (pattern.number) out += "#" + shown(*pattern.number);
    return out + (pattern.written_as_number ? "#" : "");
  }
  std::string operator()(const Regex& regex) const {
    return "~/" + regex.text + "/" + (regex.any_case ? "i" : "") + (regex.multi_line ? "m" : "") +
           (regex.dot_is_newline ? "s" : "");
  }
  std::string operator()(const Network& network) const {
    ioc::Network copy;
    copy.base.is_v6 = network.is_v6;
    std::copy(std::begin(network.base), std::end(network.base), copy.base.bytes.begin());
    copy.prefix = network.prefix;
    return " in " + copy.text();
  }
  std::string operator()(const Comparison& comparison) const {
    constexpr const char* kOrders[] = {"<", "<=", ">", ">="};
    return kOrders[static_cast<int>(comparison.order)] + shown(comparison.number);
  }
  std::string operator()(const IsNull&) const { return " null"; }
  std::string operator()(const Exists& exists) const {
    return exists.expected ? " exists" : " absent";
  }
  std::string operator()(const FieldRef& ref) const {
    constexpr const char* kHows[] = {"equals", "contains", "starts_with", "ends_with"};
    return std::string("@") + kHows[static_cast<int>(ref.how)] + (ref.cased ? " cased " : " ") +
           ref.other;
  }
  std::string operator()(const DatePart& date) const {
    constexpr const char* kParts[] = {"minute", "hour", "day", "week", "month", "year"};
    return std::string(".") + kParts[static_cast<int>(date.part)] + "=" +
           std::to_string(date.value);
  }
};

std::string joined(const std::vector<Expression>& parts, const char* mark) {
  std::string out;
  for (const Expression& part : parts) out += (out.empty() ? "" : mark) + shown(part);
  return "(" + out + ")";
}

std::string body(const Expression& expression) {
  switch (expression.kind) {
    case Expression::Kind::test:
      return expression.test.field + std::visit(Shower{}, expression.test.ask);
    case Expression::Kind::all:
      return joined(expression.parts, " & ");
    case Expression::Kind::any:
      return joined(expression.parts, " | ");
    case Expression::Kind::negation:
      return "!" + shown(expression.parts.at(0));
  }
  return {};
}

}  // namespace

std::string shown(const Expression& expression) {
  return (expression.name.empty() ? "" : "[" + expression.name + "]") + body(expression);
}

RuleSet load_text(std::string_view text, const LoadOptions& options) {
  const RuleText one{"f.yml", text};
  return load_texts({&one, 1}, options);
}

std::string rule_of(std::string_view detection) {
  std::string text = "title: T\nlogsource:\n  category: c\ndetection:\n";
  while (!detection.empty()) {
    const std::size_t end = std::min(detection.find('\n'), detection.size());
    text += "  " + std::string(detection.substr(0, end)) + "\n";
    detection.remove_prefix(std::min(end + 1, detection.size()));
  }
  return text;
}

std::string tree_of(std::string_view detection, const LoadOptions& options) {
  const RuleSet rules = load_text(rule_of(detection), options);
  return rules.rules.empty() ? problems_of(rules) : shown(rules.rules[0].expression);
}

std::string problems_of(const RuleSet& rules) {
  std::string out;
  for (const Problem& problem : rules.problems) {
    out += problem.text().substr(problem.path.size() + 1) + "\n";
  }
  if (!out.empty()) out.pop_back();
  return out;
}

}  // namespace rulemap::sigma
