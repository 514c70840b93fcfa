#include "case_fold.h"

#include <algorithm>
#include <cstring>
#include <iterator>

#include "blocks.h"
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

constexpr std::uint8_t kHigh = 0x80;

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
  Block seen = {};
  std::size_t i = 0;
  for (; i + sizeof(Block) <= length; i += sizeof(Block)) {
    Block block = block_at(text + i);
    seen |= block;
    // Bytes from 0x80 are below zero.
    block |= ((block >= 'A') & (block <= 'Z')) & 0x20;
    std::memcpy(out + i, &block, sizeof block);
  }
  bool is_ascii = !has_any(seen, kHigh);
  for (; i < length; ++i) {
    is_ascii = is_ascii && (text[i] & 0x80) == 0;
    const bool is_capital = text[i] >= 'A' && text[i] <= 'Z';
    out[i] = static_cast<char>(is_capital ? text[i] + 32 : text[i]);
  }
  return is_ascii;
}

bool is_ascii(std::string_view text) { return ascii_length(text) == text.size(); }

std::size_t ascii_length(std::string_view text) {
  std::size_t i = 0;
  while (i + sizeof(Block) <= text.size() && !has_any(block_at(text.data() + i), kHigh)) {
    i += sizeof(Block);
  }
  while (i < text.size() && (text[i] & 0x80) == 0) ++i;
  return i;
}

bool folds_to_itself(std::string_view text) {
  while (!text.empty()) {
    text.remove_prefix(ascii_length(text));
    if (text.empty()) return true;
    const utf8::Character c = utf8::decode(text);
    if (c.length != 0 && fold(c.code) != c.code) return false;
    text.remove_prefix(std::max<std::size_t>(c.length, 1));
  }
  return true;
}

std::size_t character_length(std::string_view text) {
  if ((text[0] & 0x80) == 0) return 1;
  return std::max<std::size_t>(utf8::decode(text).length, 1);
}

}  // namespace rulemap::sigma
