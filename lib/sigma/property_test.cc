// Generated rules and events: the fast matcher and the oracle agree. A pair that differs is made
// smaller until nothing can be left out of it.
#include <gtest/gtest.h>

#include <random>

#include "long_run_testing.h"
#include "oracle_testing.h"
#include "rulemap/sigma/event_reader.h"
#include "rulemap/sigma/explain.h"
#include "rulemap/sigma/matcher.h"

namespace rulemap::sigma {
namespace {

constexpr unsigned kRules = 50, kEvents = 20;

// 100,000 pairs, or 1,000,000.
unsigned rule_sets() { return testing::is_long_run() ? 1000 : 100; }

class Generator {
 public:
  explicit Generator(unsigned seed) : random_(seed) {}

  Rule rule() {
    Rule out;
    out.expression = expression(3);
    if (one_in(3)) out.source.product = "windows";
    if (one_in(6)) out.source.category = "process_creation";
    return out;
  }

  std::string event() {
    std::string out = "{";
    if (one_in(2))
      out += R"("Channel":"Security","EventID":)" + pick({"4688", "1", "\"4688\""}) + ",";
    for (unsigned i = below(5) + 1; i > 0; --i) {
      const std::string name = pick({"A", "B", "a", "A B", "n", "EventID", "NewProcessName"});
      out += quoted(name) + ":" +
             (name == "n" ? "{\"x\":" + value(2) + ",\"y\":" + value(1) + "}" : value(2)) + ",";
    }
    out += pick({R"("event_data":{"A":)", R"("n.x":{"A":)", R"("Event":{"System":{"A":)"});
    out += value(1);
    return out + (out.find("\"System\"") != std::string::npos ? "}}}" : "}}");
  }

 private:
  unsigned below(unsigned n) { return static_cast<unsigned>(random_() % n); }
  bool one_in(unsigned n) { return below(n) == 0; }
  template <class T>
  T pick_of(const std::vector<T>& of) {
    return of[below(static_cast<unsigned>(of.size()))];
  }
  std::string pick(std::vector<std::string> of) { return pick_of(of); }

  std::string word() {
    std::string out;
    for (unsigned i = below(one_in(4) ? 12 : 5); i > 0; --i) {
      out += pick({"a",        "A",
                   "b",        "B",
                   "k",        "s",
                   "1",        "0",
                   "-",        "/",
                   " ",        ".",
                   "\n",       "\xC3\x84",
                   "\xC3\xA4", "\xE2\x84\xAA",
                   "\xC5\xBF", "\xE2\x80\x94",
                   "ab",       "Kab"});
    }
    return out;
  }
  static std::string quoted(const std::string& text) {
    std::string out = "\"";
    for (const char c : text) {
      if (c == '\n') {
        out += "\\n";
      } else {
        out += c;
      }
    }
    return out + "\"";
  }
  std::string value(unsigned depth) {
    switch (below(depth > 0 ? 14 : 11)) {
      case 0:
        return "null";
      case 1:
        return pick({"true", "false"});
      case 2:
        return pick({"1", "10", "1.0", "1e1", "-1", "9007199254740993", "18446744073709551615",
                     "1700000000"});
      case 3:
        return quoted(pick({"1", "010", "10.0.0.1", "::ffff:10.0.0.1", "fe80::1", "true",
                            "2025-11-28T06:43:04Z", "2025/01/01", "null"}));
      case 11:
        return "[" + value(depth - 1) + "," + value(depth - 1) + "]";
      case 12:
        return "{\"x\":" + value(depth - 1) + "}";
      case 13:
        return one_in(2) ? "[]" : "{}";
      default:
        return quoted(word());
    }
  }

  std::string field() {
    return pick({"A", "B", "AB", "n.x", "n.y", "A.x", "EventID", "Image", "event_data.A", "n.x.A"});
  }

