#include "rulemap/text/scan.h"

#include <algorithm>
#include <string>
#include <utility>

#include "ascii.h"
#include "rulemap/utf8/decode.h"

namespace rulemap::ioc {
namespace {

constexpr std::string_view kBlanks = " \t";
constexpr std::string_view kSeparators = " \t,;|";
constexpr std::string_view kQuotes = "\"'`";
constexpr std::string_view kBehind = ",;.:!\"'`";  // what a sentence puts behind a word
constexpr std::string_view kOpening = "([{<";
constexpr std::string_view kClosing = ")]}>";
// Brackets around brackets: enough for what people write, and it keeps trimming linear.
constexpr int kMaxLayers = 8;

bool is_one_of(char c, std::string_view set) { return set.find(c) != std::string_view::npos; }

// `scheme://` in plain or defanged spelling: letters, then a colon and two slashes, whatever square
// brackets stand among these.
bool starts_with_scheme(std::string_view text) {
  constexpr std::size_t kLongestScheme = 10;
  constexpr std::size_t kMostBrackets = 6;
  std::size_t at = 0;
  while (at < std::min(text.size(), kLongestScheme) && is_letter(text[at])) ++at;
  if (at == 0) return false;
  std::string mark;
  for (const char c : text.substr(at, 3 + kMostBrackets)) {
    if (!is_one_of(c, "[]")) mark += c;
    if (mark.size() == 3) break;
  }
  return mark == "://";
}

// The opening bracket at the front is closed by the bracket at the end and by none before.
bool is_wrapped(std::string_view text) {
  if (text.size() < 2) return false;
  const std::size_t kind = kOpening.find(text.front());
  if (kind == std::string_view::npos || text.back() != kClosing[kind]) return false;
  int depth = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == kOpening[kind]) ++depth;
    if (text[i] == kClosing[kind]) --depth;
    if (depth == 0) return i + 1 == text.size();
  }
  return false;
}

auto count(std::string_view text, char c) { return std::count(text.begin(), text.end(), c); }

bool opens_nothing(std::string_view text) {
  const std::size_t kind = text.empty() ? std::string_view::npos : kOpening.find(text.front());
  return kind != std::string_view::npos &&
         count(text, kOpening[kind]) > count(text, kClosing[kind]);
}

bool closes_nothing(std::string_view text) {
  const std::size_t kind = text.empty() ? std::string_view::npos : kClosing.find(text.back());
  return kind != std::string_view::npos &&
         count(text, kClosing[kind]) > count(text, kOpening[kind]);
}

std::string_view without_marks(std::string_view text) {
  while (!text.empty() && is_one_of(text.front(), kQuotes)) text.remove_prefix(1);
  while (!text.empty() && is_one_of(text.back(), kBehind)) text.remove_suffix(1);
  return text;
}

std::string_view trimmed(std::string_view text) {
  text = without_marks(text);
  for (int layer = 0; layer < kMaxLayers; ++layer) {
    if (is_wrapped(text)) {
      text = text.substr(1, text.size() - 2);
    } else if (opens_nothing(text)) {
      text.remove_prefix(1);
    } else if (closes_nothing(text)) {
      text.remove_suffix(1);
    } else {
      break;
    }
    text = without_marks(text);
  }
  return text;
}

class Scanner {
 public:
  Scanner(std::string_view line, Layout layout) : line_(line), layout_(layout) {}

  std::vector<Token> run() {
    while (skip_to_token()) {
      add(trimmed(line_[at_] == '"' ? quoted() : plain()));
    }
    return std::move(tokens_);
  }

 private:
  // False at the end of the line and where a comment begins.
  bool skip_to_token() {
    while (at_ < line_.size() && is_one_of(line_[at_], kSeparators)) ++at_;
    if (at_ == line_.size()) return false;
    if (layout_ == Layout::prose) return true;
    const bool first = line_.find_first_not_of(kBlanks) == at_;
    const bool after_blank = at_ > 0 && is_one_of(line_[at_ - 1], kBlanks);
    if (line_[at_] == '#' && (first || after_blank)) return false;
    return !(first && line_.substr(at_).starts_with("//"));
  }

  // A column in double quotes, `""` standing for a quote; what only looks like one is plain.
  std::string_view quoted() {
    std::size_t end = line_.find('"', at_ + 1);
    while (end != std::string_view::npos && line_.substr(end + 1).starts_with('"')) {
      end = line_.find('"', end + 2);
    }
    if (end == std::string_view::npos) return plain();
    const bool ends_column = end + 1 == line_.size() || is_one_of(line_[end + 1], kSeparators);
    if (!ends_column) return plain();
    const std::string_view raw = line_.substr(at_ + 1, end - at_ - 1);
    at_ = end + 1;
    return raw;
  }

  std::string_view plain() {
    const std::size_t start = at_;
    const std::size_t word = line_.find_first_not_of("\"'`([{<", at_);
    const bool is_url = layout_ != Layout::csv && word != std::string_view::npos &&
                        starts_with_scheme(line_.substr(word));
    // A host holds neither commas nor semicolons: only behind the third slash may they stay.
    int slashes = 0;
    while (at_ < line_.size() && !ends_word(is_url && slashes >= 3)) {
      if (line_[at_++] == '/') ++slashes;
    }
    return line_.substr(start, at_ - start);
  }

  bool ends_word(bool in_path) const {
    const char c = line_[at_];
    if (!is_one_of(c, kSeparators)) return false;
    if (!in_path || !is_one_of(c, ",;")) return true;
    const std::string_view rest = line_.substr(at_ + 1);
    return rest.empty() || is_one_of(rest[0], kSeparators) || is_one_of(rest[0], kQuotes) ||
           starts_with_scheme(rest);
  }

  void add(std::string_view text) {
    if (text.empty()) return;
    const auto offset = static_cast<std::size_t>(text.data() - line_.data());
    characters_ += utf8::count_characters(line_.substr(counted_, offset - counted_));
    counted_ = offset;
    tokens_.push_back({text, static_cast<std::uint32_t>(characters_ + 1)});
  }

  std::string_view line_;
  Layout layout_;
  std::size_t at_ = 0;
  // Characters before the byte `counted_`, so that columns cost one pass.
  std::size_t characters_ = 0;
  std::size_t counted_ = 0;
  std::vector<Token> tokens_;
};

}  // namespace

std::string_view clean_line(std::string_view line, bool is_first) {
  constexpr std::string_view kBom = "\xEF\xBB\xBF";
  if (is_first && line.starts_with(kBom)) line.remove_prefix(kBom.size());
  if (line.ends_with('\n')) line.remove_suffix(1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

std::vector<Token> tokens_of(std::string_view line, Layout layout) {
  return Scanner(line, layout).run();
}

}  // namespace rulemap::ioc
