#include <algorithm>
#include <utility>

#include "condition.h"
#include "problems.h"

namespace rulemap::sigma {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

bool is_mark(char c) { return c == '(' || c == ')' || c == '|'; }

struct Token {
  std::string_view text;  // empty at the end
  std::size_t offset = 0;
};

std::vector<Token> tokens_of(std::string_view text) {
  std::vector<Token> tokens;
  for (std::size_t at = 0; at < text.size();) {
    if (is_blank(text[at])) {
      ++at;
      continue;
    }
    std::size_t end = at + 1;
    if (!is_mark(text[at])) {
      while (end < text.size() && !is_blank(text[end]) && !is_mark(text[end])) ++end;
    }
    tokens.push_back({text.substr(at, end - at), at});
    at = end;
  }
  tokens.push_back({{}, text.size()});
  return tokens;
}

bool is_number(std::string_view word) {
  return !word.empty() &&
         std::all_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
}

class Parser {
 public:
  Parser(std::string_view text, ConditionError& error) : tokens_(tokens_of(text)), error_(error) {}

  std::optional<Condition> run() {
    Condition condition = any();
    if (!failed_ && !at_end()) unexpected();
    if (failed_) return std::nullopt;
    return condition;
  }

 private:
  const Token& token(std::size_t ahead = 0) const {
    return tokens_[std::min(at_ + ahead, tokens_.size() - 1)];
  }
  bool at_end() const { return token().text.empty(); }
  bool is(std::string_view lower, std::string_view upper, std::size_t ahead = 0) const {
    return token(ahead).text == lower || token(ahead).text == upper;
  }

  Condition any() {
    return chain(Condition::Kind::any, "or", "OR", [this] {
      return chain(Condition::Kind::all, "and", "AND", [this] { return negation(); });
    });
  }

  template <class Part>
  Condition chain(Condition::Kind kind, std::string_view lower, std::string_view upper, Part part) {
    Condition first = part();
    if (failed_ || !is(lower, upper)) return first;
    Condition chained{kind, {}, {}};
    chained.parts.push_back(std::move(first));
    while (!failed_ && is(lower, upper)) {
      ++at_;
      chained.parts.push_back(part());
    }
    return chained;
  }

  // `not not x` is `x`.
  Condition negation() {
    bool negated = false;
    for (; is("not", "NOT"); ++at_) negated = !negated;
    Condition inner = primary();
    if (!negated || failed_) return inner;
    Condition out{Condition::Kind::negation, {}, {}};
    out.parts.push_back(std::move(inner));
    return out;
  }

  Condition primary() {
    if (at_end()) return fail("the condition ends where a name is due");
    if (token().text == "(") return parenthesis();
    if (token().text == ")") return fail("before this parenthesis a name is due");
    if (is_mark(token().text[0]) || is("and", "AND") || is("or", "OR")) return unexpected();
    if (is("of", "OF", 1)) return quantifier();
    return {Condition::Kind::name, tokens_[at_++].text, {}};
  }

  Condition parenthesis() {
    if (++depth_ > Expression::kMostDepth) {
      return fail("parentheses are nested deeper than " + std::to_string(Expression::kMostDepth) +
                  " levels, the most that is read");
    }
    const std::size_t opened = at_++;
    Condition inner = any();
    if (failed_) return inner;
    if (token().text != ")") {
      if (!at_end()) return unexpected();
      at_ = opened;
      return fail("the parenthesis that begins here is never closed");
    }
    ++at_;
    --depth_;
    return inner;
  }

  Condition quantifier() {
    const bool is_all = is("all", "ALL");
    const bool is_one = token().text == "1" || is("any", "ANY");
    if (!is_all && !is_one) {
      if (!is_number(token().text)) return fail("before `of` stands 1, any or all");
      return fail(
          "`" + std::string(token().text) +
          " of` is not in Sigma, which knows `1 of` and `all of`; join the names with and, or");
    }
    at_ += 2;
    if (at_end() || is_mark(token().text[0])) {
      return fail("behind `of` stands `them`, or a name with `*` such as `selection_*`");
    }
    return {is_all ? Condition::Kind::all_of : Condition::Kind::one_of, tokens_[at_++].text, {}};
  }

  Condition unexpected() {
    if (token().text == "|") {
      return fail(
          "aggregations (`| count() ...`, `| near ...`) are not in Sigma 2; write a "
          "correlation, for example of type event_count");
    }
    if (token().text == ")") return fail("this parenthesis closes none that is open");
    if (is("and", "AND") || is("or", "OR")) {
      return fail("before " + quoted(token().text) + " stands a name or a parenthesis");
    }
    return fail("before " + quoted(token().text) +
                " stands `and` or `or`; operators are wholly in lower or in upper case");
  }

  Condition fail(std::string message) {
    if (!failed_) error_ = {std::move(message), token().offset, std::string(token().text)};
    failed_ = true;
    return {};
  }

  std::vector<Token> tokens_;
  ConditionError& error_;
  std::size_t at_ = 0;
  unsigned depth_ = 0;
  bool failed_ = false;
};

}  // namespace

std::optional<Condition> parse_condition(std::string_view text, ConditionError& error) {
  if (text.size() > kMostConditionBytes) {
    error = {"the condition has " + std::to_string(text.size()) + " bytes; at most " +
                 std::to_string(kMostConditionBytes) + " are read",
             0,
             {}};
    return std::nullopt;
  }
  return Parser(text, error).run();
}

}  // namespace rulemap::sigma
