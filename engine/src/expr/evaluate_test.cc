#include "evaluate.h"

#include <limits>

#include "expr_testing.h"

namespace rulemap::expr {
namespace {

constexpr int64_t kNow = 1'700'000'000'000;
constexpr int64_t kDay = 24 * 3600 * 1000;

class Evaluate : public testing::Test {
 protected:
  Evaluate() {
    full_.set("ioc.type", Value::of_text("domain"))
        .set("ioc.value", Value::of_text("Login.Evil.example"))
        .set("ioc.private", Value::of_boolean(true))
        .set("ioc.port", Value::of_integer(9007199254740993))
        .set("vt", Value::of_object())
        .set("vt.malicious", Value::of_integer(5))
        .set("vt.score", Value::of_number(0.5))
        .set("vt.first_seen", Value::of_integer(kNow - 3 * kDay))
        .set_list("tags", {Value::of_text("apt"), Value::of_integer(7), Value::of_object()})
        .set("extra", Value::of_text("10.1.2.3"));
  }

  bool holds(std::string_view source, const Cells& cells) {
    const Compiled compiled = compile(source, scope_);
    EXPECT_EQ(told(compiled), "") << source;
    return compiled.ok() && compiled.program().holds(cells, kNow);
  }

  void expect_true(std::initializer_list<const char*> sources, const Cells& cells) {
    for (const char* source : sources) EXPECT_TRUE(holds(source, cells)) << source;
  }
  void expect_false(std::initializer_list<const char*> sources, const Cells& cells) {
    for (const char* source : sources) EXPECT_FALSE(holds(source, cells)) << source;
  }

