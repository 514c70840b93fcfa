#include <cassert>
#include <charconv>
#include <optional>
#include <utility>

#include "lexer.h"
#include "meaning.h"
#include "rulemap/yara/rule_text.h"

namespace rulemap::yara {
namespace {

struct Fault {
  std::size_t at = 0;
  std::string message = {};
  bool goes_on_here = false;  // the lexer stands before the next rule
};

std::string quoted(std::string_view text) {
  constexpr std::size_t kLongest = 60;
  std::string out = "`";
  for (const char c : text.substr(0, kLongest)) out += c < ' ' && c >= 0 ? '?' : c;
  return out + (text.size() > kLongest ? "...`" : "`");
}

std::string shown(const Token& token) {
  return token.kind == TokenKind::end ? "the end of the file" : quoted(token.text);
}

Fault expected(std::string_view what, const Token& instead) {
  if (instead.kind == TokenKind::fault) return {instead.begin, std::string(instead.text)};
  return {instead.begin, std::string(what) + " has to stand here, not " + shown(instead)};
}

// 12, 1_000, 0x1F, 0o17, 3KB; nullopt where it is none or does not fit.
std::optional<std::int64_t> number_of(std::string_view said) {
  std::string digits(said);
  std::erase(digits, '_');
  std::string_view text = digits;
  std::int64_t unit = 1, out = 0;
  int base = 10;
  if (text.ends_with("KB") || text.ends_with("MB")) {
    unit = text.ends_with("KB") ? 1024 : 1024 * 1024;
    text.remove_suffix(2);
  } else if (text.starts_with("0x") || text.starts_with("0o")) {
    base = text[1] == 'x' ? 16 : 8;
    text.remove_prefix(2);
  }
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out, base);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  if (out > INT64_MAX / unit) return std::nullopt;
  return out * unit;
}

class FileReader {
 public:
  explicit FileReader(std::string_view text) : text_(text), lexer_(text, first_byte(text)) {}

  RuleFile read() {
    if (text_.size() > kLongestFile) {
      out_.problems.push_back({1, 1,
                               "the file has " + std::to_string(text_.size()) + " bytes; up to " +
                                   std::to_string(kLongestFile) + " are read"});
      return std::move(out_);
    }
    for (advance(); token_.kind != TokenKind::end;) {
      const auto fault = read_one();
      if (!fault) continue;
      keep(*fault);
      if (!fault->goes_on_here && !lexer_.resume()) break;
      advance();
    }
    return std::move(out_);
  }

 private:
  static std::size_t first_byte(std::string_view text) {
    return text.starts_with("\xEF\xBB\xBF") ? 3 : 0;
  }

  void advance() { token_ = lexer_.next(); }
  bool is(TokenKind kind, std::string_view text = {}) const {
    return token_.kind == kind && (text.empty() || token_.text == text);
  }

  // Lines are counted once, on the way: places are asked for in their order.
  Problem place_of(std::size_t at) {
    assert(at >= counted_);
    for (; counted_ < at; ++counted_) {
      if (text_[counted_] != '\n') continue;
      ++line_;
      line_begin_ = counted_ + 1;
    }
    return {line_, at - line_begin_ + 1, {}};
  }

  void keep(const Fault& fault) {
    if (out_.problems.size() >= kMostProblems) {
      ++out_.left_out;
      return;
    }
    Problem problem = place_of(fault.at);
    problem.message = fault.message;
    out_.problems.push_back(std::move(problem));
  }

  std::optional<Fault> read_one() {
    if (is(TokenKind::word, "import")) return read_name_of_file(out_.imports);
    if (is(TokenKind::word, "include")) return read_name_of_file(out_.includes);
    return read_rule();
  }

  std::optional<Fault> read_name_of_file(std::vector<std::string>& to) {
    advance();
    if (!is(TokenKind::text)) return expected("a name in quotes", token_);
    if (to.size() >= kMostImports)
      ++out_.left_out;
    else
      to.push_back(plain(token_.text));
    advance();
    return std::nullopt;
  }

  std::optional<Fault> read_rule() {
    Rule rule;
    rule.begin = token_.begin;
    for (; is(TokenKind::word, "private") || is(TokenKind::word, "global"); advance()) {
      (token_.text == "private" ? rule.is_private : rule.is_global) = true;
    }
    if (!is(TokenKind::word, "rule")) return expected("`rule`, `import` or `include`", token_);
    advance();
    if (!is(TokenKind::word)) return expected("the rule's name", token_);
    if (token_.text.size() > kLongestName) {
      return Fault{token_.begin, "the rule's name has " + std::to_string(token_.text.size()) +
                                     " bytes; one has up to " + std::to_string(kLongestName)};
    }
    rule.name = token_.text;
    advance();
    read_tags(rule);
    if (!is(TokenKind::mark, "{")) return expected("`{`", token_);
    advance();
    if (auto fault = read_meta(rule)) return fault;
    if (auto fault = skip_to_end(rule)) return fault;
    keep(std::move(rule));
    return std::nullopt;
  }

