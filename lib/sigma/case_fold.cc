#include "case_fold.h"

#include <algorithm>
#include <cstring>
#include <iterator>

#include "rulemap/utf8/decode.h"

namespace rulemap::sigma {
namespace {

struct Run {
  std::uint32_t first, last, step;
  std::int32_t delta;
};

constexpr Run kRuns[] = {
#include "case_folding_table.inc"
};

constexpr std::uint64_t kEach = 0x0101010101010101;
constexpr std::uint64_t kHigh = 0x80 * kEach;

// The eight bytes of `word` at once; bytes from 0x80 stay.
std::uint64_t lowered(std::uint64_t word) {
  const std::uint64_t low = word & ~kHigh;
  const std::uint64_t from_a = low + (0x80 - 'A') * kEach;
  const std::uint64_t above_z = low + (0x80 - 'Z' - 1) * kEach;
  return word | (((from_a ^ above_z) & ~word & kHigh) >> 2);
}

void append_utf8(std::uint32_t code, std::string& out) {
  if (code < 0x80) {
    out += static_cast<char>(code);
    return;
  }
  const int more = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
  constexpr std::uint32_t kLead[] = {0, 0xC0, 0xE0, 0xF0};
  out += static_cast<char>(kLead[more] | (code >> (6 * more)));
  for (int i = more - 1; i >= 0; --i) {
    out += static_cast<char>(0x80 | ((code >> (6 * i)) & 0x3F));
  }
}

}  // namespace

std::uint32_t fold(std::uint32_t code) {
  if (code < 0x80) return code >= 'A' && code <= 'Z' ? code + 32 : code;
  const Run* run = std::lower_bound(std::begin(kRuns), std::end(kRuns), code,
                                    [](const Run& r, std::uint32_t c) { return r.last < c; });
  if (run == std::end(kRuns) || code < run->first) return code;
  if ((code - run->first) % run->step != 0) return code;
  return code + static_cast<std::uint32_t>(run->delta);
}

void append_folded(std::string_view text, std::string& out) {
  while (!text.empty()) {
    if ((text[0] & 0x80) == 0) {
      std::size_t length = 1;
      while (length < text.size() && (text[length] & 0x80) == 0) ++length;
      const std::size_t begin = out.size();
      out.resize(begin + length);
      fold_ascii(text.data(), length, out.data() + begin);
      text.remove_prefix(length);
      continue;
    }
    const utf8::Character c = utf8::decode(text);
    if (c.length == 0) {
      out += text[0];
    } else {
      append_utf8(fold(c.code), out);
    }
    text.remove_prefix(std::max<std::size_t>(c.length, 1));
  }
}

std::string folded(std::string_view text) {
  std::string out;
  append_folded(text, out);
  return out;
}

bool fold_ascii(const char* text, std::size_t length, char* out) {
  std::uint64_t seen = 0, word = 0;
  std::size_t i = 0;
  for (; i + 8 <= length; i += 8) {
    std::memcpy(&word, text + i, 8);
    seen |= word;
    word = lowered(word);
    std::memcpy(out + i, &word, 8);
  }
  for (; i < length; ++i) {
    seen |= static_cast<unsigned char>(text[i]);
    const bool is_capital = text[i] >= 'A' && text[i] <= 'Z';
    out[i] = static_cast<char>(is_capital ? text[i] + 32 : text[i]);
  }
  return (seen & kHigh) == 0;
}

bool is_ascii(std::string_view text) {
  std::uint64_t seen = 0, word = 0;
  std::size_t i = 0;
  for (; i + 8 <= text.size(); i += 8) {
    std::memcpy(&word, text.data() + i, 8);
    seen |= word;
  }
  for (; i < text.size(); ++i) seen |= static_cast<unsigned char>(text[i]);
  return (seen & kHigh) == 0;
}

std::size_t character_length(std::string_view text) {
  if ((text[0] & 0x80) == 0) return 1;
  return std::max<std::size_t>(utf8::decode(text).length, 1);
}

}  // namespace rulemap::sigma