  TestScope scope_ = everything();
  TestCells full_{scope_};
  TestCells empty_{scope_};
};

TEST_F(Evaluate, AMissingFieldEqualsNothing) {
  expect_false({"ioc.type == 'domain'",
                "vt.malicious < 5",
                "vt.malicious <= 5",
                "vt.malicious > 5",
                "vt.malicious >= 5",
                "ioc.type in ['domain']",
                "'apt' in tags",
                "ioc.private",
                "ioc.private == false",
                "ioc.type == ioc.value",
                "ioc.type == ioc.type",
                "exists(ioc.type)",
                "exists(vt)",
                "exists(tags)",
                "contains(tags, 'apt')",
                "contains(ioc.value, '')",
                "starts_with(ioc.value, '')",
                "ends_with(ioc.value, '')",
                "matches(ioc.value, '')",
                "in_net(ioc.value, '0.0.0.0/0')",
                "len(tags) == 0",
                "len(ioc.value) >= 0",
                "lower(ioc.value) == ''",
                "age(vt.first_seen) > -100w",
                "extra",
                "extra in ['x']",
                "ioc.value in tags"},
               empty_);
  expect_true(
      {"ioc.type != 'domain'", "ioc.type not in ['domain']", "'apt' not in tags", "not ioc.private",
       "ioc.type != ioc.type", "not exists(vt)", "not (vt.malicious < 5)",
       "not contains(tags, 'apt')", "lower(ioc.value) != ''", "len(tags) != 0"},
      empty_);
}

TEST_F(Evaluate, ComparesWhatIsThere) {
  expect_true({"ioc.type == 'domain'", "ioc.type != 'url'", "vt.malicious >= vars.min_hits",
               "vt.malicious < 5.5", "vt.score == vars.ratio", "vt.score < vt.malicious",
               "ioc.port == 9007199254740993", "ioc.port > 9007199254740992.0", "ioc.private",
               "ioc.private == true", "ioc.type < 'e'", "'Z' < ioc.type", "vt.first_seen < now()",
               "extra == '10.1.2.3'", "extra != 10", "vars.strict"},
              full_);
  expect_false({"ioc.type == 'Domain'", "ioc.port == 9007199254740992", "vt.malicious > 5",
                "ioc.private != true", "extra < 5", "extra > 5", "extra == true", "extra"},
               full_);
}

TEST_F(Evaluate, LooksIntoLists) {
  expect_true({"ioc.type in ['url', 'domain']", "vt.malicious in [5.0]", "'apt' in tags",
               "7 in tags", "contains(tags, 7.0)", "ioc.type in [vars.kind, 'domain']",
               "'x' not in tags", "len(tags) == 3", "extra not in [1, 'a']"},
              full_);
  expect_false({"ioc.type in ['url']", "ioc.type not in ['domain']", "'AP' in tags",
                "contains(tags, 'ap')", "'x' in extra", "ioc.private in [false]"},
               full_);
}

TEST_F(Evaluate, LooksIntoTexts) {
  expect_true(
      {"contains(ioc.value, 'Evil')", "contains(ioc.value, '')", "starts_with(ioc.value, 'Login')",
       "ends_with(ioc.value, '.example')", "lower(ioc.value) == 'login.evil.example'",
       "len(ioc.value) == 18", "matches(ioc.value, 'Ev.l')", "matches(ioc.value, '(?i)^login')",
       "contains(lower(ioc.value), lower('EVIL'))", "lower('ÄB') == 'Äb'", "len('Ä') == 2",
       "'it''s' == \"it's\""},
      full_);
  expect_false({"contains(ioc.value, 'evil')", "starts_with(ioc.value, 'Evil')",
                "ends_with(ioc.value, 'Login')", "matches(ioc.value, '^Evil')",
                "starts_with('a', 'ab')", "ends_with('b', 'ab')", "contains(extra, 10)"},
               full_);
}

TEST_F(Evaluate, LooksIntoNetworks) {
  expect_true({"in_net(extra, '10.0.0.0/8')", "in_net('2001:db8::1', '2001:db8::/32')"}, full_);
  expect_false({"in_net(extra, '192.168.0.0/16')", "in_net(ioc.value, '0.0.0.0/0')",
                "in_net('10.0.0.1', '::/0')"},
               full_);
}

TEST_F(Evaluate, KnowsTheTime) {
  expect_true({"age(vt.first_seen) == 3d", "age(vt.first_seen) < 1w", "age(now()) == 0s",
               "vt.first_seen != now()"},
              full_);
  expect_false({"age(vt.first_seen) > 72h", "age(extra) > 0s"}, full_);
}

TEST_F(Evaluate, AnAgeNeverWrapsRound) {
  TestCells cells(scope_);
  cells.set("vt.first_seen", Value::of_integer(std::numeric_limits<int64_t>::min()));
  EXPECT_TRUE(holds("age(vt.first_seen) > 1000w", cells));
  cells.set("vt.first_seen", Value::of_integer(std::numeric_limits<int64_t>::max()));
  EXPECT_TRUE(holds("age(vt.first_seen) < -1000w", cells));
}

TEST_F(Evaluate, JoinsConditions) {
  expect_true({"true", "not false", "true or false", "false or true", "true and true and true",
               "false and true or true", "true or false and false", "not (false or false)",
               "(1 == 1) == (2 == 2)", "false or false or ioc.private"},
              full_);
  expect_false({"false", "not true", "false or false", "true and false", "true and true and false",
                "false and (true or true)", "not (true or false)", "true and extra"},
               full_);
}

// Counts what is read, so that a decided condition reads no more.
class CountingCells : public Cells {
 public:
  Value read(uint32_t) const override { return ++reads, Value::of_boolean(true); }
  mutable int reads = 0;
};

TEST_F(Evaluate, StopsWhereItIsDecided) {
  const CountingCells cells;
  EXPECT_TRUE(holds("ioc.private or ioc.private or ioc.private", cells));
  EXPECT_EQ(cells.reads, 1);
  EXPECT_FALSE(holds("not ioc.private and ioc.private and ioc.private", cells));
  EXPECT_EQ(cells.reads, 2);
}

TEST_F(Evaluate, NeedsNoMoreStackThanItWasGiven) {
  // Deeper than the values that are kept at hand.
  std::string source = "ioc.private";
  for (int i = 0; i < 40; ++i) source = "true == (" + source + ")";
  TestCells cells(scope_);
  cells.set("ioc.private", Value::of_boolean(true));
  EXPECT_TRUE(holds(source, cells));
  cells.set("ioc.private", Value::of_boolean(false));
  EXPECT_FALSE(holds(source, cells));
}

TEST_F(Evaluate, GivesValues) {
  Scratch scratch;
  const auto value = [&](std::string_view source, const Cells& cells) {
    const Compiled compiled = compile(source, scope_, Expect::value);
    EXPECT_EQ(told(compiled), "") << source;
    // Only scratch and cells are borrowed from here: the program ends with this line.
    return compiled.program().value(cells, kNow, scratch);
  };
  EXPECT_EQ(value("lower(ioc.value)", full_).text, "login.evil.example");
  EXPECT_EQ(value("ioc.type", full_).text, "domain");
  EXPECT_EQ(value("ioc.type", empty_).kind, Value::Kind::missing);
  EXPECT_EQ(value("len(tags)", full_).integer, 3);
  EXPECT_EQ(value("vt.malicious > 3", full_).holds(), true);
}

TEST_F(Evaluate, AProgramNamesWhatItReads) {
  const Compiled compiled =
      compile("ioc.type == 'x' or exists(vt) or ioc.type == ioc.value", scope_);
  ASSERT_TRUE(compiled.ok());
  std::vector<uint32_t> expected = {scope_.field("ioc.type")->slot, scope_.field("ioc.value")->slot,
                                    scope_.field("vt")->slot};
  const auto slots = compiled.program().slots();
  EXPECT_EQ(std::vector<uint32_t>(slots.begin(), slots.end()), expected);
}

}  // namespace
}  // namespace rulemap::expr