  void read_tags(Rule& rule) {
    if (!is(TokenKind::mark, ":")) return;
    for (advance(); is(TokenKind::word); advance()) {
      if (rule.tags.size() >= kMostTags)
        ++rule.left_out;
      else
        rule.tags.emplace_back(token_.text);
    }
  }

  std::optional<Fault> read_meta(Rule& rule) {
    if (!is(TokenKind::word, "meta")) return std::nullopt;
    advance();
    if (!is(TokenKind::mark, ":")) return expected("`:` behind `meta`", token_);
    advance();
    while (is(TokenKind::word) && !begins_section()) {
      Meta meta{std::string(token_.text), {}};
      advance();
      if (!is(TokenKind::mark, "=")) return expected("`=` behind " + quoted(meta.name), token_);
      advance();
      if (auto fault = read_value(meta, rule)) return fault;
      if (rule.meta.size() >= kMostMeta)
        ++rule.left_out;
      else
        rule.meta.push_back(std::move(meta));
      advance();
    }
    if (begins_section()) return std::nullopt;
    return expected("a meta such as `author = \"...\"`, `strings` or `condition`", token_);
  }

  // `strings` and `condition` are no names of a meta.
  bool begins_section() const {
    return is(TokenKind::word, "strings") || is(TokenKind::word, "condition");
  }

  std::optional<Fault> read_value(Meta& meta, Rule& rule) {
    if (is(TokenKind::text)) {
      std::string text = plain(token_.text);
      if (text.size() > kLongestText) {
        ++rule.left_out;
        text.resize(kLongestText);
      }
      meta.value = std::move(text);
      return std::nullopt;
    }
    if (is(TokenKind::word, "true") || is(TokenKind::word, "false")) {
      meta.value = token_.text == "true";
      return std::nullopt;
    }
    const bool is_negative = is(TokenKind::mark, "-");
    if (is_negative) advance();
    if (!is(TokenKind::number)) {
      return expected(
          "the value of " + quoted(meta.name) + ", a text in quotes, a number, `true` or `false`,",
          token_);
    }
    if (const auto number = number_of(token_.text))
      meta.value = is_negative ? -*number : *number;
    else
      meta.value = (is_negative ? "-" : "") + std::string(token_.text.substr(0, kLongestText));
    return std::nullopt;
  }

  // Strings and condition, to the closing brace.
  std::optional<Fault> skip_to_end(Rule& rule) {
    bool has_condition = false;
    for (; !is(TokenKind::mark, "}"); advance()) {
      if (token_.kind == TokenKind::fault) return Fault{token_.begin, std::string(token_.text)};
      if (token_.kind == TokenKind::end) {
        return Fault{rule.begin, "the rule " + quoted(rule.name) + " has no closing `}`"};
      }
      if (is(TokenKind::word, "rule")) return no_end_before_next(rule);
      if (is(TokenKind::mark, "{")) {
        return Fault{token_.begin,
                     "a brace opens a rule or, behind `=`, a hex string: none can here"};
      }
      has_condition = has_condition || is(TokenKind::word, "condition");
    }
    if (!has_condition) {
      return Fault{token_.begin,
                   "the rule " + quoted(rule.name) + " has no `condition:`, which every rule has"};
    }
    rule.end = token_.begin + 1;
    advance();
    return std::nullopt;
  }

  // `rule` is no word of strings or conditions. What stands before it in its line, such as
  // `private`, belongs to it.
  Fault no_end_before_next(const Rule& rule) {
    const std::string_view before = text_.substr(rule.begin, token_.begin - rule.begin);
    const std::size_t line_end = before.rfind('\n');
    lexer_.go_on_from(line_end == std::string_view::npos ? token_.begin : rule.begin + line_end);
    return {rule.begin,
            "the rule " + quoted(rule.name) + " has no closing `}` before the next rule", true};
  }

  void keep(Rule rule) {
    if (out_.rules.size() >= kMostRules) {
      ++out_.left_out;
      return;
    }
    rule.line = place_of(rule.begin).line;
    find_meaning(rule);
    out_.rules.push_back(std::move(rule));
  }

  std::string_view text_;
  Lexer lexer_;
  Token token_ = {};
  std::size_t counted_ = 0;
  std::size_t line_ = 1;
  std::size_t line_begin_ = 0;
  RuleFile out_;
};

}  // namespace

std::string Meta::text() const {
  if (const auto* number = std::get_if<std::int64_t>(&value)) return std::to_string(*number);
  if (const auto* truth = std::get_if<bool>(&value)) return *truth ? "true" : "false";
  return std::get<std::string>(value);
}

RuleFile read_rules(std::string_view text) { return FileReader(text).read(); }

}  // namespace rulemap::yara
