#include "lex.h"

#include <charconv>
#include <optional>

namespace rulemap::expr {
namespace {

struct Spelling {
  std::string_view text;
  TokenKind kind;
  std::string_view right = {};  // what to write instead, where the spelling is not ours
};

// The longer spelling stands before its own beginning.
constexpr Spelling kSymbols[] = {
    {"===", TokenKind::equal, "=="},
    {"!==", TokenKind::not_equal, "!="},
    {"==", TokenKind::equal},
    {"!=", TokenKind::not_equal},
    {"<>", TokenKind::not_equal, "!="},
    {"<=", TokenKind::less_equal},
    {">=", TokenKind::greater_equal},
    {"&&", TokenKind::word_and, "and"},
    {"||", TokenKind::word_or, "or"},
    {"=", TokenKind::equal, "=="},
    {"<", TokenKind::less},
    {">", TokenKind::greater},
    {"&", TokenKind::word_and, "and"},
    {"|", TokenKind::word_or, "or"},
    {"!", TokenKind::word_not, "not"},
    {"(", TokenKind::open},
    {")", TokenKind::close},
    {"[", TokenKind::open_list},
    {"]", TokenKind::close_list},
    {",", TokenKind::comma},
};

constexpr Spelling kWords[] = {
    {"and", TokenKind::word_and},           {"or", TokenKind::word_or},
    {"not", TokenKind::word_not},           {"in", TokenKind::word_in},
    {"true", TokenKind::word_true},         {"false", TokenKind::word_false},
    {"AND", TokenKind::word_and, "and"},    {"OR", TokenKind::word_or, "or"},
    {"NOT", TokenKind::word_not, "not"},    {"IN", TokenKind::word_in, "in"},
    {"True", TokenKind::word_true, "true"}, {"False", TokenKind::word_false, "false"},
    {"TRUE", TokenKind::word_true, "true"}, {"FALSE", TokenKind::word_false, "false"},
};

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool is_word(char c) { return is_letter(c) || is_digit(c); }
bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool is_ascii(char c) { return static_cast<unsigned char>(c) < 0x80; }

std::optional<int64_t> milliseconds_of(char unit) {
  switch (unit) {
    case 's':
      return 1000;
    case 'm':
      return 60 * 1000;
    case 'h':
      return 3600 * 1000;
    case 'd':
      return 24 * 3600 * 1000;
    case 'w':
      return 7 * 24 * 3600 * 1000;
    default:
      return std::nullopt;
  }
}

class Lexer {
 public:
  Lexer(std::string_view source, Problems& problems) : source_(source), problems_(problems) {}

  std::vector<Token> run() {
    while (skip_space(), at_ < source_.size()) scan();
    push(TokenKind::end, at_);
    return std::move(tokens_);
  }

 private:
  char peek(size_t ahead = 0) const {
    return at_ + ahead < source_.size() ? source_[at_ + ahead] : '\0';
  }

  Span since(size_t start) const {
    return {static_cast<uint32_t>(start), static_cast<uint32_t>(at_ - start)};
  }

  std::string_view piece(size_t start) const { return source_.substr(start, at_ - start); }

  Token& push(TokenKind kind, size_t start) {
    tokens_.push_back({.kind = kind, .span = since(start)});
    return tokens_.back();
  }

  void skip_space() {
    while (at_ < source_.size() && is_space(source_[at_])) ++at_;
  }

  void scan() {
    const char c = peek();
    if (c == '\'' || c == '"') return scan_text(c);
    if (is_digit(c) || (c == '-' && is_digit(peek(1)))) return scan_number();
    if (is_letter(c)) return scan_path();
    if (c == '$' && peek(1) == '{') return scan_template();
    if (!scan_symbol()) scan_stranger();
  }

  void scan_text(char quote) {
    const size_t start = at_++;
    std::string text;
    for (;; ++at_) {
      if (at_ == source_.size()) {
        report(problems_, since(start), "syntax", "a text that never ends",
               std::string("close it with ") + quote);
        push(TokenKind::bad, start);
        return;
      }
      if (source_[at_] == quote) {
        const bool doubled = quote == '\'' && peek(1) == quote;
        if (!doubled) break;
        ++at_;
      }
      text += source_[at_];
    }
    ++at_;
    push(TokenKind::text, start).text = std::move(text);
  }

