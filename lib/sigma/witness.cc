#include "witness.h"

#include <algorithm>
#include <cmath>

#include "inside_index.h"
#include "test_frequency.h"

namespace rulemap::sigma {
namespace {

using Shape = PatternTest::Shape;

const Piece* longest_text(const std::vector<Piece>& pieces) {
  const Piece* out = nullptr;
  for (const Piece& piece : pieces) {
    if (piece.kind != Piece::Kind::text) continue;
    if (out == nullptr || piece.text.size() > out->text.size()) out = &piece;
  }
  return out;
}

std::vector<IndexKey> keys_of_pieces(const std::vector<Piece>& pieces) {
  const Piece* const longest = longest_text(pieces);
  if (longest != nullptr && longest->text.size() >= kPair) {
    return {{IndexKey::Kind::contains, longest->text}};
  }
  if (pieces.front().kind == Piece::Kind::text) {
    return {{IndexKey::Kind::prefix, pieces.front().text}};
  }
  if (pieces.back().kind == Piece::Kind::text) {
    return {{IndexKey::Kind::suffix, pieces.back().text}};
  }
  return {};
}

std::vector<IndexKey> keys_of(const PatternTest& pattern) {
  if (pattern.cased()) return {};
  switch (pattern.shape()) {
    case Shape::empty:
      return {{IndexKey::Kind::equals, {}}};
    case Shape::equals: {
      std::vector<IndexKey> keys = {{IndexKey::Kind::equals, pattern.literal()}};
      if (pattern.number()) keys.push_back({IndexKey::Kind::number, {}});
      return keys;
    }
    case Shape::prefix:
      return {{IndexKey::Kind::prefix, pattern.literal()}};
    case Shape::suffix:
      return {{IndexKey::Kind::suffix, pattern.literal()}};
    case Shape::contains:
      if (pattern.literal().size() < kPair) return {};
      return {{IndexKey::Kind::contains, pattern.literal()}};
    case Shape::pieces:
      return keys_of_pieces(pattern.pieces());
    default:
      return {};
  }
}

}  // namespace

std::vector<IndexKey> index_keys(const CompiledTest& test) {
  std::vector<IndexKey> keys;
  if (test.pattern) keys = keys_of(*test.pattern);
  if (test.regex) {
    for (const std::string& literal : test.regex->literals()) {
      if (literal.size() < kPair) return {};
      keys.push_back({IndexKey::Kind::contains, literal});
    }
  }
  // Keywords are looked for in the whole text of the event, where a value has no begin.
  const auto is_none = [](const IndexKey& key) {
    return key.kind != IndexKey::Kind::contains || key.text.size() < kGram;
  };
  const bool is_keyword = test.slot == CompiledTest::kKeyword;
  if (is_keyword && std::any_of(keys.begin(), keys.end(), is_none)) return {};
  return keys;
}

double static_cost(const CompiledTest& test, bool by_frequency) {
  const std::vector<IndexKey> keys = index_keys(test);
  // Asked of each event that has the field.
  if (keys.empty()) return 20 + evaluation_cost(test);
  constexpr double kRule = 150;  // nanoseconds, to ask a rule that was woken
  double cost = by_frequency ? kRule / 10000 * test_frequency(test) : 0;
  for (const IndexKey& key : keys) {
    const bool is_loose = key.kind == IndexKey::Kind::contains;
    // Of what was never counted, short texts are seen more often.
    const double length = static_cast<double>(std::min<std::size_t>(key.text.size(), 24));
    cost += (is_loose ? 0.2 : 0.05) + kRule * 0.02 * std::exp2(-length / 3);
    // Two and three bytes make every place of the value be looked at.
    if (is_loose && key.text.size() < kGram) cost += 2;
  }
  return cost;
}

double evaluation_cost(const CompiledTest& test) {
  const double values = test.slot == CompiledTest::kKeyword ? 30 : 1;
  if (test.regex) return values * (test.regex->literals().empty() ? 2000 : 300);
  if (!test.pattern) return values * 30;
  const Shape shape = test.pattern->shape();
  return values * (shape == Shape::pieces ? 80 : shape == Shape::contains ? 40 : 5);
}

std::optional<Witness> cheapest_witness(const Tree& tree, const Cost& cost) {
  if (tree.kind == Tree::Kind::constant) return std::nullopt;
  if (tree.kind == Tree::Kind::test) {
    if (tree.is_negated) return std::nullopt;
    const double of_test = cost(tree.test);
    if (of_test < 0) return std::nullopt;
    return Witness{of_test, {tree.test}};
  }
  std::optional<Witness> out;
  if (tree.kind == Tree::Kind::any) out.emplace();
  for (const Tree& part : tree.parts) {
    auto witness = cheapest_witness(part, cost);
    if (tree.kind == Tree::Kind::all) {
      if (witness && (!out || witness->cost < out->cost)) out = std::move(witness);
      continue;
    }
    if (!witness) return std::nullopt;
    out->cost += witness->cost;
    out->tests.insert(out->tests.end(), witness->tests.begin(), witness->tests.end());
  }
  return out;
}

}  // namespace rulemap::sigma