  Pattern pattern(bool inside) {
    Pattern out;
    out.cased = one_in(5);
    using K = Piece::Kind;
    const auto push = [&out](K kind, std::string text = {}) {
      if (kind == K::text && text.empty()) return;
      const bool joins = !out.pieces.empty() && out.pieces.back().kind == kind;
      if (joins && kind == K::text) out.pieces.back().text += text;
      if (joins && (kind == K::text || kind == K::any_run)) return;
      out.pieces.push_back({kind, std::move(text)});
    };
    if (inside || one_in(3)) push(K::any_run);
    push(K::text, word());
    while (one_in(3)) {
      push(pick_of<K>({K::any_run, K::any_one, K::any_dash}));
      push(K::text, word());
    }
    if (inside || one_in(3)) push(K::any_run);
    if (!inside && one_in(5)) {
      const std::string text = pick({"1", "10", "9007199254740993", "18446744073709551615"});
      out.pieces = {{K::text, text}};
      out.number = parse_number(text);
      out.written_as_number = one_in(2);
    }
    return out;
  }

  Regex regex() {
    Regex out;
    out.text = pick({"a", "ab$", "^a", "a.b", ".{3,}", "(.){2,}", "k|s", "[ab]+1", "\\d",
                     "a{2}|kab", "^$", "(?i)KAB", "b.*a$", "a$|b", "\xC3\x84"});
    out.any_case = one_in(3);
    out.multi_line = one_in(3);
    out.dot_is_newline = one_in(3);
    return out;
  }

  Test::Ask ask() {
    switch (below(14)) {
      case 0:
        return IsNull{};
      case 1:
        return Exists{one_in(2)};
      case 2: {
        Network network;
        network.is_v6 = one_in(3);
        network.base[0] = network.is_v6 ? 0xFE : 10;
        if (network.is_v6) network.base[1] = 0x80;
        network.prefix = network.is_v6 ? 10 : pick_of<unsigned>({0, 8, 31, 7});
        return network;
      }
      case 3:
        return Comparison{pick_of<Order>({Order::less, Order::less_or_equal, Order::greater,
                                          Order::greater_or_equal}),
                          *parse_number(pick({"1", "10", "9007199254740992", "-1", "1.5"}))};
      case 4:
        return FieldRef{field(), static_cast<FieldRef::How>(below(4)), one_in(2)};
      case 5:
        return DatePart{static_cast<DatePart::Part>(below(6)),
                        pick_of<std::int64_t>({6, 43, 28, 48, 11, 2025, 1, 22, 14, 2023})};
      case 6:
      case 7:
        return regex();
      default:
        return pattern(false);
    }
  }

  Expression expression(unsigned depth) {
    Expression out;
    switch (depth == 0 ? 4 : below(8)) {
      case 0:
        out.kind = Expression::Kind::negation;
        out.parts.push_back(expression(depth - 1));
        return out;
      case 1:
      case 2:
        out.kind = Expression::Kind::any;
        break;
      case 3:
        out.kind = Expression::Kind::all;
        break;
      default:
        out.kind = Expression::Kind::test;
        if (one_in(6)) {
          out.test.ask = one_in(3) ? Test::Ask(regex()) : Test::Ask(pattern(!one_in(8)));
        } else {
          out.test.field = field();
          out.test.ask = ask();
        }
        return out;
    }
    for (unsigned i = one_in(8) ? below(20) : below(4); i > 0; --i)
      out.parts.push_back(expression(depth - 1));
    return out;
  }

