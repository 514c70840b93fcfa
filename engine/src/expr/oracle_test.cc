// Random expressions over random records: the compiled program against an evaluator that walks its
// own tree and shares no code with the passes.
#include <cmath>
#include <functional>
#include <optional>
#include <random>

#include "expr_testing.h"

namespace rulemap::expr {
namespace {

constexpr int64_t kNow = 1'700'000'000'000;
constexpr int kCases = 10'000;

// What the oracle computes with; nothing is a missing value. Times and durations are integers.
using Plain = std::variant<std::monostate, bool, int64_t, double, std::string>;

struct Record {
  std::map<std::string, Plain> fields;
  std::optional<std::vector<Plain>> tags;
};

// An expression as source, with how loosely it binds, and as what it means.
struct Sentence {
  std::string source;
  int binding;  // 0 or, 1 and, 2 not, 3 comparison, 4 operand
  std::function<Plain(const Record&)> meaning;
};

bool missing(const Plain& value) { return value.index() == 0; }
bool truth(const Plain& value) {
  const bool* boolean = std::get_if<bool>(&value);
  return boolean != nullptr && *boolean;
}
const std::string* text_of(const Plain& value) { return std::get_if<std::string>(&value); }

// -1, 0, 1, or nothing. long double holds every 64-bit integer on the machines that we build on.
std::optional<int> order(const Plain& a, const Plain& b) {
  static_assert(std::numeric_limits<long double>::digits >= 64);
  const auto number = [](const Plain& v) -> std::optional<long double> {
    if (const auto* i = std::get_if<int64_t>(&v)) return static_cast<long double>(*i);
    if (const auto* d = std::get_if<double>(&v)) return static_cast<long double>(*d);
    return std::nullopt;
  };
  if (const auto x = number(a), y = number(b); x && y) {
    if (std::isnan(*x) || std::isnan(*y)) return std::nullopt;
    return *x < *y ? -1 : *x > *y ? 1 : 0;
  }
  if (text_of(a) && text_of(b)) {
    const int difference = text_of(a)->compare(*text_of(b));
    return difference < 0 ? -1 : difference > 0 ? 1 : 0;
  }
  const bool* p = std::get_if<bool>(&a);
  const bool* q = std::get_if<bool>(&b);
  if (p && q && *p == *q) return 0;
  return std::nullopt;
}

uint32_t v4_of(const std::string& text, bool& ok) {
  unsigned a = 0, b = 0, c = 0, d = 0;
  char rest = 0;
  ok = std::sscanf(text.c_str(), "%u.%u.%u.%u%c", &a, &b, &c, &d, &rest) == 4 &&
       std::max({a, b, c, d}) < 256;
  return a << 24 | b << 16 | c << 8 | d;
}

class Generator {
 public:
  explicit Generator(uint32_t seed) : random_(seed) {}

  Sentence condition(int depth) {
    switch (depth <= 0 ? pick(4) : pick(12)) {
      case 0:
        return membership();
      case 1:
        return boolean_call();
      case 2:
        return chance(3) ? boolean() : exists();
      case 3:
      case 4:
        return comparison();
      case 5:
      case 6:
        return negation(depth);
      case 7:
        return same_truth(depth);
      case 8:
      case 9:
        return chain(depth, "and", 1);
      default:
        return chain(depth, "or", 0);
    }
  }

  Record record() {
    Record record;
    for (const char* name : {"t1", "t2"}) record.fields[name] = maybe(some_text());
    for (const char* name : {"n1", "n2"}) record.fields[name] = maybe(some_integer());
    for (const char* name : {"d1", "d2"}) record.fields[name] = maybe(some_double());
    for (const char* name : {"b1", "b2"}) record.fields[name] = maybe(chance(2));
    record.fields["when"] = maybe(kNow - some_integer() % 100'000'000);
    record.fields["any"] = maybe(some_value());
    if (!chance(4)) {
      record.tags.emplace();
      for (uint32_t i = pick(4); i > 0; --i) record.tags->push_back(some_value());
    }
    return record;
  }

 private:
  uint32_t pick(uint32_t below) { return static_cast<uint32_t>(random_() % below); }
  bool chance(uint32_t in) { return pick(in) == 0; }

  template <class T, size_t N>
  const T& pick_from(const T (&values)[N]) {
    return values[pick(N)];
  }

