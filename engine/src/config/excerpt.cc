#include "config/excerpt.h"

#include <algorithm>

#include "config/secret_words.h"

namespace rulemap::engine {
namespace {

constexpr std::size_t kWidest = 160;        // characters of an excerpt
constexpr std::size_t kShortestHidden = 4;  // a shorter one is hidden in its own place only

std::string line_of(std::string_view text, std::uint32_t number) {
  for (std::uint32_t line = 1; line < number; ++line) {
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos) return "";
    text.remove_prefix(end + 1);
  }
  std::string out(text.substr(0, std::min(text.find('\n'), text.size())));
  if (out.ends_with('\r')) out.pop_back();
  std::replace_if(
      out.begin(), out.end(), [](char c) { return c >= 0 && c < ' '; }, ' ');
  return out;
}

// Columns count characters; a byte that continues a character is none.
std::size_t byte_of_column(std::string_view line, std::size_t column) {
  std::size_t at = 0;
  for (std::size_t seen = 0; at < line.size(); ++at) {
    if ((line[at] & 0xc0) != 0x80 && ++seen == column) break;
  }
  return at;
}

std::size_t column_of_byte(std::string_view line, std::size_t byte) {
  const std::string_view before = line.substr(0, byte);
  return 1 + static_cast<std::size_t>(std::count_if(before.begin(), before.end(),
                                                    [](char c) { return (c & 0xc0) != 0x80; }));
}

// Wherever a hidden text, or one of its lines, stands.
void find_hidden(std::string_view in, const std::vector<HiddenText>& hidden,
                 std::vector<Span>& out) {
  for (const HiddenText& each : hidden) {
    std::string_view rest = each.text;
    while (!rest.empty()) {
      const std::string_view piece = rest.substr(0, rest.find('\n'));
      rest.remove_prefix(std::min(piece.size() + 1, rest.size()));
      if (piece.size() < kShortestHidden) continue;
      for (std::size_t at = 0; (at = in.find(piece, at)) != std::string_view::npos;) {
        out.push_back({at, at + piece.size()});
        at += piece.size();
      }
    }
  }
}

// Where it was written; to the end of the line if it was written in another way, as with escapes.
void find_in_place(std::string_view line, std::uint32_t number,
                   const std::vector<HiddenText>& hidden, std::vector<Span>& out) {
  for (const HiddenText& each : hidden) {
    if (each.line != number) continue;
    std::size_t from = byte_of_column(line, each.column);
    if (from < line.size() && (line[from] == '"' || line[from] == '\'')) ++from;
    const bool plain = line.substr(from).starts_with(each.text);
    out.push_back({from, plain ? from + each.text.size() : line.size()});
  }
}

std::string shown(std::string_view line, const Diagnostic& diagnostic,
                  const std::vector<HiddenText>& hidden, std::size_t& column, std::size_t& length) {
  std::vector<Span> spans;
  find_hidden(line, hidden, spans);
  find_in_place(line, diagnostic.line, hidden, spans);
  find_in_urls(line, spans);
  find_keys(line, spans);
  // What is no YAML has no options to be asked which of them are secrets.
  if (diagnostic.code == "yaml") find_behind_keys(line, spans);
  std::size_t at = byte_of_column(line, column);
  const std::string out = masked(line, std::move(spans), &at);
  if (out == line) return out;
  column = column_of_byte(out, at);
  // The mark under it would tell how long it is.
  if (out.find("***", at) <= at + 1) length = 3;
  return out;
}

}  // namespace

std::string without(std::string_view message, const std::vector<HiddenText>& hidden) {
  std::vector<Span> spans;
  find_hidden(message, hidden, spans);
  find_in_urls(message, spans);
  return masked(message, std::move(spans));
}

std::string excerpt(std::string_view text, const Diagnostic& diagnostic,
                    const std::vector<HiddenText>& hidden) {
  if (diagnostic.line == 0) return "";
  std::size_t column = diagnostic.column;
  std::size_t length = std::max(diagnostic.length, 1u);
  std::string line = shown(line_of(text, diagnostic.line), diagnostic, hidden, column, length);
  if (line.empty()) return "";
  const std::size_t before = column > 100 ? column - 61 : 0;
  line = line.substr(before == 0 ? 0 : byte_of_column(line, before + 1));
  column -= before;
  const std::size_t end = byte_of_column(line, kWidest);
  if (end < line.size()) line = line.substr(0, end) + "...";
  const std::string number = std::to_string(diagnostic.line);
  const std::string margin(number.size(), ' ');
  const std::size_t under = std::min<std::size_t>(length, 60);
  return margin + " |\n" + number + " | " + line + "\n" + margin + " | " +
         std::string(column > 0 ? column - 1 : 0, ' ') + "^" + std::string(under - 1, '~') + "\n";
}

}  // namespace rulemap::engine
