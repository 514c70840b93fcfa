#include "sought_text.h"

#include <cstring>
#include <utility>

#include "blocks.h"
#include "hash.h"
#include "pair_frequency.h"

namespace rulemap::sigma {
namespace {

bool stands_in(std::string_view text, std::string_view literal) {
  return memmem(text.data(), text.size(), literal.data(), literal.size()) != nullptr;
}

}  // namespace

std::size_t rarest_pair(std::string_view literal) {
  std::size_t best = 0;
  double least = 2;
  for (std::size_t at = 0; at + 1 < literal.size(); ++at) {
    const double frequency = pair_frequency(literal[at], literal[at + 1]);
    if (frequency >= least) continue;
    best = at;
    least = frequency;
  }
  return best;
}

SoughtText::SoughtText(std::string text)
    : text_(std::move(text)), pair_(static_cast<std::uint32_t>(rarest_pair(text_))) {}

bool SoughtText::is_in(std::string_view text) const {
  const std::size_t length = text_.size();
  if (text.size() < length) return false;
  if (length < 2) return stands_in(text, text_);
  // Where the pair may stand.
  const std::size_t end = text.size() - length + 1;
  const char* const at_pair = text.data() + pair_;
  const Block first = block_of(text_[pair_]), second = block_of(text_[pair_ + 1]);
  std::size_t compared = 0, at = 0;
  for (; at + sizeof(Block) <= end; at += sizeof(Block)) {
    const Block seen = (block_at(at_pair + at) == first) & (block_at(at_pair + at + 1) == second);
    if (!has_any(seen, 0xFF)) continue;
    for (std::size_t i = 0; i < sizeof(Block); ++i) {
      if (seen[i] == 0) continue;
      if (same_bytes(text.data() + at + i, text_.data(), length)) return true;
      compared += length;
    }
    // The text is made of such pairs.
    if (compared > 4 * text.size()) break;
  }
  return stands_in(text.substr(at), text_);
}

}  // namespace rulemap::sigma
