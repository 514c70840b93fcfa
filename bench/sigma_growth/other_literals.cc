#include "other_literals.h"

#include <string>
#include <variant>

namespace rulemap::bench {
namespace {

// Each copy shifts letters by another step; signs and digits stay, as paths keep their form.
void shift_letters(std::string& text, std::size_t copy) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    char& c = text[i];
    const char first = c >= 'a' && c <= 'z' ? 'a' : 'A';
    if (c < first || c > first + 25) continue;
    c = static_cast<char>(first + (static_cast<std::size_t>(c - first) + copy * (i % 5 + 1)) % 26);
  }
}

void change(sigma::Expression& expression, std::size_t copy) {
  for (sigma::Expression& part : expression.parts) change(part, copy);
  auto* const pattern = std::get_if<sigma::Pattern>(&expression.test.ask);
  if (expression.kind != sigma::Expression::Kind::test || pattern == nullptr) return;
  for (sigma::Piece& piece : pattern->pieces) shift_letters(piece.text, copy);
}

}  // namespace

sigma::RuleSet so_many(sigma::RuleSet rules, std::size_t count) {
  const std::size_t there = rules.rules.size();
  sigma::RuleSet out;
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t copy = count > there ? i / there : 0;
    out.rules.push_back(rules.rules[count > there ? i % there : i * there / count]);
    if (copy > 0) change(out.rules.back().expression, copy);
  }
  return out;
}

}  // namespace rulemap::bench
