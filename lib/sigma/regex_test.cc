#include <re2/filtered_re2.h>

#include <algorithm>
#include <charconv>

#include "case_fold.h"
#include "test_compile.h"

namespace rulemap::sigma {
namespace {

RE2::Options options_of(const Regex& regex) {
  RE2::Options options(RE2::Quiet);
  options.set_case_sensitive(!regex.any_case);
  options.set_dot_nl(regex.dot_is_newline);
  return options;
}

std::string text_of(const Regex& regex) {
  return regex.multi_line ? "(?m)" + regex.text : regex.text;
}

// n of `.{n,}` and `(.){n,}`, 0 of any other. RE2 takes milliseconds for them.
std::size_t line_length(const Regex& regex) {
  std::string_view text = regex.text;
  if (regex.dot_is_newline) return 0;
  const std::string_view begin = text.starts_with("(.){") ? "(.){" : ".{";
  if (!text.starts_with(begin) || !text.ends_with(",}")) return 0;
  text.remove_prefix(begin.size());
  text.remove_suffix(2);
  std::size_t out = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  return error == std::errc() && end == text.data() + text.size() ? out : 0;
}

// Bytes that are no UTF-8 end a line as a newline does: `.` takes characters.
bool has_line_of(std::size_t length, std::string_view text) {
  std::size_t run = 0;
  while (run < length && text.size() >= length - run) {
    const std::size_t bytes = character_length(text);
    const bool is_broken = bytes == 1 && (text[0] & 0x80) != 0;
    run = text[0] == '\n' || is_broken ? 0 : run + 1;
    text.remove_prefix(bytes);
    if (text.empty()) break;
  }
  return run >= length;
}

// RE2's own analysis of what texts a regex matches, by the literals in it.
class Analysis {
 public:
  // Literals of so many bytes and more, of which there may be none.
  Analysis(const Regex& regex, int shortest) : filter_(shortest) {
    int id = 0;
    if (filter_.Add(text_of(regex), options_of(regex), &id) != RE2::NoError) return;
    filter_.Compile(&atoms_);
    if (!atoms_.empty() && passes({})) atoms_.clear();
  }

  // Of which every match holds one.
  std::vector<std::string> alternatives() const {
    std::vector<std::string> out;
    for (const std::string& atom : atoms_) out.push_back(folded(atom));
    return out;
  }
  // Of which every match holds each.
  std::vector<std::string> required() const {
    std::vector<std::string> out;
    for (std::size_t left_out = 0; left_out < atoms_.size(); ++left_out) {
      std::vector<int> others;
      for (std::size_t i = 0; i < atoms_.size(); ++i) {
        if (i != left_out) others.push_back(static_cast<int>(i));
      }
      if (!passes(others)) out.push_back(folded(atoms_[left_out]));
    }
    // The longest says most.
    std::stable_sort(out.begin(), out.end(),
                     [](const auto& a, const auto& b) { return a.size() > b.size(); });
    return out;
  }

 private:
  bool passes(const std::vector<int>& atoms) const {
    std::vector<int> passed;
    filter_.AllPotentials(atoms, &passed);
    return !passed.empty();
  }

  re2::FilteredRE2 filter_;
  std::vector<std::string> atoms_;
};

}  // namespace

RegexTest::RegexTest(const Regex& regex)
    : regex_(std::make_unique<RE2>(text_of(regex), options_of(regex))),
      longest_line_(line_length(regex)),
      has_dollar_(regex.text.find('$') != std::string::npos) {
  if (longest_line_ > 0) return;
  constexpr int kLongEnough = 4;
  for (int shortest = kLongEnough; shortest > 0 && literals_.empty(); --shortest) {
    const Analysis analysis(regex, shortest);
    const std::vector<std::string> required = analysis.required();
    literals_ = required.empty() ? analysis.alternatives() : std::vector{required.front()};
  }
  for (std::string& literal : Analysis(regex, 2).required()) {
    required_.emplace_back(std::move(literal));
  }
}

bool RegexTest::matches(const Value& value) const {
  if (value.kind == Value::Kind::null || !regex_->ok()) return false;
  if (longest_line_ > 0) return has_line_of(longest_line_, value.text);
  const auto is_in = [&value](const std::string& literal) {
    return value.folded.find(literal) != std::string_view::npos;
  };
  if (!literals_.empty() && std::none_of(literals_.begin(), literals_.end(), is_in)) return false;
  const auto is_missing = [&value](const SoughtText& literal) {
    return !literal.is_in(value.folded);
  };
  if (std::any_of(required_.begin(), required_.end(), is_missing)) return false;
  const std::string_view text = value.text;
  const auto found = [this](std::string_view in) {
    return RE2::PartialMatch(re2::StringPiece(in.data(), in.size()), *regex_);
  };
  if (found(text)) return true;
  // Outside of RE2 a `$` also stands before a final newline.
  return has_dollar_ && text.ends_with('\n') && found(text.substr(0, text.size() - 1));
}

}  // namespace rulemap::sigma
