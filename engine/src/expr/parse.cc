#include "parse.h"

#include <optional>
#include <utility>

namespace rulemap::expr {
namespace {

struct Relation {
  Operation operation;
  bool negated;
};

std::optional<Relation> relation_of(TokenKind kind) {
  switch (kind) {
    case TokenKind::equal:
      return Relation{Operation::equal, false};
    case TokenKind::not_equal:
      return Relation{Operation::equal, true};
    case TokenKind::less:
      return Relation{Operation::less, false};
    case TokenKind::less_equal:
      return Relation{Operation::less_equal, false};
    case TokenKind::greater:
      return Relation{Operation::greater, false};
    case TokenKind::greater_equal:
      return Relation{Operation::greater_equal, false};
    default:
      return std::nullopt;
  }
}

bool is_rest_point(TokenKind kind) {
  switch (kind) {
    case TokenKind::end:
    case TokenKind::word_and:
    case TokenKind::word_or:
    case TokenKind::comma:
    case TokenKind::close:
    case TokenKind::close_list:
      return true;
    default:
      return false;
  }
}

Type literal_type(TokenKind kind) {
  switch (kind) {
    case TokenKind::text:
      return Type::text;
    case TokenKind::integer:
      return Type::integer;
    case TokenKind::decimal:
      return Type::number;
    case TokenKind::duration:
      return Type::duration;
    default:
      return Type::boolean;
  }
}

Literal literal_value(Token token) {
  switch (token.kind) {
    case TokenKind::text:
      return std::move(token.text);
    case TokenKind::integer:
    case TokenKind::duration:
      return token.integer;
    case TokenKind::decimal:
      return token.decimal;
    default:
      return token.kind == TokenKind::word_true;
  }
}

class Parser {
 public:
  Parser(std::vector<Token> tokens, std::string_view source, Problems& problems)
      : tokens_(std::move(tokens)), source_(source), problems_(problems) {}

  Ast run() {
    if (at(TokenKind::end)) {
      if (problems_.empty()) report(problems_, here(), "syntax", "the expression is empty");
      ast_.root = add_bad(here());
      return std::move(ast_);
    }
    ast_.root = disjunction();
    while (!at(TokenKind::end)) {
      complain("unexpected " + found(), at(TokenKind::close) || at(TokenKind::close_list)
                                            ? "nothing is open here"
                                            : "join two conditions with and, or");
      take();
      // What follows is read for its own problems; the tree has been given up.
      if (!at(TokenKind::end)) disjunction();
    }
    return std::move(ast_);
  }

 private:
  bool at(TokenKind kind) const { return tokens_[next_].kind == kind; }
  Span here() const { return tokens_[next_].span; }

  Token take() {
    Token token = std::move(tokens_[next_]);
    if (next_ + 1 < tokens_.size()) ++next_;
    return token;
  }

  bool skip(TokenKind kind) {
    if (!at(kind)) return false;
    take();
    return true;
  }

  std::string found() const {
    if (at(TokenKind::end)) return "the end";
    return quoted(source_.substr(here().offset, here().length));
  }

  // One complaint a place: what follows from it is not told.
  void complain(std::string message, std::string hint) {
    if (halted_ || complained_at_ == next_) return;
    complained_at_ = next_;
    report(problems_, here(), "syntax", std::move(message), std::move(hint));
  }

  NodeId add(Node node) {
    outer_.push_back(node.span);
    ast_.nodes.push_back(std::move(node));
    return static_cast<NodeId>(ast_.nodes.size() - 1);
  }

  NodeId add_bad(Span span) { return add({.kind = NodeKind::bad, .span = span}); }

  NodeId disjunction() { return chain(TokenKind::word_or, NodeKind::one, &Parser::conjunction); }
  NodeId conjunction() { return chain(TokenKind::word_and, NodeKind::all, &Parser::negation); }

  NodeId chain(TokenKind word, NodeKind kind, NodeId (Parser::*part)()) {
    std::vector<NodeId> parts{(this->*part)()};
    while (skip(word)) parts.push_back((this->*part)());
    if (parts.size() == 1) return parts[0];
    const Span span = join(outer_[parts.front()], outer_[parts.back()]);
    return add({.kind = kind, .span = span, .children = std::move(parts)});
  }

  NodeId negation() {
    if (!at(TokenKind::word_not)) return comparison();
    if (!descend()) return add_bad(here());
    const Span start = take().span;
    const NodeId child = negation();
    --depth_;
    const Span span = join(start, outer_[child]);
    return add({.kind = NodeKind::negate, .span = span, .children = {child}});
  }

  NodeId comparison() {
    const NodeId left = operand();
    NodeId whole = left;
    if (const auto relation = relation_of(tokens_[next_].kind)) {
      take();
      whole = pair(NodeKind::compare, left, operand());
      ast_[whole].operation = relation->operation;
      ast_[whole].negated = relation->negated;
    } else if (at(TokenKind::word_in) || at(TokenKind::word_not)) {
      const bool negated = skip(TokenKind::word_not);
      if (!skip(TokenKind::word_in)) return recover("expected `in` after `not`, found " + found());
      whole = pair(NodeKind::member, left, is_list_in_parentheses() ? wrong_list() : operand());
      ast_[whole].negated = negated;
    }
    if (!relation_of(tokens_[next_].kind) && !at(TokenKind::word_in)) return whole;
    return whole == left ? whole : recover("comparisons do not chain", "write a < b and b < c");
  }

