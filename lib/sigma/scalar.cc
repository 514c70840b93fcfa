#include "scalar.h"

#include <algorithm>
#include <charconv>

namespace rulemap::sigma {
namespace {

bool is_true(std::string_view text) { return text == "true" || text == "True" || text == "TRUE"; }
bool is_false(std::string_view text) {
  return text == "false" || text == "False" || text == "FALSE";
}

// 0x1f, 0o17.
std::optional<Number> number_with_base(std::string_view text) {
  const int base = text.starts_with("0x") ? 16 : text.starts_with("0o") ? 8 : 0;
  if (base == 0) return std::nullopt;
  Number number;
  const char* const end = text.data() + text.size();
  const auto [at, error] = std::from_chars(text.data() + 2, end, number.natural, base);
  if (error != std::errc() || at != end) return std::nullopt;
  return number;
}

// .5, -.5 and 5., which JSON does not know.
std::optional<Number> number_without_digits(std::string_view text) {
  const bool is_signed = text.starts_with('-') || text.starts_with('+');
  std::string spelt(text.substr(0, is_signed ? 1 : 0));
  text.remove_prefix(spelt.size());
  const std::size_t dot = text.find('.');
  if (dot == std::string_view::npos || text == ".") return std::nullopt;
  spelt += dot == 0 ? "0" : text.substr(0, dot);
  spelt += '.';
  const std::string_view rest = text.substr(dot + 1);
  if (rest.empty() || rest[0] == 'e' || rest[0] == 'E') spelt += '0';
  spelt += rest;
  return parse_number(spelt);
}

std::optional<Number> plain_number(std::string_view text) {
  if (auto number = parse_number(text)) return number;
  const bool may_be = !text.empty() && (text[0] == '.' || text[0] == '-' || text[0] == '+' ||
                                        (text[0] >= '0' && text[0] <= '9'));
  if (!may_be) return std::nullopt;
  if (auto number = number_with_base(text)) return number;
  return number_without_digits(text);
}

}  // namespace

Scalar read_scalar(const yaml::Node& node) {
  Scalar scalar;
  scalar.place = node.place;
  if (node.is_null()) return scalar;
  scalar.kind = Scalar::Kind::text;
  scalar.text = node.text;
  if (node.quoted) {
    scalar.number = parse_number(node.text);
    return scalar;
  }
  if (is_true(node.text) || is_false(node.text)) {
    scalar.kind = Scalar::Kind::boolean;
    scalar.truth = is_true(node.text);
    scalar.text = scalar.truth ? "true" : "false";
    return scalar;
  }
  scalar.number = plain_number(node.text);
  if (scalar.number) scalar.kind = Scalar::Kind::number;
  return scalar;
}

std::optional<bool> read_truth(const yaml::Node& node) {
  if (!node.is_scalar()) return std::nullopt;
  if (is_true(node.text)) return true;
  if (is_false(node.text)) return false;
  return std::nullopt;
}

}  // namespace rulemap::sigma
