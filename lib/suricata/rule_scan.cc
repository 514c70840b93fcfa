#include "rule_scan.h"

#include <algorithm>
#include <iterator>

namespace rulemap::suricata {
namespace {

constexpr std::string_view kActions[] = {
    "alert",     "log",       "pass",   "drop",       "sdrop",    "reject",
    "rejectsrc", "rejectdst", "block",  "rejectboth", "activate", "react",
    "rewrite",   "dynamic",   "config", "file_id",    "accept",   "replace"};

bool is_name_byte(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
         c == '.' || c == '-';
}

// Reads options from the byte behind the opening bracket to the closing one.
class BodyScanner {
 public:
  BodyScanner(std::string_view text, std::size_t begin, std::size_t end)
      : text_(text.substr(0, end)), at_(begin) {}

  std::optional<Fault> scan(std::vector<Option>& out) {
    for (skip_between(); at_ < text_.size(); skip_between()) {
      if (out.size() >= kMostOptions) {
        return Fault{at_, "the rule has more than " + std::to_string(kMostOptions) + " options"};
      }
      if (auto fault = scan_option(out.emplace_back())) return fault;
    }
    return std::nullopt;
  }

 private:
  // Blanks, empty options, and in Snort 3 comments on lines of their own.
  void skip_between() {
    bool line_begins = false;
    for (; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (c == '#' && line_begins)
        at_ = std::min(text_.find('\n', at_), text_.size() - 1);
      else if (!is_blank(c) && c != ';' && c != '\\')
        return;
      line_begins = text_[at_] == '\n' || (line_begins && is_blank(c));
    }
  }

  std::optional<Fault> scan_option(Option& out) {
    out.at = at_;
    while (at_ < text_.size() && is_name_byte(text_[at_])) ++at_;
    out.name = text_.substr(out.at, at_ - out.at);
    if (out.name.empty()) {
      return Fault{out.at, "an option begins with its name, such as `sid`, not with " +
                               quoted(text_.substr(out.at, 1))};
    }
    while (at_ < text_.size() && is_blank(text_[at_])) ++at_;
    if (at_ < text_.size() && text_[at_] == ';') return ++at_, std::nullopt;
    if (at_ >= text_.size() || text_[at_] != ':') {
      return Fault{
          std::min(at_, text_.size()),
          "the option " + quoted(out.name) + " goes on with `:` and its value, or ends with `;`"};
    }
    return scan_value(out);
  }

  std::optional<Fault> scan_value(Option& out) {
    const std::size_t begin = ++at_;
    bool may_quote = true;  // at the value's beginning, and behind a comma
    for (; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (c == ';') {
        out.value = trimmed(text_.substr(begin, at_++ - begin));
        return std::nullopt;
      }
      if (c == '"' && may_quote) {
        const std::size_t quote = at_;
        if (!skip_quoted()) {
          return Fault{
              quote, "the text of " + quoted(out.name) + " has no closing `\"` with `;` behind it"};
        }
      }
      if (c == '\\') ++at_;
      may_quote = c == ',' || (may_quote && (is_blank(c) || c == '!'));
    }
    return Fault{out.at, "the option " + quoted(out.name) + " does not end with `;`"};
  }

  // To the closing quote: the one that `;` or `,` follows, since a regular expression may hold
  // others. Stays on it.
  bool skip_quoted() {
    for (++at_; at_ < text_.size(); ++at_) {
      if (text_[at_] == '\\') {
        ++at_;
        continue;
      }
      if (text_[at_] != '"') continue;
      std::size_t next = at_ + 1;
      while (next < text_.size() && is_blank(text_[next])) ++next;
      if (next < text_.size() && (text_[next] == ';' || text_[next] == ',')) return true;
      at_ = next - 1;
    }
    return false;
  }

  std::string_view text_;
  std::size_t at_;
};

// The header's words; a list in brackets is one word, blanks and all. Ends at the opening bracket.
std::optional<Fault> scan_header(std::string_view text, std::vector<std::string_view>& out,
                                 std::size_t& at) {
  constexpr std::size_t kMostWords = 7;
  std::size_t begin = at, depth = 0;
  const auto end_word = [&] {
    if (at > begin) out.push_back(text.substr(begin, at - begin));
    begin = at + 1;
  };
  for (; at < text.size() && out.size() <= kMostWords; ++at) {
    const char c = text[at];
    if (c == '[') ++depth;
    if (c == ']' && depth > 0) --depth;
    if (c == '(' && depth == 0) return end_word(), std::nullopt;
    if ((is_blank(c) || c == '\\') && depth == 0) end_word();
  }
  if (out.size() > kMostWords) {
    return Fault{at,
                 "the header has more words than action, protocol, address, port, direction, "
                 "address and port"};
  }
  if (depth > 0) return Fault{begin, "the list that begins here has no closing `]`"};
  return Fault{std::min(at, text.size()),
               "the options in brackets are missing: `(msg:\"...\"; sid:1000001;)`"};
}

}  // namespace

bool is_action(std::string_view word) {
  return std::find(std::begin(kActions), std::end(kActions), word) != std::end(kActions);
}

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

std::optional<Fault> scan_rule(std::string_view text, ScannedRule& out) {
  if (const std::size_t nul = text.find('\0'); nul != std::string_view::npos) {
    return Fault{nul, "a NUL byte stands here: a rule is text"};
  }
  std::size_t end = text.size();
  while (end > 0 && is_blank(text[end - 1])) --end;
  std::size_t at = 0;
  while (at < end && is_blank(text[at])) ++at;
  if (auto fault = scan_header(text.substr(0, end), out.header, at)) return fault;
  if (end <= at + 1 || text[end - 1] != ')') {
    return Fault{end, "the rule does not end with `)`"};
  }
  return BodyScanner(text, at + 1, end - 1).scan(out.options);
}

std::string plain(std::string_view value) {
  value = trimmed(value);
  if (value.size() >= 2 && value.front() == '"' && value.back() == '"') {
    value = value.substr(1, value.size() - 2);
  }
  constexpr std::string_view kEscaped = ";\":\\";
  std::string out;
  for (std::size_t i = 0; i < value.size(); ++i) {
    const char next = i + 1 < value.size() ? value[i + 1] : '\0';
    if (value[i] == '\\' && (next == '\n' || next == '\r')) {
      i += value.substr(i + 1).starts_with("\r\n") ? 2 : 1;
    } else if (value[i] == '\\' && next != '\0' && kEscaped.find(next) != std::string_view::npos) {
      out += value[++i];
    } else {
      out += value[i];
    }
  }
  return out;
}

}  // namespace rulemap::suricata
