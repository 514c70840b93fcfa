#include "modifiers.h"

#include <algorithm>
#include <array>
#include <bit>
#include <initializer_list>

#include "rulemap/utf8/decode.h"

namespace rulemap::sigma {
namespace {

using enum Modifier;

struct Word {
  std::string_view text;
  Modifier modifier;
};

// The first word of a modifier is that of the specification; the others are pySigma's.
constexpr Word kWords[] = {{"contains", contains},
                           {"startswith", startswith},
                           {"endswith", endswith},
                           {"base64", base64},
                           {"base64offset", base64offset},
                           {"utf16le", utf16le},
                           {"wide", utf16le},
                           {"utf16be", utf16be},
                           {"utf16", utf16},
                           {"windash", windash},
                           {"re", re},
                           {"cidr", cidr},
                           {"lt", lt},
                           {"lte", lte},
                           {"gt", gt},
                           {"gte", gte},
                           {"exists", exists},
                           {"fieldref", fieldref},
                           {"minute", minute},
                           {"hour", hour},
                           {"day", day},
                           {"week", week},
                           {"month", month},
                           {"year", year},
                           {"all", all},
                           {"cased", cased},
                           {"neq", neq},
                           {"expand", expand},
                           {"i", ignore_case},
                           {"ignorecase", ignore_case},
                           {"m", multi_line},
                           {"multiline", multi_line},
                           {"s", dot_all},
                           {"dotall", dot_all}};

constexpr std::uint32_t bits(std::initializer_list<Modifier> modifiers) {
  std::uint32_t out = 0;
  for (const Modifier each : modifiers) out |= 1U << static_cast<unsigned>(each);
  return out;
}

constexpr std::uint32_t kAnchors = bits({contains, startswith, endswith});
constexpr std::uint32_t kUtf16 = bits({utf16le, utf16be, utf16});
constexpr std::uint32_t kBase64 = bits({base64, base64offset});
constexpr std::uint32_t kFlags = bits({ignore_case, multi_line, dot_all});
constexpr std::uint32_t kText = kAnchors | kUtf16 | kBase64 | bits({windash});
constexpr std::uint32_t kAsks =
    bits({re, cidr, lt, lte, gt, gte, exists, fieldref, minute, hour, day, week, month, year});

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

std::string in_quotes(Modifier modifier) { return "`" + std::string(word_of(modifier)) + "`"; }

class KeyParser {
 public:
  KeyParser(std::string_view key, yaml::Place place, Problems& problems)
      : key_(key), place_(place), problems_(problems) {}

  std::optional<FieldKey> run() {
    std::size_t bar = std::min(key_.find('|'), key_.size());
    out_.field = key_.substr(0, bar);
    while (bar < key_.size()) {
      const std::size_t begin = bar + 1;
      bar = std::min(key_.find('|', begin), key_.size());
      if (!take(key_.substr(begin, bar - begin))) return std::nullopt;
    }
    std::string why = refusal();
    if (why.empty()) return std::move(out_);
    problems_.error(place_, std::move(why), key_);
    return std::nullopt;
  }

 private:
  bool has_any(std::uint32_t mask) const { return (out_.set & mask) != 0; }

  bool take(std::string_view word) {
    const auto found = std::find_if(std::begin(kWords), std::end(kWords),
                                    [word](const Word& each) { return each.text == word; });
    if (found == std::end(kWords)) return unknown(word);
    const Modifier modifier = found->modifier;
    const std::uint32_t bit = bits({modifier});
    if (has_any(bit) && modifier != base64) {
      problems_.error(place_, in_quotes(modifier) + " is written twice; once is enough", key_);
      return false;
    }
    if ((kAsks & bit) != 0) {
      if (out_.ask) {
        problems_.error(place_,
                        in_quotes(*out_.ask) + " and " + in_quotes(modifier) +
                            " ask for different things; write two entries",
                        key_);
        return false;
      }
      // What stood before would have made another text, or a flag of nothing.
      if (modifier == re && has_any(kFlags | kAnchors)) {
        problems_.error(place_, "`re` stands first, its flags behind it: `re|i`", key_);
        return false;
      }
      out_.ask = modifier;
    }
    if ((kText & bit) != 0) out_.text.push_back(modifier);
    out_.set |= bit;
    return true;
  }

