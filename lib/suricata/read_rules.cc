#include <algorithm>

#include "rule_reader.h"
#include "rule_scan.h"

namespace rulemap::suricata {
namespace {

std::string_view first_word(std::string_view text) {
  std::size_t end = 0;
  while (end < text.size() && !is_blank(text[end]) && text[end] != '(') ++end;
  return text.substr(0, end);
}

bool begins_rule(std::string_view line) { return is_action(first_word(line)); }

// What stands behind the `#` of a comment; comments of comments are prose.
std::string_view comment_text(std::string_view line) { return trimmed(line.substr(1)); }

// The rules of a file, one after the other.
class FileReader {
 public:
  FileReader(std::string_view text, Engine engine) : text_(text), engine_(engine) {}

  RuleFile read() {
    constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
    if (text_.starts_with(kByteOrderMark)) at_ = kByteOrderMark.size();
    while (at_ < text_.size()) {
      const std::string_view line = trimmed(line_at(at_));
      if (line.starts_with('#'))
        read_comment();
      else if (line.empty())
        at_ = next_line(at_), ++line_;
      else
        read_one();
    }
    return std::move(out_);
  }

 private:
  std::size_t next_line(std::size_t at) const {
    const std::size_t end = text_.find('\n', at);
    return end == std::string_view::npos ? text_.size() : end + 1;
  }
  std::string_view line_at(std::size_t at) const {
    std::size_t end = next_line(at);
    if (end > at && text_[end - 1] == '\n') --end;
    return text_.substr(at, end - at);
  }

  // A commented-out rule may go on over lines that end with a backslash.
  void read_comment() {
    const std::size_t begin = at_;
    for (bool carried_on = true; carried_on && at_ < text_.size(); ++line_) {
      carried_on = trimmed(line_at(at_)).ends_with('\\');
      at_ = next_line(at_);
    }
    const std::string_view text = comment_text(trimmed(text_.substr(begin, at_ - begin)));
    if (!begins_rule(text)) return;
    out_.commented_out += std::holds_alternative<Rule>(read_rule(text, engine_));
  }

  // Where the rule that begins here ends: with its line, unless that is carried on or the bracket
  // is still open; in any case before the next rule.
  std::size_t rule_end(std::size_t& lines) const {
    std::size_t end = at_;
    bool carried_on = false, has_bracket = false;
    do {
      const std::string_view line = trimmed(line_at(end));
      const bool is_comment = line.starts_with('#');
      if (lines > 0 && !carried_on && begins_rule(is_comment ? comment_text(line) : line)) break;
      has_bracket = has_bracket || line.find('(') != std::string_view::npos;
      end = next_line(end);
      ++lines;
      carried_on = line.ends_with('\\');
      if (!carried_on && !is_comment && (!has_bracket || line.ends_with(')'))) break;
    } while (end < text_.size());
    return end;
  }

  void read_one() {
    std::size_t lines = 0;
    const std::size_t begin = at_, end = rule_end(lines);
    const std::string_view text = text_.substr(begin, end - begin);
    auto read = read_rule(text, engine_);
    if (auto* rule = std::get_if<Rule>(&read))
      keep(std::move(*rule), begin, text);
    else
      keep(problem_at(text, line_, std::get<Fault>(std::move(read))));
    at_ = end;
    line_ += lines;
  }

  void keep(Rule rule, std::size_t begin, std::string_view text) {
    if (out_.rules.size() >= kMostRules) {
      ++out_.rules_left_out;
      return;
    }
    const std::string_view whole = trimmed(text);
    rule.begin = begin + static_cast<std::size_t>(whole.data() - text.data());
    rule.end = rule.begin + whole.size();
    rule.line = line_;
    out_.rules.push_back(std::move(rule));
  }
  void keep(Problem problem) {
    if (out_.problems.size() >= kMostProblems)
      ++out_.problems_left_out;
    else
      out_.problems.push_back(std::move(problem));
  }

  std::string_view text_;
  Engine engine_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
  RuleFile out_;
};

}  // namespace

std::string id_of(const Rule& rule) {
  return std::to_string(rule.gid) + ":" + std::to_string(rule.sid);
}

Result<Rule> parse_rule(std::string_view text, Engine engine) {
  auto read = read_rule(text, engine);
  if (auto* rule = std::get_if<Rule>(&read)) {
    const std::string_view whole = trimmed(text);
    rule->begin = static_cast<std::size_t>(whole.data() - text.data());
    rule->end = rule->begin + whole.size();
    return std::move(*rule);
  }
  Problem problem = problem_at(text, 1, std::get<Fault>(std::move(read)));
  return Error{std::move(problem.message),
               std::to_string(problem.line) + ":" + std::to_string(problem.column)};
}

RuleFile read_rules(std::string_view text, Engine engine) {
  return FileReader(text, engine).read();
}

}  // namespace rulemap::suricata
