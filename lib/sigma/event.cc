#include "rulemap/sigma/event.h"

#include <algorithm>
#include <cstring>

#include "case_fold.h"

namespace rulemap::sigma {

const Value* Event::first_value(Slot slot) const {
  if (!has(slot)) return nullptr;
  std::uint32_t i = slots_[slot].first;
  while (i != Value::kNone && values_[i].kind == Value::Kind::null) i = values_[i].next;
  return i == Value::kNone ? nullptr : &values_[i];
}

void Event::reset(std::size_t slots) {
  // Slots of an earlier event are told by their generation, so nothing is cleared.
  if (slots_.size() != slots || ++generation_ == 0) {
    slots_.assign(slots, SlotState{});
    generation_ = 1;
  }
  values_.clear();
  size_ = 0;
  origin_ = 0;
  is_ascii_ = true;
}

char* Event::take_text(std::string_view json) {
  size_ = json.size();
  const std::size_t needed = size_ + 2 * kPadding;
  if (text_.size() < needed) {
    text_.assign(std::max(needed, text_.size() * 2), 0);
    folded_.assign(text_.size(), 0);
  }
  std::memcpy(text_.data() + kPadding, json.data(), json.size());
  std::memset(text_.data() + kPadding + size_, 0, kPadding);
  return text_.data() + kPadding;
}

void Event::fold_values() {
  is_ascii_ = fold_ascii(text_.data() + kPadding, size_, folded_.data() + kPadding);
  const char* const text = text_.data();
  const char* const folded = folded_.data();
  for (Value& value : values_) {
    if (!value.text.empty())
      value.folded = {folded + (value.text.data() - text), value.text.size()};
  }
  if (!is_ascii_) fold_beyond_ascii();
}

void Event::fold_beyond_ascii() {
  folded_apart_.clear();
  folded_apart_.resize(kPadding);
  // Room for all first: views point into it.
  folded_apart_.reserve(2 * (size_ + 2 * kPadding));
  const char* const end = text_.data() + kPadding + size_;
  const char* next = text_.data();  // behind ASCII alone
  for (Value& value : values_) {
    const char* const begin = value.text.data();
    if (next < begin) next = begin + ascii_length({begin, static_cast<std::size_t>(end - begin)});
    if (next >= begin + value.text.size()) continue;
    value.is_ascii = false;
    // Most such texts have signs that know no case.
    if (!folds_to_itself(value.text.substr(static_cast<std::size_t>(next - begin)))) {
      fold_apart(value);
    }
  }
  folded_apart_.append(kPadding, '\0');
}

// A folded text may be longer than the text, so it lies elsewhere.
void Event::fold_apart(Value& value) {
  const std::size_t begin = folded_apart_.size();
  append_folded(value.text, folded_apart_);
  value.folded = std::string_view(folded_apart_).substr(begin);
  value.is_in_place = false;
}

void Event::stand_in(Slot field, Slot other) {
  if (!has(field) && has(other)) slots_[field] = slots_[other];
}

}  // namespace rulemap::sigma
