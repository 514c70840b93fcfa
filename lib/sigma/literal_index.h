// The index over the tests of one field: which tests may say yes to a value. Whole values, begins
// and ends by hash; what stands inside by its grams, of which every stride-th place of the value
// is looked at.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "hash.h"
#include "rulemap/sigma/number.h"
#include "witness.h"

namespace rulemap::sigma {

class LiteralIndex {
 public:
  void add(const IndexKey& key, std::uint32_t test);
  void add_number(const Number& number, std::uint32_t test);
  void build();

  bool asks_numbers() const { return asks_numbers_; }

  // `found(test)` for tests whose begin, end or whole the text may be.
  template <class Found>
  void find_whole(std::string_view text, Found&& found) const {
    if ((equal_lengths_ >> (text.size() & 63) & 1) != 0) probe(equals_key(text), found);
    for (unsigned n = 1; n <= kLongest && n <= text.size(); ++n) {
      if ((prefix_lengths_ >> n & 1) != 0) probe(prefix_key(text, n), found);
      if ((suffix_lengths_ >> n & 1) != 0) probe(suffix_key(text, n), found);
    }
  }
  template <class Found>
  void find_number(const Number& number, Found&& found) const {
    probe(number_key(number), found);
  }
  // `found(test, at, length)` for each literal that stands in the text at `at`.
  template <class Found>
  void find_inside(std::string_view text, Found&& found) const {
    if (!pair_filter_.empty()) find_pairs(text, found);
    if (places_.empty()) return;
    // Copies, which `found` cannot change: the loop is the heart of matching.
    const std::uint64_t* const filter = filter_.data();
    const std::uint32_t mask = filter_mask_;
    const std::size_t stride = stride_;
    for (std::size_t i = 0; i + kGram <= text.size(); i += stride) {
      const std::uint32_t hash = gram_hash(text.data() + i);
      if ((filter[hash >> 6 & mask] >> (hash & 63) & 1) != 0) check_grams(text, i, found);
    }
  }

 private:
  static constexpr unsigned kLongest = 8, kMostStride = 6;

  struct Entry {
    std::uint64_t key;
    std::uint32_t test;
  };
  struct Literal {
    std::string text;
    std::uint32_t test;
  };
  struct GramEntry {
    std::uint64_t key;  // the gram
    std::uint32_t literal, offset;
  };

  static std::uint32_t gram_at(const char* text) {
    std::uint32_t gram = 0;
    std::memcpy(&gram, text, kGram);
    return gram;
  }
  static std::uint32_t pair_at(const char* text) {
    std::uint16_t pair = 0;
    std::memcpy(&pair, text, kPair);
    return pair;
  }
  static std::uint32_t gram_hash(const char* text) { return gram_at(text) * 0x9E3779B1U >> 8; }
  static std::uint64_t word(std::string_view text) {
    std::uint64_t out = 0;
    std::memcpy(&out, text.data(), text.size());
    return out;
  }
  static std::uint64_t equals_key(std::string_view text) { return mix(hash_of(text), 1); }
  static std::uint64_t prefix_key(std::string_view text, unsigned n) {
    return mix(word(text.substr(0, n)), 0x100 + n);
  }
  static std::uint64_t suffix_key(std::string_view text, unsigned n) {
    return mix(word(text.substr(text.size() - n)), 0x200 + n);
  }
  static std::uint64_t number_key(const Number& number);

  // Entries of one key lie side by side; a place says where they begin.
  template <class Entries, class Each>
  static void each_of(const Entries& entries, const std::vector<std::uint32_t>& places,
                      std::uint64_t key, std::uint64_t hash, Each&& each) {
    if (places.empty()) return;
    const std::size_t mask = places.size() - 1;
    for (std::size_t at = hash & mask; places[at] != 0; at = (at + 1) & mask) {
      std::size_t i = places[at] - 1;
      if (entries[i].key != key) continue;
      for (; i < entries.size() && entries[i].key == key; ++i) each(entries[i]);
      return;
    }
  }
  template <class Found>
  void probe(std::uint64_t key, Found&& found) const {
    each_of(entries_, entry_places_, key, key, [&](const Entry& entry) { found(entry.test); });
  }
  template <class Found>
  void find_pairs(std::string_view text, Found&& found) const {
    for (std::size_t i = 0; i + kPair <= text.size(); ++i) {
      const std::uint32_t pair = pair_at(text.data() + i);
      if ((pair_filter_[pair >> 6] >> (pair & 63) & 1) == 0) continue;
      each_of(pairs_, pair_places_, pair, pair, [&](const GramEntry& entry) {
        const Literal& literal = literals_[entry.literal];
        if (text.substr(i).starts_with(literal.text)) found(literal.test, i, literal.text.size());
      });
    }
  }
  template <class Found>
  void check_grams(std::string_view text, std::size_t at, Found&& found) const {
    const std::uint32_t gram = gram_at(text.data() + at);
    each_of(grams_, places_, gram, gram * 0x85EBCA6BU >> 7, [&](const GramEntry& entry) {
      const std::string& literal = literals_[entry.literal].text;
      if (entry.offset > at || literal.size() > text.size() - (at - entry.offset)) return;
      const std::size_t begin = at - entry.offset;
      if (std::memcmp(text.data() + begin, literal.data(), literal.size()) != 0) return;
      found(literals_[entry.literal].test, begin, literal.size());
    });
  }

  void build_pairs();
  void build_grams();

  std::vector<Entry> entries_;
  std::vector<std::uint32_t> entry_places_;
  std::vector<Literal> literals_;
  std::vector<GramEntry> grams_, pairs_;
  std::vector<std::uint32_t> places_, pair_places_;
  std::vector<std::uint64_t> pair_filter_;  // a bit for each two bytes
  std::vector<std::uint64_t> filter_;
  std::uint32_t filter_mask_ = 0;
  std::size_t stride_ = 1;
  std::uint64_t equal_lengths_ = 0;  // modulo 64
  std::uint32_t prefix_lengths_ = 0, suffix_lengths_ = 0;
  bool asks_numbers_ = false;
};

}  // namespace rulemap::sigma
