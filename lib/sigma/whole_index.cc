#include "whole_index.h"

#include <bit>
#include <cstring>

namespace rulemap::sigma {

std::uint64_t WholeIndex::number_key(const Number& number) {
  const std::uint64_t bits = number.kind == Number::Kind::natural ? number.natural
                             : number.kind == Number::Kind::negative
                                 ? static_cast<std::uint64_t>(number.negative)
                                 : std::bit_cast<std::uint64_t>(number.real);
  return mix(bits, 0x300 + static_cast<std::uint64_t>(number.kind));
}

void WholeIndex::add_whole(std::string_view text, std::uint32_t test) {
  whole_lengths_ |= std::uint64_t{1} << (text.size() & 63);
  entries_.add({whole_key(text), test});
}

unsigned WholeIndex::compared_length(std::size_t length) {
  unsigned out = 0;
  for (const unsigned each : kLengths) {
    if (each <= length) out = each;
  }
  return out;
}

void WholeIndex::add_begin(std::string_view text, std::uint32_t test) {
  const unsigned n = compared_length(text.size());
  begin_lengths_ |= 1U << n;
  char outer[16] = {};
  std::memcpy(outer, text.data(), n);
  entries_.add({begin_key({word_at(outer), word_at(outer + 8)}, n), test});
}

void WholeIndex::add_end(std::string_view text, std::uint32_t test) {
  const unsigned n = compared_length(text.size());
  end_lengths_ |= 1U << n;
  char outer[16] = {};
  std::memcpy(outer + sizeof outer - n, text.data() + text.size() - n, n);
  entries_.add({end_key({word_at(outer + 8), word_at(outer)}, n), test});
}

void WholeIndex::add_number(const Number& number, std::uint32_t test) {
  asks_numbers_ = true;
  entries_.add({number_key(number), test});
}

void WholeIndex::build() {
  entries_.build();
  filter_.build(entries_.size());
  for (const Entry& entry : entries_.all()) filter_.add(static_cast<std::uint32_t>(entry.key));
}

}  // namespace rulemap::sigma