  NodeId pair(NodeKind kind, NodeId left, NodeId right) {
    const Span span = join(outer_[left], outer_[right]);
    return add({.kind = kind, .span = span, .children = {left, right}});
  }

  NodeId operand() {
    switch (tokens_[next_].kind) {
      case TokenKind::bad:
        return add_bad(take().span);
      case TokenKind::open:
        return parenthesis();
      case TokenKind::open_list:
        return list();
      case TokenKind::path:
        return path();
      case TokenKind::text:
      case TokenKind::integer:
      case TokenKind::decimal:
      case TokenKind::duration:
      case TokenKind::word_true:
      case TokenKind::word_false:
        return literal(take());
      default:
        return recover("expected a field, a value or a function, found " + found());
    }
  }

  NodeId literal(Token token) {
    const Type type = literal_type(token.kind);
    const Span span = token.span;
    return add({.kind = NodeKind::literal,
                .span = span,
                .value = literal_value(std::move(token)),
                .type = type});
  }

  NodeId path() {
    Token token = take();
    if (!at(TokenKind::open)) {
      return add({.kind = NodeKind::field, .span = token.span, .name = std::move(token.text)});
    }
    Node call{.kind = NodeKind::call, .span = token.span, .name = std::move(token.text)};
    if (!descend()) return add_bad(here());
    take();
    call.children = items(TokenKind::close, call.span);
    --depth_;
    return add(std::move(call));
  }

  NodeId list() {
    Node list{.kind = NodeKind::list, .span = here()};
    if (!descend()) return add_bad(here());
    take();
    list.children = items(TokenKind::close_list, list.span);
    --depth_;
    return add(std::move(list));
  }

  // `(a, b)`, as other languages write a list.
  bool is_list_in_parentheses() const {
    int depth = 0;
    for (size_t i = next_; i < tokens_.size(); ++i) {
      const TokenKind kind = tokens_[i].kind;
      if (kind == TokenKind::open || kind == TokenKind::open_list) ++depth;
      if (kind == TokenKind::close || kind == TokenKind::close_list) --depth;
      if (depth == 0) return false;
      if (depth == 1 && kind == TokenKind::comma) return tokens_[next_].kind == TokenKind::open;
    }
    return false;
  }

  NodeId wrong_list() {
    const size_t first = next_;
    const Span start = take().span;
    Span whole = start;
    std::string list;
    for (const NodeId id : items(TokenKind::close, whole)) {
      list += (list.empty() ? "" : ", ") + element(id);
    }
    if (halted_ || was_complained_since(first)) return add_bad(whole);
    report(problems_, whole, "syntax", "a list stands in square brackets", "write [" + list + "]");
    return add_bad(whole);
  }
  bool was_complained_since(size_t token) const {
    return complained_at_ != static_cast<size_t>(-1) && complained_at_ >= token;
  }
  // A bare word was meant as a text: a field has no place in a list.
  std::string element(NodeId id) const {
    const Span span = outer_[id];
    const std::string text(source_.substr(span.offset, span.length));
    const bool is_word = ast_.nodes[id].kind == NodeKind::field && text.find('.') == text.npos;
    return is_word ? "'" + text + "'" : text;
  }

  // What stands between commas up to `close`; `span` grows over it.
  std::vector<NodeId> items(TokenKind close, Span& span) {
    std::vector<NodeId> items;
    while (!at(close)) {
      items.push_back(disjunction());
      if (!skip(TokenKind::comma)) break;
    }
    span = join(span, closing(close));
    return items;
  }

  NodeId parenthesis() {
    const Span start = here();
    if (!descend()) return add_bad(start);
    take();
    const NodeId inner = disjunction();
    --depth_;
    outer_[inner] = join(start, closing(TokenKind::close));
    return inner;
  }

  // The place of the closing mark; without one, what stands before it is passed over.
  Span closing(TokenKind close) {
    if (!at(close)) {
      const std::string mark = close == TokenKind::close ? "`)`" : "`]`";
      complain("expected " + mark + ", found " + found(), "");
      while (!at(close) && !at(TokenKind::end)) take();
    }
    const Span place = here();
    skip(close);
    return place;
  }

  NodeId recover(std::string message, std::string hint = {}) {
    const Span place = here();
    complain(std::move(message), std::move(hint));
    while (!is_rest_point(tokens_[next_].kind)) take();
    return add_bad(place);
  }

  // False, said once, where the expression is too deep; the rest is not read then.
  bool descend() {
    if (depth_ < kMaxDepth) return ++depth_, true;
    if (!halted_) {
      report(problems_, here(), "limit",
             "nested deeper than the limit of " + std::to_string(kMaxDepth),
             "take brackets away, or split the condition over two steps");
    }
    halted_ = true;
    next_ = tokens_.size() - 1;
    return false;
  }

  std::vector<Token> tokens_;
  std::string_view source_;
  Problems& problems_;
  Ast ast_;
  std::vector<Span> outer_;  // of each node, with the parentheses around it
  size_t next_ = 0;
  size_t complained_at_ = static_cast<size_t>(-1);
  int depth_ = 0;
  bool halted_ = false;
};

}  // namespace

Ast parse(std::vector<Token> tokens, std::string_view source, Problems& problems) {
  return Parser(std::move(tokens), source, problems).run();
}

}  // namespace rulemap::expr
