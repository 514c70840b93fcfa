// Whether a literal stands in a text, for literals that are asked for again and again: by the two
// neighbouring bytes of it that are seldom seen side by side. Linear, whatever the text.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace rulemap::sigma {

// Where they are in a literal of two bytes and more.
std::size_t rarest_pair(std::string_view literal);

class SoughtText {
 public:
  SoughtText() = default;
  explicit SoughtText(std::string text);

  const std::string& text() const { return text_; }
  bool is_in(std::string_view text) const;

 private:
  std::string text_;
  std::uint32_t pair_ = 0;
};

}  // namespace rulemap::sigma