  template <class T>
  Plain maybe(T value) {
    if (chance(4)) return {};
    return value;
  }

  std::string some_text() {
    static const std::string kTexts[] = {"",     "a",        "ab",          "Ab",    "it's", "evil",
                                         "EVIL", "10.1.2.3", "192.168.0.9", "b\xC3", "ba"};
    return pick_from(kTexts);
  }
  int64_t some_integer() {
    static const int64_t kIntegers[] = {
        0, 1, -1, 5, 7, 1LL << 53, (1LL << 53) + 1, INT64_MAX, INT64_MIN, INT64_MAX - 1};
    return pick_from(kIntegers);
  }
  double some_double() {
    static const double kDoubles[] = {0,
                                      -0.0,
                                      0.5,
                                      1,
                                      -1.5,
                                      5,
                                      9007199254740992.0,
                                      9223372036854775808.0,
                                      -9223372036854775808.0,
                                      1e300,
                                      std::nan("")};
    return pick_from(kDoubles);
  }
  Plain some_value() {
    switch (pick(4)) {
      case 0:
        return some_text();
      case 1:
        return some_integer();
      case 2:
        return some_double();
      default:
        return chance(2);
    }
  }

  // In brackets where it must be, and now and then where it need not.
  std::string inside(const Sentence& part, int binding) {
    const bool brackets = part.binding < binding || chance(6);
    return brackets ? "(" + part.source + ")" : part.source;
  }

  Sentence field(const char* name) {
    return {name, 4, [name](const Record& r) { return r.fields.at(name); }};
  }
  Sentence constant(std::string source, Plain value) {
    return {std::move(source), 4, [value = std::move(value)](const Record&) { return value; }};
  }

  Sentence text_literal() {
    const std::string text = some_text();
    std::string source = "'";
    for (const char c : text) source += c == '\'' ? "''" : std::string(1, c);
    return constant(source + "'", text);
  }
  Sentence integer_literal() {
    const int64_t value = some_integer();
    return constant(std::to_string(value), value);
  }
  Sentence decimal_literal() {
    static const char* const kSources[] = {
        "0.0", "0.5", "1.0", "-1.5", "5.25", "9007199254740992.0", "9223372036854775808.0"};
    const char* source = pick_from(kSources);
    return constant(source, std::strtod(source, nullptr));
  }

  Sentence text() {
    switch (pick(5)) {
      case 0:
        return text_literal();
      case 1:
        return lowered();
      case 2:
        return field("any");
      default:
        return field(chance(2) ? "t1" : "t2");
    }
  }
  Sentence lowered() {
    const Sentence part = field(chance(2) ? "t1" : "t2");
    return {"lower(" + part.source + ")", 4, [part](const Record& r) -> Plain {
              const Plain value = part.meaning(r);
              if (missing(value)) return {};
              std::string text = *text_of(value);
              for (char& c : text) {
                if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
              }
              return text;
            }};
  }
  Sentence number() {
    switch (pick(7)) {
      case 0:
        return integer_literal();
      case 1:
        return decimal_literal();
      case 2:
        return field("any");
      case 3:
        return length();
      default:
        return field(pick_from(kNumbers));
    }
  }
  Sentence length() {
    if (chance(2)) {
      return {"len(tags)", 4, [](const Record& r) -> Plain {
                if (!r.tags) return {};
                return static_cast<int64_t>(r.tags->size());
              }};
    }
    const Sentence part = text();
    return {"len(" + part.source + ")", 4, [part](const Record& r) -> Plain {
              const Plain value = part.meaning(r);
              if (!text_of(value)) return {};
              return static_cast<int64_t>(text_of(value)->size());
            }};
  }
  Sentence boolean() {
    return chance(4) ? (chance(2) ? constant("true", true) : constant("false", false))
                     : field(chance(2) ? "b1" : "b2");
  }
  Sentence exists() {
    const char* name = pick_from(kAll);
    return {std::string("exists(") + name + ")", 4,
            [name](const Record& r) -> Plain { return !missing(r.fields.at(name)); }};
  }
  Sentence age() {
    return {"age(when)", 4, [](const Record& r) -> Plain {
              const Plain& when = r.fields.at("when");
              if (missing(when)) return {};
              return kNow - std::get<int64_t>(when);
            }};
  }

