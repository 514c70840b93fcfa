#include <algorithm>
#include <unordered_map>
#include <utility>

#include "condition.h"
#include "problems.h"

namespace rulemap::sigma {
namespace {

// Letters are compared as they are; `*` is any run.
bool fits(std::string_view name, std::string_view pattern) {
  std::size_t n = 0, p = 0, star = std::string_view::npos, resume = 0;
  while (n < name.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      resume = n;
    } else if (p < pattern.size() && pattern[p] == name[n]) {
      ++p, ++n;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      n = ++resume;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

class Resolver {
 public:
  Resolver(std::string_view text, std::span<const std::string> names,
           const std::function<Expression(std::size_t)>& use, ConditionError& error)
      : text_(text), names_(names), use_(use), error_(error) {
    for (std::size_t i = 0; i < names.size(); ++i) index_.emplace(names[i], i);
  }

  // As deep as the parser lets parentheses be.
  Expression resolve(const Condition& condition) {
    switch (condition.kind) {
      case Condition::Kind::name:
        return name(condition.text);
      case Condition::Kind::one_of:
        return pattern(condition, Expression::Kind::any);
      case Condition::Kind::all_of:
        return pattern(condition, Expression::Kind::all);
      case Condition::Kind::all:
        return parts(condition, Expression::Kind::all);
      case Condition::Kind::any:
        return parts(condition, Expression::Kind::any);
      case Condition::Kind::negation:
        break;
    }
    return parts(condition, Expression::Kind::negation);
  }

  bool failed() const { return failed_; }

 private:
  static Expression of_kind(Expression::Kind kind) {
    Expression out;
    out.kind = kind;
    return out;
  }

  Expression name(std::string_view name) {
    const auto found = index_.find(name);
    if (found != index_.end()) return use_(found->second);
    const std::vector<std::string_view> known(names_.begin(), names_.end());
    std::string hint = did_you_mean(name, known);
    if (name.find('*') != std::string_view::npos)
      hint = "; before a pattern stands `1 of` or `all of`";
    return fail("there is no " + quoted(name) + " here" + hint, name);
  }

  Expression pattern(const Condition& condition, Expression::Kind kind) {
    const auto found = names_of(condition.text, names_);
    if (found.empty()) {
      return fail("nothing here is called " + quoted(condition.text) +
                      (condition.text == "them" ? "; names that begin with `_` are left out" : ""),
                  condition.text);
    }
    if (found.size() == 1) return use_(found[0]);
    Expression out = of_kind(kind);
    for (const std::size_t index : found) out.parts.push_back(use_(index));
    return out;
  }

  Expression parts(const Condition& condition, Expression::Kind kind) {
    Expression out = of_kind(kind);
    out.parts.reserve(condition.parts.size());
    for (const Condition& part : condition.parts) {
      out.parts.push_back(resolve(part));
      if (failed_) break;
    }
    return out;
  }

  Expression fail(std::string message, std::string_view piece) {
    failed_ = true;
    error_ = {std::move(message), static_cast<std::size_t>(piece.data() - text_.data()),
              std::string(piece)};
    return {};
  }

  std::string_view text_;
  std::span<const std::string> names_;
  const std::function<Expression(std::size_t)>& use_;
  ConditionError& error_;
  std::unordered_map<std::string_view, std::size_t> index_;
  bool failed_ = false;
};

}  // namespace

std::vector<std::size_t> names_of(std::string_view pattern, std::span<const std::string> names) {
  const bool is_them = pattern == "them" || pattern == "THEM";
  const bool with_hidden = !is_them && pattern.starts_with('_');
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (!with_hidden && names[i].starts_with('_')) continue;
    if (is_them || fits(names[i], pattern)) found.push_back(i);
  }
  return found;
}

std::optional<Expression> resolve_condition(const Condition& condition, std::string_view text,
                                            std::span<const std::string> names,
                                            const std::function<Expression(std::size_t)>& use,
                                            ConditionError& error) {
  Resolver resolver(text, names, use, error);
  Expression expression = resolver.resolve(condition);
  if (resolver.failed()) return std::nullopt;
  return expression;
}

unsigned depth_of(const Expression& expression) {
  unsigned deepest = 0;
  for (const Expression& part : expression.parts) deepest = std::max(deepest, depth_of(part));
  return deepest + 1;
}

}  // namespace rulemap::sigma