  std::mt19937 random_;
};

bool fits_oracle(const Rule& rule, const testing::OracleEvent& event, bool by_source) {
  if (!by_source) return true;
  const auto is = [&event](const char* name, const std::string& text) {
    const auto* const field = event.field(name);
    if (field == nullptr) return false;
    for (const auto& value : field->values) {
      if (value.kind != testing::OracleValue::Kind::null) return value.text == text;
    }
    return false;
  };
  if (!rule.source.product.empty() && !is("Channel", "Security")) return false;
  return rule.source.category.empty() || (is("Channel", "Security") && is("EventID", "4688"));
}

std::vector<std::uint32_t> by_oracle(const RuleSet& rules, const std::string& json,
                                     bool by_source) {
  const testing::OracleEvent event(json);
  std::vector<std::uint32_t> out;
  for (std::uint32_t i = 0; i < rules.rules.size(); ++i) {
    if (fits_oracle(rules.rules[i], event, by_source) &&
        testing::holds(rules.rules[i].expression, event))
      out.push_back(i);
  }
  return out;
}

std::vector<std::uint32_t> fast(Matching& matching, EventReader& reader, const std::string& json) {
  Event event;
  const auto read = reader.read(json, event);
  EXPECT_TRUE(read.ok()) << json;
  const auto hits = matching.match(event);
  return {hits.begin(), hits.end()};
}

bool differs(const Expression& expression, const std::string& json) {
  RuleSet rules;
  rules.rules.emplace_back().expression = expression;
  const Matcher matcher(rules, {.by_log_source = false});
  Matching matching(matcher);
  EventReader reader(matcher.fields());
  return fast(matching, reader, json) != by_oracle(rules, json, false);
}

// Parts are left out as long as the two still differ.
void shrink(Expression& expression, const std::string& json) {
  for (bool again = true; again;) {
    again = false;
    for (std::size_t i = 0; i < expression.parts.size() && !again; ++i) {
      Expression smaller = expression.parts[i];
      again = differs(smaller, json);
      if (!again && expression.kind != Expression::Kind::negation) {
        smaller = expression;
        smaller.parts.erase(smaller.parts.begin() + static_cast<std::ptrdiff_t>(i));
        again = differs(smaller, json);
      }
      if (again) expression = Expression(smaller);
    }
  }
}

std::string text_of(const Expression& expression) {
  static const char* const kKinds[] = {"test", "all", "any", "not"};
  std::string out = kKinds[static_cast<int>(expression.kind)];
  if (expression.kind == Expression::Kind::test) {
    out += " " + expression.test.field + " ask " + std::to_string(expression.test.ask.index());
    if (const auto* it = std::get_if<Pattern>(&expression.test.ask)) {
      for (const Piece& piece : it->pieces) {
        out += piece.kind == Piece::Kind::text
                   ? "'" + piece.text + "'"
                   : std::string(1, "x*?-"[static_cast<int>(piece.kind)]);
      }
      out += it->cased ? " cased" : "";
    }
    if (const auto* it = std::get_if<Regex>(&expression.test.ask)) {
      out += "/" + it->text + "/" + (it->any_case ? "i" : "") + (it->multi_line ? "m" : "") +
             (it->dot_is_newline ? "s" : "");
    }
  }
  for (const Expression& part : expression.parts) out += " (" + text_of(part) + ")";
  return out;
}

TEST(MatcherProperty, TheFastMatcherIsTheOracle) {
  std::size_t hits = 0, differences = 0;
  for (unsigned seed = 1; seed <= rule_sets() && differences < 5; ++seed) {
    Generator generator(seed);
    RuleSet rules;
    for (unsigned i = 0; i < kRules; ++i) rules.rules.push_back(generator.rule());
    const bool by_source = seed % 2 == 0;
    const Matcher matcher(rules, {.by_log_source = by_source,
                                  .by_frequency = seed % 5 != 0,
                                  .most_classes = seed % 3 == 0 ? 1U : 4096U});
    Matching matching(matcher);
    EventReader reader(matcher.fields());
    for (unsigned i = 0; i < kEvents; ++i) {
      const std::string json = generator.event();
      const auto expected = by_oracle(rules, json, by_source);
      const auto got = fast(matching, reader, json);
      hits += got.size();
      if (got == expected) continue;
      ++differences;
      for (std::uint32_t rule = 0; rule < kRules; ++rule) {
        const bool is_in = std::count(got.begin(), got.end(), rule) != 0;
        if (is_in == (std::count(expected.begin(), expected.end(), rule) != 0)) continue;
        Expression expression = rules.rules[rule].expression;
        if (differs(expression, json)) shrink(expression, json);
        ADD_FAILURE() << "seed " << seed << ", rule " << rule << ", fast " << is_in << ": "
                      << text_of(expression) << "\n"
                      << json;
      }
    }
  }
  RecordProperty("pairs", static_cast<int>(rule_sets() * kRules * kEvents));
  // Generated pairs that never meet would prove nothing.
  EXPECT_GT(hits, std::size_t{rule_sets()} * kEvents * kRules / 20);
}

TEST(MatcherProperty, ExplanationsSayWhatTheOracleSays) {
  Generator generator(4711);
  std::size_t held = 0;
  for (unsigned i = 0; i < 5000; ++i) {
    const Rule rule = generator.rule();
    const std::string json = generator.event();
    const auto explained = explain(rule, json);
    ASSERT_TRUE(explained) << json;
    ASSERT_EQ(explained->holds, testing::holds(rule.expression, testing::OracleEvent(json)))
        << shown(*explained) << json;
    held += explained->holds ? 1 : 0;
  }
  EXPECT_GT(held, 500u);
}

}  // namespace
}  // namespace rulemap::sigma