  bool unknown(std::string_view word) {
    std::array<std::string_view, std::size(kWords)> words;
    std::transform(std::begin(kWords), std::end(kWords), words.begin(),
                   [](const Word& each) { return each.text; });
    const std::string what =
        word.empty() ? "a modifier is missing behind `|`" : "there is no modifier " + quoted(word);
    problems_.error(place_, what + did_you_mean(word, words), key_);
    return false;
  }

  // Empty where all fits together.
  std::string refusal() const {
    if (has_any(kFlags) && out_.ask != re) return "i, m and s are flags of `re`: write `re|i`";
    const bool wants_field = out_.ask && out_.ask != re;
    if (out_.field.empty() && wants_field) {
      return in_quotes(*out_.ask) + " asks a field, and this entry names none";
    }
    const std::uint32_t others =
        out_.set & ~companions(out_.ask) & ~(out_.ask ? bits({*out_.ask}) : 0U);
    if (others != 0) return beside(others);
    if (has_any(bits({neq})) && has_any(bits({all}))) {
      return "`neq` asks for none of the values and `all` for each; leave `all` out, or write "
             "`not` in the condition";
    }
    if (has_any(bits({ignore_case})) && has_any(bits({cased})))
      return "`i` and `cased` exclude each other";
    return out_.ask ? std::string() : order();
  }

  std::string beside(std::uint32_t others) const {
    const auto other = static_cast<Modifier>(std::countr_zero(others));
    const std::string both = in_quotes(other) + " cannot stand beside " + in_quotes(*out_.ask);
    if (out_.ask == re && (kAnchors & bits({other})) != 0) {
      return both + ", which is found anywhere in a value; use ^ and $ in the regex";
    }
    if (out_.ask == exists) return both + ", which takes true or false alone";
    if (other == cased) return both + ", which compares no letters";
    return both;
  }

  // Text-changing modifiers work from left to right.
  std::string order() const {
    if (has_any(bits({windash})) && has_any(kUtf16 | kBase64)) {
      return "`windash` stands for several characters, and only one text can be encoded";
    }
    for (std::size_t i = 0; i < out_.text.size(); ++i) {
      const std::uint32_t now = bits({out_.text[i]});
      const std::uint32_t before = i > 0 ? bits({out_.text[i - 1]}) : 0;
      if ((now & (kUtf16 | kBase64)) != 0 && (before & (kAnchors | bits({base64offset}))) != 0) {
        return in_quotes(out_.text[i]) + " stands before " + in_quotes(out_.text[i - 1]) +
               ": modifiers work from left to right";
      }
      const bool encoded = i + 1 < out_.text.size() && (bits({out_.text[i + 1]}) & kBase64) != 0;
      if ((now & kUtf16) != 0 && !encoded) {
        return in_quotes(out_.text[i]) + " makes bytes that base64 or base64offset must encode: `" +
               std::string(word_of(out_.text[i])) + "|base64offset`";
      }
    }
    return {};
  }

  std::string_view key_;
  yaml::Place place_;
  Problems& problems_;
  FieldKey out_;
};

}  // namespace

std::string_view word_of(Modifier modifier) {
  return std::find_if(std::begin(kWords), std::end(kWords),
                      [modifier](const Word& each) { return each.modifier == modifier; })
      ->text;
}

std::optional<FieldKey> parse_field_key(std::string_view key, yaml::Place place,
                                        Problems& problems) {
  return KeyParser(key, place, problems).run();
}

}  // namespace rulemap::sigma
