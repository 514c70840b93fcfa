// Which tests may say yes to a value by its whole, its begin or its end.
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

#include "hash.h"
#include "hashed_entries.h"
#include "key_filter.h"
#include "rulemap/sigma/number.h"

namespace rulemap::sigma {

class WholeIndex {
 public:
  void add_whole(std::string_view text, std::uint32_t test);
  void add_begin(std::string_view text, std::uint32_t test);  // not empty
  void add_end(std::string_view text, std::uint32_t test);    // not empty
  void add_number(const Number& number, std::uint32_t test);
  void build();

  bool asks_numbers() const { return asks_numbers_; }

  // `found(test)`; of long begins and ends only the outer bytes were compared. Sixteen bytes before
  // and behind the text can be read.
  template <class Found>
  void find(std::string_view text, Found&& found) const {
    if ((whole_lengths_ >> (text.size() & 63) & 1) != 0) look(whole_key(text), found);
    if (text.empty() || (begin_lengths_ | end_lengths_) == 0) return;
    const char* const behind = text.data() + text.size();
    const Ends begin = {word_at(text.data()), word_at(text.data() + 8)};
    const Ends end = {word_at(behind - 8), word_at(behind - 16)};
    for (const unsigned n : kLengths) {
      if (n > text.size()) return;
      if ((begin_lengths_ >> n & 1) != 0) look(begin_key(begin, n), found);
      if ((end_lengths_ >> n & 1) != 0) look(end_key(end, n), found);
    }
  }
  template <class Found>
  void find_number(const Number& number, Found&& found) const {
    look(number_key(number), found);
  }

 private:
  // So many outer bytes of begins and ends are compared, the most that they have.
  static constexpr unsigned kLengths[] = {1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 16};

  // The eight bytes at an end of a text, and the eight next to them.
  struct Ends {
    std::uint64_t outer, inner;
  };
  struct Entry {
    std::uint64_t key;
    std::uint32_t test;
  };

  static std::uint64_t whole_key(std::string_view text) { return mix(hash_of(text), 1); }
  static std::uint64_t begin_key(const Ends& begin, unsigned n) {
    if (n <= 8) return mix(begin.outer << (64 - 8 * n), 0x100 + n);
    return mix(begin.outer, mix(begin.inner << (128 - 8 * n), 0x100 + n));
  }
  static std::uint64_t end_key(const Ends& end, unsigned n) {
    if (n <= 8) return mix(end.outer >> (64 - 8 * n), 0x200 + n);
    return mix(end.outer, mix(end.inner >> (128 - 8 * n), 0x200 + n));
  }
  static unsigned compared_length(std::size_t length);
  static std::uint64_t number_key(const Number& number);

  template <class Found>
  void look(std::uint64_t key, Found&& found) const {
    if (!filter_.view().may_have(static_cast<std::uint32_t>(key))) return;
    entries_.each_of(key, [&](const Entry& entry) { found(entry.test); });
  }

  HashedEntries<Entry> entries_;
  KeyFilter filter_;
  std::uint64_t whole_lengths_ = 0;  // modulo 64
  std::uint32_t begin_lengths_ = 0, end_lengths_ = 0;
  bool asks_numbers_ = false;
};

}  // namespace rulemap::sigma
