#include <algorithm>
#include <utility>

#include "case_fold.h"
#include "test_compile.h"

namespace rulemap::sigma {
namespace {

// Bytes of `text` that `piece` takes at its begin; npos where it does not fit.
std::size_t taken(const Piece& piece, std::string_view text) {
  constexpr std::size_t kNot = std::string_view::npos;
  if (piece.kind == Piece::Kind::text) {
    return text.starts_with(piece.text) ? piece.text.size() : kNot;
  }
  if (text.empty()) return kNot;
  if (piece.kind == Piece::Kind::any_one) return character_length(text);
  for (const std::string_view dash : kDashes) {
    if (text.starts_with(dash)) return dash.size();
  }
  return kNot;
}

// The next place from `from` where a match of what follows a `*` can begin.
std::size_t next_start(const std::vector<Piece>& pieces, std::size_t piece, std::string_view text,
                       std::size_t from) {
  if (piece == pieces.size() || pieces[piece].kind != Piece::Kind::text) return from;
  return text.find(pieces[piece].text, from);
}

// Only the last `*` can ever need to take more, so one place to return to is enough.
bool walk(const std::vector<Piece>& pieces, std::string_view text) {
  constexpr std::size_t kNone = std::string_view::npos;
  std::size_t piece = 0, at = 0, run = kNone, run_at = 0;
  while (true) {
    if (piece < pieces.size() && pieces[piece].kind == Piece::Kind::any_run) {
      run = ++piece;
      if (run == pieces.size()) return true;
      run_at = at = next_start(pieces, run, text, at);
      if (at == kNone) return false;
      continue;
    }
    if (piece == pieces.size() && at == text.size()) return true;
    const std::size_t length =
        piece < pieces.size() ? taken(pieces[piece], text.substr(at)) : kNone;
    if (length != kNone) {
      at += length;
      ++piece;
      continue;
    }
    if (run == kNone || run_at >= text.size()) return false;
    const std::size_t step = character_length(text.substr(run_at));
    run_at = next_start(pieces, run, text, run_at + step);
    if (run_at == kNone) return false;
    at = run_at;
    piece = run;
  }
}

PatternTest::Shape shape_of(const std::vector<Piece>& pieces) {
  using Shape = PatternTest::Shape;
  const auto is = [&](std::initializer_list<Piece::Kind> kinds) {
    return std::equal(pieces.begin(), pieces.end(), kinds.begin(), kinds.end(),
                      [](const Piece& piece, Piece::Kind kind) { return piece.kind == kind; });
  };
  constexpr auto kText = Piece::Kind::text, kRun = Piece::Kind::any_run;
  if (pieces.empty()) return Shape::empty;
  if (is({kRun})) return Shape::anything;
  if (is({kText})) return Shape::equals;
  if (is({kText, kRun})) return Shape::prefix;
  if (is({kRun, kText})) return Shape::suffix;
  if (is({kRun, kText, kRun})) return Shape::contains;
  return Shape::pieces;
}

}  // namespace

PatternTest::PatternTest(const Pattern& pattern)
    : pattern_(pattern), shape_(shape_of(pattern.pieces)) {
  for (Piece& piece : pattern_.pieces) {
    if (!pattern_.cased) piece.text = folded(piece.text);
    if (shape_ != Shape::pieces && piece.kind == Piece::Kind::text)
      literal_ = SoughtText(piece.text);
  }
}

bool PatternTest::matches_text(std::string_view text) const {
  switch (shape_) {
    case Shape::empty:
      return text.empty();
    case Shape::anything:
      return true;
    case Shape::equals:
      return text == literal();
    case Shape::prefix:
      return text.starts_with(literal());
    case Shape::suffix:
      return text.ends_with(literal());
    case Shape::contains:
      return literal_.is_in(text);
    default:
      return walk(pattern_.pieces, text);
  }
}

bool PatternTest::matches(const Value& value) const {
  if (value.kind == Value::Kind::null) return false;
  if (matches_text(pattern_.cased ? value.text : value.folded)) return true;
  if (!pattern_.number) return false;
  if (!pattern_.written_as_number && value.kind != Value::Kind::number) return false;
  const auto number = parse_number(value.text);
  return number && compare(*number, *pattern_.number) == 0;
}

}  // namespace rulemap::sigma