  Sentence relation(const Sentence& a, const Sentence& b, bool ordered) {
    static const char* const kSigns[] = {"==", "!=", "<", "<=", ">", ">="};
    const uint32_t sign = pick(ordered ? 6 : 2);
    const std::string source = inside(a, 4) + " " + kSigns[sign] + " " + inside(b, 4);
    return {source, 3, [a, b, sign](const Record& r) -> Plain {
              const auto o = order(a.meaning(r), b.meaning(r));
              const bool results[] = {o == 0,       !(o == 0), o == -1,
                                      o && *o <= 0, o == 1,    o && *o >= 0};
              return results[sign];
            }};
  }
  Sentence comparison() {
    switch (pick(5)) {
      case 0:
        return relation(text(), text(), true);
      case 1:
        return relation(boolean(), boolean(), false);
      case 2: {
        static const int64_t kSeconds[] = {0, 30, 86400, -5};
        const int64_t seconds = pick_from(kSeconds);
        return relation(age(), constant(std::to_string(seconds) + "s", seconds * 1000), true);
      }
      default:
        return relation(number(), number(), true);
    }
  }
  Sentence same_truth(int depth) {
    return relation(condition(depth - 2), condition(depth - 2), false);
  }

  Sentence membership() {
    const bool negated = chance(3);
    const Sentence item = chance(2) ? text() : number();
    const std::string word = negated ? " not in " : " in ";
    if (chance(2)) {
      return {inside(item, 4) + word + "tags", 3, [item, negated](const Record& r) -> Plain {
                return negated != contains(r.tags, item.meaning(r));
              }};
    }
    const bool texts = item.source != "any" && text_like(item);
    std::string source;
    std::vector<Plain> values;
    for (uint32_t i = 1 + pick(3); i > 0; --i) {
      const Sentence element = texts ? text_literal() : integer_literal();
      source += (source.empty() ? "" : ", ") + element.source;
      values.push_back(element.meaning({}));
    }
    return {inside(item, 4) + word + "[" + source + "]", 3,
            [item, negated, values](const Record& r) -> Plain {
              return negated != contains(values, item.meaning(r));
            }};
  }
  static bool text_like(const Sentence& item) {
    const std::string& s = item.source;
    return s[0] == '\'' || s[0] == 't' || s.starts_with("lower");
  }
  static bool contains(const std::optional<std::vector<Plain>>& list, const Plain& item) {
    if (!list) return false;
    for (const Plain& value : *list) {
      if (order(value, item) == 0) return true;
    }
    return false;
  }

  Sentence boolean_call() {
    switch (pick(4)) {
      case 0:
        return matches();
      case 1:
        return in_net();
      case 2: {
        const Sentence item = chance(2) ? text() : number();
        return {"contains(tags, " + item.source + ")", 4,
                [item](const Record& r) -> Plain { return contains(r.tags, item.meaning(r)); }};
      }
      default:
        return part_of_text();
    }
  }
  Sentence part_of_text() {
    static const char* const kNames[] = {"contains", "starts_with", "ends_with"};
    const uint32_t which = pick(3);
    const Sentence whole = field(chance(2) ? "t1" : "t2");
    const Sentence part = text();
    return {std::string(kNames[which]) + "(" + whole.source + ", " + part.source + ")", 4,
            [which, whole, part](const Record& r) -> Plain {
              const Plain a = whole.meaning(r), b = part.meaning(r);
              if (!text_of(a) || !text_of(b)) return false;
              const std::string &x = *text_of(a), &y = *text_of(b);
              if (which == 0) return x.find(y) != std::string::npos;
              if (x.size() < y.size()) return false;
              return x.substr(which == 1 ? 0 : x.size() - y.size(), y.size()) == y;
            }};
  }
  Sentence matches() {
    using Text = const std::string&;
    static const std::pair<const char*, bool (*)(Text)> kPatterns[] = {
        {"a+b", [](Text t) { return t.find("ab") != t.npos; }},
        {"^ev", [](Text t) { return t.substr(0, 2) == "ev"; }},
        {"[0-9]$", [](Text t) { return !t.empty() && t.back() >= '0' && t.back() <= '9'; }},
        {"(A|E)[bV]", [](Text t) { return t.find("Ab") != t.npos || t.find("EV") != t.npos; }},
        {"", [](Text) { return true; }},
        {"^$", [](Text t) { return t.empty(); }},
    };
    const auto [pattern, found] = pick_from(kPatterns);
    const Sentence whole = text();
    return {"matches(" + whole.source + ", '" + pattern + "')", 4,
            [whole, found = found](const Record& r) -> Plain {
              const Plain value = whole.meaning(r);
              return text_of(value) && found(*text_of(value));
            }};
  }
  Sentence in_net() {
    static const std::pair<const char*, int> kNetworks[] = {
        {"10.0.0.0", 8}, {"192.168.0.0", 29}, {"0.0.0.0", 0}, {"10.1.2.3", 32}};
    const auto [base, bits] = pick_from(kNetworks);
    const Sentence whole = text();
    const std::string range = std::string(base) + "/" + std::to_string(bits);
    return {"in_net(" + whole.source + ", '" + range + "')", 4,
            [whole, base = base, bits = bits](const Record& r) -> Plain {
              const Plain value = whole.meaning(r);
              bool ok = false;
              if (!text_of(value)) return false;
              const uint64_t address = v4_of(*text_of(value), ok);
              if (!ok) return false;
              return address >> (32 - bits) == uint64_t{v4_of(base, ok)} >> (32 - bits);
            }};
  }

