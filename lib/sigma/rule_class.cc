#include "rule_class.h"

#include <algorithm>
#include <map>
#include <unordered_map>
#include <utility>

#include "case_fold.h"
#include "witness.h"

namespace rulemap::sigma {
namespace {

// Lists so long are indexed even where another test wakes the rule, so that asking them is looking
// what fired.
constexpr std::size_t kLongList = 16, kLongLiteral = 9;

}  // namespace

class RuleClass::Builder {
 public:
  Builder(RuleClass& out, const std::vector<std::unique_ptr<CompiledTest>>& tests,
          bool by_frequency)
      : out_(out), tests_(tests), by_frequency_(by_frequency) {}

  void add(Source source) {
    if (source.tree.kind == Tree::Kind::constant) {
      if (source.tree.value) out_.constants.push_back(source.rule);
      return;
    }
    const auto rule = static_cast<std::uint32_t>(out_.rules.size());
    const auto witness = cheapest_witness(source.tree, [this](TestId id) { return cost(id); });
    if (!witness) {
      out_.always.push_back(rule);
    } else {
      for (const TestId id : witness->tests) wakes_[number_of(id)].push_back(rule);
    }
    index_long_lists(source.tree);
    order(source.tree);
    const auto root = static_cast<std::uint32_t>(out_.nodes.size());
    out_.nodes.emplace_back();
    lay(source.tree, root);
    out_.rules.push_back({source.rule, root});
  }

  void finish() {
    for (auto& [test, rules] : wakes_) {
      rules.erase(std::unique(rules.begin(), rules.end()), rules.end());
      out_.tests[test].first_rule = static_cast<std::uint32_t>(out_.woken.size());
      out_.woken.insert(out_.woken.end(), rules.begin(), rules.end());
      out_.tests[test].last_rule = static_cast<std::uint32_t>(out_.woken.size());
      index(test);
    }
    for (const std::uint32_t test : listed_) index(test);
    for (auto& [slot, field] : fields_) {
      field.slot = slot;
      field.whole.build();
      field.inside.build();
      field.beyond_ascii.build();
      out_.fields.push_back(std::move(field));
    }
  }

 private:
  double cost(TestId id) {
    const auto [at, is_new] = costs_.try_emplace(id, 0);
    // A test of absence holds without anything to find.
    const Test& test = *tests_[id]->test;
    const auto* const exists = std::get_if<Exists>(&test.ask);
    const bool is_absence =
        std::holds_alternative<IsNull>(test.ask) || (exists != nullptr && !exists->expected);
    if (is_new) at->second = is_absence ? -1 : static_cost(*tests_[id], by_frequency_);
    return at->second;
  }

  std::uint32_t number_of(TestId id) {
    const auto [at, is_new] =
        numbers_.try_emplace(id, static_cast<std::uint32_t>(out_.tests.size()));
    if (is_new) out_.tests.push_back({tests_[id].get()});
    return at->second;
  }

  void index_long_lists(const Tree& tree) {
    for (const Tree& part : tree.parts) index_long_lists(part);
    if (tree.kind == Tree::Kind::test || tree.parts.size() < kLongList) return;
    for (const Tree& part : tree.parts) {
      if (part.kind == Tree::Kind::test && is_cheap_to_index(*tests_[part.test])) {
        listed_.push_back(number_of(part.test));
      }
    }
  }

  // Short literals inside of texts are not: they make more places of each text be looked at.
  static bool is_cheap_to_index(const CompiledTest& test) {
    const auto keys = index_keys(test);
    return !keys.empty() && std::all_of(keys.begin(), keys.end(), [](const IndexKey& key) {
      return key.kind != IndexKey::Kind::contains || key.text.size() >= kLongLiteral;
    });
  }

  // Cheap parts first: most ends are reached by them.
  double order(Tree& tree) {
    if (tree.kind == Tree::Kind::test) return evaluation_cost(*tests_[tree.test]);
    std::vector<std::pair<double, Tree>> parts;
    double sum = 0;
    for (Tree& part : tree.parts) {
      const double of_part = order(part);
      sum += of_part;
      parts.emplace_back(of_part, std::move(part));
    }
    std::stable_sort(parts.begin(), parts.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    for (std::size_t i = 0; i < parts.size(); ++i) tree.parts[i] = std::move(parts[i].second);
    return sum;
  }

  void lay(const Tree& tree, std::uint32_t at) {
    if (tree.kind == Tree::Kind::test) {
      out_.nodes[at] = {tree.is_negated ? Node::Kind::not_test : Node::Kind::test,
                        number_of(tree.test), 0};
      return;
    }
    const auto first = static_cast<std::uint32_t>(out_.nodes.size());
    const auto count = static_cast<std::uint32_t>(tree.parts.size());
    out_.nodes[at] = {tree.kind == Tree::Kind::all ? Node::Kind::all : Node::Kind::any, first,
                      first + count};
    out_.nodes.resize(first + count);
    for (std::uint32_t i = 0; i < count; ++i) lay(tree.parts[i], first + i);
  }

  void index(std::uint32_t number) {
    ClassTest& test = out_.tests[number];
    if (test.is_indexed) return;
    ClassField& field = fields_[test.test->slot];
    const auto keys = index_keys(*test.test);
    if (keys.empty()) {
      field.asked.push_back(number);
      return;
    }
    test.is_indexed = true;
    test.is_plain_contains =
        test.test->pattern && test.test->pattern->shape() == PatternTest::Shape::contains;
    for (const IndexKey& key : keys) add(field, key, number);
  }

  void add(ClassField& field, const IndexKey& key, std::uint32_t number) {
    switch (key.kind) {
      case IndexKey::Kind::equals:
        return field.whole.add_whole(key.text, number);
      case IndexKey::Kind::prefix:
        return field.whole.add_begin(key.text, number);
      case IndexKey::Kind::suffix:
        return field.whole.add_end(key.text, number);
      case IndexKey::Kind::number:
        return field.whole.add_number(*out_.tests[number].test->pattern->number(), number);
      default:
        return (is_ascii(key.text) ? field.inside : field.beyond_ascii).add(key.text, number);
    }
  }

  RuleClass& out_;
  const std::vector<std::unique_ptr<CompiledTest>>& tests_;
  const bool by_frequency_;
  std::unordered_map<TestId, std::uint32_t> numbers_;
  std::unordered_map<TestId, double> costs_;
  std::map<std::uint32_t, std::vector<std::uint32_t>> wakes_;  // test -> rules
  std::vector<std::uint32_t> listed_;
  std::map<Slot, ClassField> fields_;
};

RuleClass::RuleClass(std::vector<Source> sources,
                     const std::vector<std::unique_ptr<CompiledTest>>& compiled,
                     bool by_frequency) {
  Builder builder(*this, compiled, by_frequency);
  for (Source& source : sources) builder.add(std::move(source));
  builder.finish();
}

}  // namespace rulemap::sigma
