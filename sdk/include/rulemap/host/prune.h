// JSON text without the members that nobody reads: what is left out is checked, but never becomes a
// value. A text that is odd in any way is left to the parser, which says what is wrong with it.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "rulemap/abi/doc.h"
#include "rulemap/sdk/value.h"

namespace rulemap::host {

class Pruner {
 public:
  // The parts of `json`, a UTF-8 text, as JSON. Nothing where it is not plainly well formed: then
  // only a whole parse can tell whether it is.
  static std::optional<std::string> pruned(std::string_view json, const rulemap_doc_part& root,
                                           std::uint32_t max_depth) {
    Pruner pruner(json, max_depth);
    pruner.skip_blanks();
    if (!pruner.keep(root)) return std::nullopt;
    pruner.skip_blanks();
    if (pruner.at_ != pruner.end_) return std::nullopt;
    return std::move(pruner.out_);
  }

 private:
  // Numbers up to these are surely within the range of a double.
  static constexpr std::size_t kLongestNumber = 64;
  static constexpr std::size_t kLongestExponent = 2;

  Pruner(std::string_view json, std::uint32_t max_depth)
      : at_(json.data()), end_(json.data() + json.size()), depth_left_(max_depth) {}

  // Everything that follows takes what it is named after, and is false where it is not there.
  bool keep(const rulemap_doc_part& part) {
    const char* from = at_;
    if (part.part_count == 0 || (peek() != '{' && peek() != '[')) {
      return skip() && (out_.append(from, at_), true);
    }
    const bool is_object = *from == '{';
    bool first = true;
    const auto separate = [&] { out_.append(std::exchange(first, false) ? "" : ","); };
    const auto entry = [&] { return (separate(), keep(part)); };
    const auto member = [&](std::string_view key) {
      // An escaped key could be any.
      if (key.find('\\') != key.npos) return false;
      const rulemap_doc_part* found = find(part, key.substr(1, key.size() - 2));
      if (!found) return skip();
      separate();
      out_.append(key).append(":");
      return keep(*found);
    };
    out_ += *from;
    const bool done = is_object ? object(member) : list(entry);
    out_ += is_object ? '}' : ']';
    return done;
  }

  static const rulemap_doc_part* find(const rulemap_doc_part& of, std::string_view key) {
    for (std::size_t i = 0; i < of.part_count; ++i) {
      const std::string_view name = view(of.parts[i].key);
      if (name == key || name == "*") return &of.parts[i];
    }
    return nullptr;
  }

  bool skip() {
    switch (peek()) {
      case '"':
        return string();
      case '{':
        return object([&](std::string_view) { return skip(); });
      case '[':
        return list([&] { return skip(); });
      case 't':
        return word("true");
      case 'f':
        return word("false");
      case 'n':
        return word("null");
      default:
        return number();
    }
  }

  // `member` takes the value behind a key, which comes with its quotes.
  template <class Member>
  bool object(Member member) {
    return sequence('{', '}', [&] {
      const char* from = at_;
      if (peek() != '"' || !string()) return false;
      const std::string_view key(from, static_cast<std::size_t>(at_ - from));
      skip_blanks();
      if (!take(':')) return false;
      skip_blanks();
      return member(key);
    });
  }
  template <class Entry>
  bool list(Entry entry) {
    return sequence('[', ']', entry);
  }
  template <class Item>
  bool sequence(char open, char close, Item item) {
    if (!take(open) || depth_left_ == 0) return false;
    --depth_left_;
    skip_blanks();
    bool more = !take(close);
    while (more) {
      if (!item()) return false;
      skip_blanks();
      more = take(',');
      if (!more && !take(close)) return false;
      skip_blanks();
    }
    ++depth_left_;
    return true;
  }

  bool string() {
    ++at_;
    while (true) {
      take_eights(plain_bytes);
      while (at_ != end_ && *at_ != '"' && *at_ != '\\' &&
             static_cast<unsigned char>(*at_) >= 0x20) {
        ++at_;
      }
      if (take('"')) return true;
      if (!take('\\') || !escape()) return false;
    }
  }
  // What stands behind a backslash. Surrogates are left to the parser.
  bool escape() {
    if (!take('u')) {
      const bool known = std::string_view("\"\\/bfnrt").find(peek()) != std::string_view::npos;
      if (known) ++at_;
      return known;
    }
    if (end_ - at_ < 4 || *at_ == 'd' || *at_ == 'D') return false;
    for (int i = 0; i < 4; ++i, ++at_) {
      const char lower = static_cast<char>(*at_ | 0x20);
      if (!is_digit(*at_) && (lower < 'a' || lower > 'f')) return false;
    }
    return true;
  }
  bool number() {
    const char* from = at_;
    take('-');
    if (!take('0') && digits() == 0) return false;
    if (take('.') && digits() == 0) return false;
    if (take('e') || take('E')) {
      if (!take('+')) take('-');
      const std::size_t exponent = digits();
      if (exponent == 0 || exponent > kLongestExponent) return false;
    }
    return static_cast<std::size_t>(at_ - from) <= kLongestNumber;
  }
  std::size_t digits() {
    const char* from = at_;
    while (at_ != end_ && is_digit(*at_)) ++at_;
    return static_cast<std::size_t>(at_ - from);
  }
  bool word(std::string_view text) {
    const bool there =
        std::string_view(at_, static_cast<std::size_t>(end_ - at_)).starts_with(text);
    if (there) at_ += text.size();
    return there;
  }
  void skip_blanks() {
    if (!is_blank(peek())) return;
    ++at_;
    take_eights(indent_bytes);
    while (is_blank(peek())) ++at_;
  }

  char peek() const { return at_ == end_ ? '\0' : *at_; }
  bool take(char c) {
    const bool there = at_ != end_ && *at_ == c;
    if (there) ++at_;
    return there;
  }
  static bool is_digit(char c) { return c >= '0' && c <= '9'; }
  static bool is_blank(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

  // Eight bytes at once, since most of a body is texts and indentation: `count` says how many of
  // them may be passed over. It may say too few.
  void take_eights(std::size_t (*count)(std::uint64_t bytes)) {
    for (std::size_t taken = 8; taken == 8 && end_ - at_ >= 8; at_ += taken) {
      std::uint64_t bytes;
      std::memcpy(&bytes, at_, sizeof bytes);
      taken = count(bytes);
    }
  }
  static constexpr std::uint64_t kOnes = 0x0101010101010101u;
  // Up to the first quote, backslash or control character: the high bit of each such byte is found.
  static std::size_t plain_bytes(std::uint64_t bytes) {
    const std::uint64_t quotes = bytes ^ kOnes * '"';
    const std::uint64_t backslashes = bytes ^ kOnes * '\\';
    const std::uint64_t found = ((quotes - kOnes) & ~quotes) |
                                ((backslashes - kOnes) & ~backslashes) |
                                ((bytes - kOnes * 0x20) & ~bytes);
    return bytes_before(found & kOnes << 7);
  }
  static std::size_t indent_bytes(std::uint64_t bytes) {
    return std::max(bytes_before(bytes ^ kOnes * ' '), bytes_before(bytes ^ kOnes * '\t'));
  }
  // Before the first byte that is not zero, as they lie in memory.
  static std::size_t bytes_before(std::uint64_t bits) {
    const bool little = std::endian::native == std::endian::little;
    return static_cast<std::size_t>(little ? std::countr_zero(bits) : std::countl_zero(bits)) / 8;
  }

  const char* at_;
  const char* end_;
  std::uint32_t depth_left_;
  std::string out_;
};

}  // namespace rulemap::host
