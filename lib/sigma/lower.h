// Selections as written -> trees of tests.
#pragma once

#include "modifiers.h"
#include "rulemap/sigma/expression.h"
#include "rulemap/sigma/load.h"
#include "scalar.h"

namespace rulemap::sigma {

// Tests that may still be made, over all documents of a file: a condition that names a selection
// often, or a placeholder, must not make much of little.
struct Budget {
  std::size_t tests = 0;
};

// Of one rule. Problems are added; what comes back beside one is not to be used.
class Lowering {
 public:
  Lowering(const LoadOptions& options, Budget& budget, Problems& problems)
      : options_(options), budget_(budget), problems_(problems) {}

  // A map, a list of maps and keywords, or one keyword. `place` is that of its name.
  Expression selection(const yaml::Node& node, yaml::Place place);

  // False, with a problem once, where `tests` more are more than a rule or its file may
  // have.
  bool spend(std::size_t tests, yaml::Place place);

 private:
  Expression map(const yaml::Node& node, yaml::Place place);
  Expression list(const yaml::Node& node, yaml::Place place);
  Expression entry(const yaml::Member& member);
  // Its values joined by `any` or, under the modifier, by `all`.
  Expression values(const FieldKey& key, const yaml::Node& node, yaml::Place place);
  void value(const FieldKey& key, const yaml::Node& node, Expression& out);
  void text(const FieldKey& key, const Scalar& scalar, Expression& out);
  void null(const FieldKey& key, const Scalar& scalar, Expression& out);

  const LoadOptions& options_;
  Budget& budget_;
  Problems& problems_;
  std::size_t tests_ = 0;
  bool is_spent_ = false;
};

// Tests in it.
std::size_t tests_in(const Expression& expression);

}  // namespace rulemap::sigma
