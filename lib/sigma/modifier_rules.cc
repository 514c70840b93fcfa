#include "modifier_rules.h"

#include <bit>

namespace rulemap::sigma {
namespace {

using enum Modifier;

// What may stand beside the modifier that asks.
constexpr std::uint32_t companions(std::optional<Modifier> ask) {
  if (!ask) return kText | bits({all, cased, neq, expand});
  switch (*ask) {
    case re:
      return kFlags | bits({all, cased, neq, expand, contains});
    case exists:
      return 0;
    case fieldref:
      return kAnchors | bits({all, cased, neq});
    case cidr:
    case lt:
    case lte:
    case gt:
    case gte:
      return bits({all, neq, expand});
    default:
      return bits({all, neq});
  }
}

class Rules {
 public:
  explicit Rules(const FieldKey& key) : key_(key) {}

  std::string run() const {
    if (has_any(kFlags) && key_.ask != re) return "i, m and s are flags of `re`: write `re|i`";
    const bool wants_field = key_.ask && key_.ask != re;
    if (key_.field.empty() && wants_field) {
      return in_quotes(*key_.ask) + " asks a field, and this entry names none";
    }
    const std::uint32_t others =
        key_.set & ~companions(key_.ask) & ~(key_.ask ? bits({*key_.ask}) : 0U);
    if (others != 0) return beside(others);
    if (has_any(bits({neq})) && has_any(bits({all}))) {
      return "`neq` asks for none of the values and `all` for each; leave `all` out, or write "
             "`not` in the condition";
    }
    if (has_any(bits({ignore_case})) && has_any(bits({cased})))
      return "`i` and `cased` exclude each other";
    return key_.ask ? std::string() : order();
  }

 private:
  bool has_any(std::uint32_t mask) const { return (key_.set & mask) != 0; }

  std::string beside(std::uint32_t others) const {
    const auto other = static_cast<Modifier>(std::countr_zero(others));
    const std::string both = in_quotes(other) + " cannot stand beside " + in_quotes(*key_.ask);
    if (key_.ask == re && (kAnchors & bits({other})) != 0) {
      return both + ", which is found anywhere in a value; use ^ and $ in the regex";
    }
    if (key_.ask == exists) return both + ", which takes true or false alone";
    if (other == cased) return both + ", which compares no letters";
    return both;
  }

  // Text-changing modifiers work from left to right.
  std::string order() const {
    if (has_any(bits({windash})) && has_any(kUtf16 | kBase64)) {
      return "`windash` stands for several characters, and only one text can be encoded";
    }
    for (std::size_t i = 0; i < key_.text.size(); ++i) {
      const std::uint32_t now = bits({key_.text[i]});
      const std::uint32_t before = i > 0 ? bits({key_.text[i - 1]}) : 0;
      if ((now & (kUtf16 | kBase64)) != 0 && (before & (kAnchors | bits({base64offset}))) != 0) {
        return in_quotes(key_.text[i]) + " stands before " + in_quotes(key_.text[i - 1]) +
               ": modifiers work from left to right";
      }
      const bool encoded = i + 1 < key_.text.size() && (bits({key_.text[i + 1]}) & kBase64) != 0;
      if ((now & kUtf16) != 0 && !encoded) {
        return in_quotes(key_.text[i]) + " makes bytes that base64 or base64offset must encode: `" +
               std::string(word_of(key_.text[i])) + "|base64offset`";
      }
    }
    return {};
  }

  const FieldKey& key_;
};

}  // namespace

std::string in_quotes(Modifier modifier) { return "`" + std::string(word_of(modifier)) + "`"; }

std::string refusal_of(const FieldKey& key) { return Rules(key).run(); }

}  // namespace rulemap::sigma
