// What of a rule has to fire before the rule can hold: the cheapest necessary tests.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "class_tree.h"
#include "test_compile.h"

namespace rulemap::sigma {

// How an index finds a test. `text` is folded.
struct IndexKey {
  enum class Kind : std::uint8_t { equals, prefix, suffix, contains, number };

  Kind kind = Kind::contains;
  std::string_view text;
};

// The keys of which one is in every value that the test says yes to; none: it is asked wherever
// the field is there.
std::vector<IndexKey> index_keys(const CompiledTest& test);

struct Witness {
  double cost = 0;
  std::vector<TestId> tests;  // where none holds, the tree does not
};

// What an event costs a test in an index, its false alarms included.
using Cost = std::function<double(TestId)>;

// Nothing where the tree may hold without any test firing.
std::optional<Witness> cheapest_witness(const Tree& tree, const Cost& cost);

// `by_frequency`: as often as it holds in public events.
double static_cost(const CompiledTest& test, bool by_frequency);
// Of asking it, in about nanoseconds.
double evaluation_cost(const CompiledTest& test);

}  // namespace rulemap::sigma
