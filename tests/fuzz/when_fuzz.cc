// Expressions: what compiles can be evaluated, and `not` of it is its opposite.
#include "expr/expr_testing.h"
#include "fuzz.h"

namespace rulemap::fuzz {

Material material() {
  return {{"ioc.type in ['sha256', 'domain'] and not ioc.private",
           "vt.malicious >= vars.min_hits or age(vt.first_seen) < 7d",
           "contains(tags, 'apt') and not in_net(ioc.value, '10.0.0.0/8')",
           "matches(ioc.value, '^https?://[0-9.]+/') or exists(vt)",
           "lower(ioc.value) == 'x' and len(tags) > 3 and vt.score != 0.5",
           "starts_with(ioc.value, 'a') == ends_with(ioc.value, \"b\")",
           "now() - vt.first_seen > 90d and vt.lag <= 1h",
           "not (extra == null or extra in [1, 2.5, true, 'x', 3s])",
           "(((ioc.port))) in [80, 443] and vars.strict and vars.kind == ioc.type"},
          {"ioc.type", "ioc.value", "ioc.private", "ioc.port",  "vt",         "vt.malicious",
           "vt.score", "vt.lag",    "tags",        "extra",     "and",        "or",
           "not",      "in",        "not in",      "==",        "!=",         "<=",
           "(",        ")",         "[",           "]",         ",",          "'a'",
           "7d",       "0.5",       "exists(",     "contains(", "matches(",   "lower(",
           "len(",     "in_net(",   "age(",        "now()",     "vars.ratio", "'(a+)+$'",
           "'[z-a]'",  "'::/0'",    "not not ",    "((((((((",  "1e400"}};
}

namespace {

constexpr std::int64_t kNow = 1'767'225'600'000;

std::uint64_t digest(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325u;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
  return hash;
}

expr::Value some_value(std::uint64_t pick) {
  static const std::string kTexts[] = {"sha256", "evil.example", "10.1.2.3", "", "\xC3\xA4", "5"};
  switch (pick % 7) {
    case 0:
      return expr::Value::of_boolean(pick & 8);
    case 1:
      return expr::Value::of_integer(static_cast<std::int64_t>(pick));
    case 2:
      return expr::Value::of_number(static_cast<double>(pick % 1000) / 7);
    case 3:
      return expr::Value::of_integer(INT64_MIN);
    case 4:
      return expr::Value{};
    default:
      return expr::Value::of_text(kTexts[pick % std::size(kTexts)]);
  }
}

// Cells that need not be of the type that was promised: a plugin may write anything.
void fill(expr::TestCells& cells, std::uint64_t pick) {
  for (const char* field : {"ioc.type", "ioc.value", "ioc.private", "ioc.port", "vt.malicious",
                            "vt.score", "vt.first_seen", "vt.lag", "extra"}) {
    cells.set(field, some_value(pick));
    pick = pick * 6364136223846793005u + 1442695040888963407u;
  }
  if (pick & 64) cells.set("vt", expr::Value::of_object());
  cells.set_list("tags", {some_value(pick >> 3), some_value(pick >> 5), some_value(pick >> 7)});
}

void judge(const expr::Problems& problems, std::string_view source) {
  expect(!problems.empty(), "what does not compile has a problem");
  for (const expr::Problem& each : problems) {
    expect(!each.message.empty(), "a problem says what is wrong");
    expect(each.offset <= source.size(), "a problem lies inside the source");
  }
}

}  // namespace
}  // namespace rulemap::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace rulemap;
  static const expr::TestScope scope = expr::everything();
  const std::string source(fuzz::view_of(data, size));
  const expr::Compiled compiled = expr::compile(source, scope);
  if (!compiled.ok()) {
    fuzz::judge(compiled.problems(), source);
    return 0;
  }
  const expr::Compiled opposite = expr::compile("not (" + source + ")", scope);
  for (std::uint64_t round = 0; round < 4; ++round) {
    expr::TestCells cells(scope);
    fuzz::fill(cells, fuzz::digest(source) + round);
    const bool holds = compiled.program().holds(cells, fuzz::kNow);
    fuzz::expect(holds == compiled.program().holds(cells, fuzz::kNow),
                 "evaluating changes nothing");
    // Longer and deeper by one, so that it may be over a limit.
    if (!opposite.ok()) continue;
    fuzz::expect(holds != opposite.program().holds(cells, fuzz::kNow), "`not` is the opposite");
  }
  return 0;
}
