// The index of one class of events: the rules that may hold for them, and by which tests each is
// woken. Immutable once built.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "class_tree.h"
#include "inside_index.h"
#include "test_compile.h"
#include "whole_index.h"

namespace rulemap::sigma {

// A tree laid flat; the parts of a node lie side by side.
struct Node {
  enum class Kind : std::uint8_t { test, not_test, all, any };

  Kind kind = Kind::test;
  std::uint32_t first = 0;  // a test of the class; or of the parts
  std::uint32_t last = 0;   // behind the parts
};

struct ClassRule {
  std::uint32_t rule;  // an index into RuleSet::rules
  std::uint32_t root;  // a node
};

struct ClassTest {
  const CompiledTest* test = nullptr;
  bool is_indexed = false;                      // what did not fire is false
  bool is_plain_contains = false;               // what the index finds needs no second look
  std::uint32_t first_rule = 0, last_rule = 0;  // of woken
};

struct ClassField {
  Slot slot = CompiledTest::kKeyword;
  WholeIndex whole;
  InsideIndex inside;
  InsideIndex beyond_ascii;          // literals that no text of ASCII alone has
  std::vector<std::uint32_t> asked;  // tests with no key in the index, that wake rules
};

class RuleClass {
 public:
  struct Source {
    std::uint32_t rule;
    Tree tree;
  };

  // `by_frequency`: see MatchOptions.
  RuleClass(std::vector<Source> rules, const std::vector<std::unique_ptr<CompiledTest>>& tests,
            bool by_frequency);

  std::vector<ClassTest> tests;
  std::vector<ClassRule> rules;  // ascending
  std::vector<Node> nodes;
  std::vector<std::uint32_t> woken;      // rules by the tests that wake them
  std::vector<std::uint32_t> always;     // rules that no test has to wake
  std::vector<ClassField> fields;        // keywords last
  std::vector<std::uint32_t> constants;  // rules that hold for every event of the class

 private:
  class Builder;
};

}  // namespace rulemap::sigma
