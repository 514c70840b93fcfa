#include "mutator.h"

#include <algorithm>
#include <cctype>

namespace rulemap::fuzz {
namespace {

constexpr std::size_t kMostChanges = 6;

// Values at the edge of something, whatever the language.
constexpr std::string_view kOdd[] = {"0",
                                     "-1",
                                     "9223372036854775807",
                                     "9223372036854775808",
                                     "1e309",
                                     "null",
                                     "true",
                                     "\"\"",
                                     "[]",
                                     "{}",
                                     "''",
                                     "\n",
                                     "\r\n",
                                     "\t",
                                     " ",
                                     "\\",
                                     "%00",
                                     "\xff",
                                     "\xEF\xBB\xBF",
                                     "\xC3\xA4",
                                     "\xED\xA0\x80"};

bool is_word(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || (c & 0x80);
}

// The token that begins at `at`: a word, a text in quotes within its line, or one other byte.
std::size_t token_end(std::string_view text, std::size_t at) {
  const char first = text[at];
  if (first == '"' || first == '\'') {
    std::size_t end = at + 1;
    while (end < text.size() && text[end] != first && text[end] != '\n') {
      end += text[end] == '\\' ? 2 : 1;
    }
    return std::min(end + 1, text.size());
  }
  std::size_t end = at + 1;
  while (is_word(first) && end < text.size() && is_word(text[end])) ++end;
  return end;
}

struct Range {
  std::size_t begin;
  std::size_t end;
};

std::vector<Range> tokens(std::string_view text) {
  std::vector<Range> out;
  for (std::size_t at = 0; at < text.size(); at = out.back().end) {
    out.push_back({at, token_end(text, at)});
  }
  return out;
}

}  // namespace

std::string Mutator::next() {
  std::string text = one_of(material_.seeds);
  const std::size_t changes = below(kMostChanges + 1);
  const bool keeps_language = material_.change && below(2) == 0;
  for (std::size_t i = 0; keeps_language && i < changes; ++i) material_.change(text, random_);
  for (std::size_t i = 0; !keeps_language && i < changes; ++i) change(text);
  if (text.size() > kLongest) text.resize(kLongest);
  return text;
}

void Mutator::change(std::string& text) {
  switch (below(8)) {
    case 0:
      return change_bytes(text);
    case 1:
      return change_range(text);
    case 2:
      return splice(text);
    default:
      return change_token(text);
  }
}

void Mutator::change_bytes(std::string& text) {
  if (text.empty()) return;
  for (std::size_t i = 0; i <= below(3); ++i) {
    char& byte = text[below(text.size())];
    if (below(2) == 0)
      byte = static_cast<char>(byte ^ (1 << below(8)));
    else
      byte = static_cast<char>(below(256));
  }
}

void Mutator::change_range(std::string& text) {
  const std::size_t begin = below(text.size() + 1);
  const std::size_t size = below(std::min<std::size_t>(text.size() - begin, 200) + 1);
  switch (below(4)) {
    case 0:
      text.resize(begin);
      return;
    case 1:
      text.erase(begin, size);
      return;
    case 2: {  // the same again and again: depth and length
      const std::string part = text.substr(begin, std::min<std::size_t>(size, 8));
      for (std::size_t times = below(300); times > 0; --times) text.insert(begin, part);
      return;
    }
    default:
      text.insert(below(text.size() + 1), text.substr(begin, size));
  }
}

void Mutator::change_token(std::string& text) {
  const std::vector<Range> all = tokens(text);
  if (all.empty()) {
    text = some_word();
    return;
  }
  const Range token = one_of(all);
  const Range other = one_of(all);
  const std::size_t size = token.end - token.begin;
  const std::string copy = text.substr(other.begin, other.end - other.begin);
  switch (below(5)) {
    case 0:
      text.replace(token.begin, size, copy);
      return;
    case 1:
      text.insert(token.begin, copy);
      return;
    case 2:
      text.erase(token.begin, size);
      return;
    case 3:
      text.insert(token.begin, some_word());
      return;
    default:
      text.replace(token.begin, size, some_word());
  }
}

void Mutator::splice(std::string& text) {
  const std::string& other = one_of(material_.seeds);
  const std::vector<Range> here = tokens(text);
  const std::vector<Range> there = tokens(other);
  if (here.empty() || there.empty()) return;
  text.resize(one_of(here).begin);
  text += other.substr(one_of(there).begin);
}

std::string Mutator::some_word() {
  if (material_.words.empty() || below(4) == 0) return std::string(kOdd[below(std::size(kOdd))]);
  return one_of(material_.words);
}

}  // namespace rulemap::fuzz
