#include "modifiers.h"

#include <algorithm>
#include <array>

#include "modifier_rules.h"

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
    std::string why = refusal_of(out_);
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