  void scan_number() {
    const size_t start = at_++;
    while (is_digit(peek())) ++at_;
    const bool decimal = peek() == '.' && is_digit(peek(1));
    if (decimal) {
      ++at_;
      while (is_digit(peek())) ++at_;
    }
    const std::string_view digits = piece(start);
    const size_t suffix_start = at_;
    while (is_word(peek()) || peek() == '.' || peek() == ':') ++at_;
    const std::string_view suffix = piece(suffix_start);
    if (decimal && suffix.empty()) return push_decimal(start, digits);
    if (suffix.empty()) return push_integer(start, digits, TokenKind::integer, 1);
    const auto unit = suffix.size() == 1 ? milliseconds_of(suffix[0]) : std::nullopt;
    if (unit && !decimal) return push_integer(start, digits, TokenKind::duration, *unit);
    report(problems_, since(start), "literal",
           quoted(piece(start)) + " is neither a number nor a duration",
           suffix.size() == 1 ? "a duration is a whole number with s, m, h, d or w, as 30s or 7d"
                              : "write a text in quotes: '" + std::string(piece(start)) + "'");
    push(TokenKind::bad, start);
  }

  void push_integer(size_t start, std::string_view digits, TokenKind kind, int64_t scale) {
    int64_t value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (error != std::errc() || __builtin_mul_overflow(value, scale, &value)) {
      report(problems_, since(start), "literal", quoted(piece(start)) + " is too large",
             "numbers and durations have 64 bits");
      push(TokenKind::bad, start);
      return;
    }
    push(kind, start).integer = value;
  }

  void push_decimal(size_t start, std::string_view digits) {
    double value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (error != std::errc()) {
      report(problems_, since(start), "literal",
             quoted(digits) + " is too large or too small for a number");
      push(TokenKind::bad, start);
      return;
    }
    push(TokenKind::decimal, start).decimal = value;
  }

  void scan_path() {
    const size_t start = at_;
    while (is_word(peek()) || (peek() == '.' && is_word(peek(1)))) ++at_;
    const std::string_view path = piece(start);
    for (const Spelling& word : kWords) {
      if (path == word.text) return push_spelling(word, start);
    }
    push(TokenKind::path, start).text = path;
    if (peek() == '[') scan_index(path);
  }

  // `tags[]` is how the documentation names a list; `tags[0]` is how other languages read one.
  void scan_index(std::string_view path) {
    const size_t start = at_++;
    while (is_digit(peek())) ++at_;
    if (peek() == ']') ++at_;
    const std::string name(path);
    report(problems_, since(start), "syntax", "a list is named without brackets",
           "write contains(" + name + ", 'x') or len(" + name + ")");
  }

  void scan_template() {
    const size_t start = at_;
    const bool twice = peek(2) == '{';
    const std::string_view close = twice ? "}}" : "}";
    const size_t inner = at_ + (twice ? 3 : 2);
    const size_t end = source_.find(close, inner);
    at_ = end == std::string_view::npos ? source_.size() : end + close.size();
    std::string_view name;
    if (end != std::string_view::npos) name = source_.substr(inner, end - inner);
    while (!name.empty() && is_space(name.front())) name.remove_prefix(1);
    while (!name.empty() && is_space(name.back())) name.remove_suffix(1);
    report(problems_, since(start), "syntax", "`when` is a bare expression",
           "write " + (name.empty() ? std::string("vars.x") : std::string(name)));
    push(TokenKind::bad, start);
  }

  bool scan_symbol() {
    for (const Spelling& symbol : kSymbols) {
      if (!source_.substr(at_).starts_with(symbol.text)) continue;
      const size_t start = at_;
      at_ += symbol.text.size();
      push_spelling(symbol, start);
      return true;
    }
    return false;
  }

  void push_spelling(const Spelling& spelling, size_t start) {
    push(spelling.kind, start);
    if (spelling.right.empty()) return;
    report(problems_, since(start), "syntax",
           quoted(spelling.text) + " is not how it is written here",
           "write " + std::string(spelling.right));
  }

  void scan_stranger() {
    const size_t start = at_++;
    if (!is_ascii(source_[start])) {
      while (at_ < source_.size() && !is_ascii(source_[at_])) ++at_;
    }
    const std::string_view found = piece(start);
    const bool curly = found.starts_with("\u2018") || found.starts_with("\u2019") ||
                       found.starts_with("\u201C") || found.starts_with("\u201D");
    report(problems_, since(start), "syntax", "unexpected " + quoted(found),
           curly ? "write a text in straight quotes" : "");
  }

  std::string_view source_;
  Problems& problems_;
  std::vector<Token> tokens_;
  size_t at_ = 0;
};

}  // namespace

std::vector<Token> lex(std::string_view source, Problems& problems) {
  if (source.size() > kMaxLength) {
    report(problems, {0, static_cast<uint32_t>(kMaxLength)}, "limit",
           "the expression has " + std::to_string(source.size()) + " bytes, over the limit of " +
               std::to_string(kMaxLength),
           "split it over several steps, or use a list field");
    return {Token{}};
  }
  return Lexer(source, problems).run();
}

}  // namespace rulemap::expr