  Sentence negation(int depth) {
    const Sentence part = condition(depth - 1);
    return {"not " + inside(part, 2), 2,
            [part](const Record& r) -> Plain { return !truth(part.meaning(r)); }};
  }
  Sentence chain(int depth, const std::string& word, int binding) {
    std::vector<Sentence> parts;
    std::string source;
    for (uint32_t i = 2 + pick(2); i > 0; --i) {
      parts.push_back(condition(depth - 1));
      source += (source.empty() ? "" : " " + word + " ") + inside(parts.back(), binding + 1);
    }
    const bool every = binding == 1;
    return {source, binding, [parts, every](const Record& r) -> Plain {
              for (const Sentence& part : parts) {
                if (truth(part.meaning(r)) != every) return !every;
              }
              return every;
            }};
  }

  static constexpr const char* kNumbers[] = {"n1", "n2", "d1", "d2"};
  static constexpr const char* kAll[] = {"t1", "t2", "n1", "n2",   "d1",
                                         "d2", "b1", "b2", "when", "any"};

  std::mt19937 random_;
};

TestScope oracle_scope() {
  TestScope scope;
  scope.with("t1", Type::text).with("t2", Type::text);
  scope.with("n1", Type::integer).with("n2", Type::integer);
  scope.with("d1", Type::number).with("d2", Type::number);
  scope.with("b1", Type::boolean).with("b2", Type::boolean);
  scope.with("when", Type::time).with("any", Type::any).with("tags", Type::list);
  return scope;
}

Value value_of_plain(const Plain& value) {
  if (const auto* boolean = std::get_if<bool>(&value)) return Value::of_boolean(*boolean);
  if (const auto* integer = std::get_if<int64_t>(&value)) return Value::of_integer(*integer);
  if (const auto* number = std::get_if<double>(&value)) return Value::of_number(*number);
  if (const auto* text = text_of(value)) return Value::of_text(*text);
  return {};
}

void fill(TestCells& cells, const Record& record) {
  for (const auto& [name, value] : record.fields) cells.set(name, value_of_plain(value));
  if (!record.tags) return;
  std::vector<Value> tags;
  for (const Plain& tag : *record.tags) tags.push_back(value_of_plain(tag));
  cells.set_list("tags", std::move(tags));
}

TEST(Oracle, TheProgramAndTheWalkAgree) {
  const TestScope scope = oracle_scope();
  int held = 0;
  for (uint32_t seed = 1; seed <= kCases; ++seed) {
    Generator generator(seed);
    const Sentence sentence = generator.condition(4);
    if (sentence.source.size() > 4096) continue;
    const Compiled compiled = compile(sentence.source, scope);
    ASSERT_EQ(told(compiled), "") << "seed " << seed << ": " << sentence.source;
    const Record record = generator.record();
    TestCells cells(scope);
    fill(cells, record);
    const bool expected = truth(sentence.meaning(record));
    held += expected ? 1 : 0;
    ASSERT_EQ(compiled.program().holds(cells, kNow), expected)
        << "seed " << seed << ": " << sentence.source;
  }
  // Neither answer is a rarity, or the comparison would prove little.
  EXPECT_GT(held, kCases / 5);
  EXPECT_LT(held, kCases * 4 / 5);
}

}  // namespace
}  // namespace rulemap::expr
