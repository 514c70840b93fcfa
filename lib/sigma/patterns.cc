#include <utility>

#include "asks.h"
#include "encodings.h"

namespace rulemap::sigma {
namespace {

using Pieces = std::vector<Piece>;

bool is_run(const Piece& piece) { return piece.kind == Piece::Kind::any_run; }

void open_front(Pieces& pieces) {
  if (pieces.empty() || !is_run(pieces.front())) {
    pieces.insert(pieces.begin(), {Piece::Kind::any_run, {}});
  }
}

void open_back(Pieces& pieces) {
  if (pieces.empty() || !is_run(pieces.back())) pieces.push_back({Piece::Kind::any_run, {}});
}

Pieces of_text(std::string text) {
  Pieces pieces;
  if (!text.empty()) pieces.push_back({Piece::Kind::text, std::move(text)});
  return pieces;
}

std::size_t dash_length(std::string_view text) {
  for (const std::string_view dash : kDashes) {
    if (text.starts_with(dash)) return dash.size();
  }
  return 0;
}

Pieces with_any_dash(const Pieces& pieces) {
  Pieces out;
  for (const Piece& piece : pieces) {
    std::string_view text = piece.text;
    if (piece.kind != Piece::Kind::text) out.push_back(piece);
    for (std::string plain; !text.empty();) {
      const std::size_t dash = dash_length(text);
      if (dash == 0) plain += text[0];
      text.remove_prefix(dash == 0 ? 1 : dash);
      if ((dash > 0 || text.empty()) && !plain.empty()) {
        out.push_back({Piece::Kind::text, std::exchange(plain, {})});
      }
      if (dash > 0) out.push_back({Piece::Kind::any_dash, {}});
    }
  }
  return out;
}

bool has_wildcard(const Pieces& pieces) {
  return pieces.size() > 1 || (!pieces.empty() && pieces[0].kind != Piece::Kind::text);
}

class PatternMaker {
 public:
  PatternMaker(const FieldKey& key, const Scalar& value, Problems& problems)
      : key_(key), value_(value), problems_(problems) {
    texts_.push_back(parse_wildcards(value.text));
  }

  std::vector<Pattern> run() {
    for (const Modifier modifier : key_.text) {
      if (!apply(modifier)) return {};
    }
    const bool is_anchored = key_.has(Modifier::contains) || key_.has(Modifier::startswith) ||
                             key_.has(Modifier::endswith);
    // Both are looked for inside a longer text.
    if (!is_anchored && (key_.field.empty() || key_.has(Modifier::base64offset))) contains();
    std::vector<Pattern> patterns;
    for (Pieces& pieces : texts_) patterns.push_back(pattern(std::move(pieces)));
    return patterns;
  }

 private:
  Pattern pattern(Pieces pieces) const {
    Pattern out;
    out.cased = key_.has(Modifier::cased);
    if (key_.text.empty() && !has_wildcard(pieces) && !pieces.empty()) out.number = value_.number;
    out.written_as_number = out.number && value_.kind == Scalar::Kind::number;
    out.pieces = std::move(pieces);
    return out;
  }

  void contains() {
    for (Pieces& pieces : texts_) {
      open_front(pieces);
      open_back(pieces);
    }
  }

  bool apply(Modifier modifier) {
    switch (modifier) {
      case Modifier::contains:
        contains();
        return true;
      case Modifier::startswith:
        for (Pieces& pieces : texts_) open_back(pieces);
        return true;
      case Modifier::endswith:
        for (Pieces& pieces : texts_) open_front(pieces);
        return true;
      case Modifier::windash:
        for (Pieces& pieces : texts_) pieces = with_any_dash(pieces);
        return true;
      default:
        return encode(modifier);
    }
  }

  // Before an encoding there is one text.
  bool encode(Modifier modifier) {
    Pieces& pieces = texts_.front();
    if (has_wildcard(pieces)) {
      problems_.error(value_.place,
                      "wildcards cannot be encoded; escape `*` and `?` by a backslash to mean them",
                      value_.text);
      return false;
    }
    if (pieces.empty()) {
      problems_.error(value_.place, "an empty value cannot be encoded");
      return false;
    }
    std::string text = std::move(pieces[0].text);
    if (modifier == Modifier::base64offset) return encode_inside(text);
    if (modifier == Modifier::base64) text = to_base64(text);
    if (modifier == Modifier::utf16le) text = to_utf16(text, false);
    if (modifier == Modifier::utf16be) text = to_utf16(text, true);
    if (modifier == Modifier::utf16) text = "\xFF\xFE" + to_utf16(text, false);
    pieces = of_text(std::move(text));
    return true;
  }

  bool encode_inside(std::string_view text) {
    texts_.clear();
    for (std::string& each : to_base64_inside(text)) {
      if (each.empty()) {
        problems_.error(value_.place,
                        "this value is too short for `base64offset`: inside a longer text nothing "
                        "of its base64 is sure; two bytes are the least",
                        value_.text);
        return false;
      }
      texts_.push_back(of_text(std::move(each)));
    }
    return true;
  }

  const FieldKey& key_;
  const Scalar& value_;
  Problems& problems_;
  std::vector<Pieces> texts_;
};

}  // namespace

std::vector<Pattern> make_patterns(const FieldKey& key, const Scalar& value, Problems& problems) {
  if (key.field.empty() && value.text.empty()) {
    problems.error(value.place, "an empty keyword stands in every event; write some text");
    return {};
  }
  return PatternMaker(key, value, problems).run();
}

}  // namespace rulemap::sigma
