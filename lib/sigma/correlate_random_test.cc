// Generated correlations over generated streams: Correlator and oracle say the same.
#include <gtest/gtest.h>

#include <random>

#include "correlate_testing.h"
#include "load_testing.h"

namespace rulemap::sigma::testing {
namespace {

class Draw {
 public:
  explicit Draw(unsigned seed) : random_(seed) {}

  int below(int most) { return static_cast<int>(random_() % static_cast<unsigned>(most)); }
  template <std::size_t N>
  std::string one(const char* const (&words)[N]) {
    return words[below(N)];
  }

  std::string bounds() {
    std::string out = one({"gte", "gte", "gt", "lt", "lte", "eq", "neq"});
    out += ": " + std::to_string(below(5) + 1);
    const bool is_range = out.starts_with("gt") && below(4) == 0;
    return !is_range ? out : out + ", lte: " + std::to_string(below(6) + 1);
  }

  std::string condition(const std::string& type, const std::string& members) {
    const bool is_temporal = type.starts_with("temporal");
    if (is_temporal && below(3) == 0) return "";
    if (is_temporal && below(2) && members == "a, b") {
      return ", condition: " +
             one({"a and b", "a or b", "a and not b", "1 of them", "not b", "all of them"});
    }
    std::string out = ", condition: {" + bounds();
    if (type == "value_count" && below(3) == 0) return out + ", field: [V, User]}";
    if (type.starts_with("value")) out += ", field: V";
    if (type == "value_percentile") out += ", percentile: " + one({"0", "50", "75", "95", "100"});
    return out + "}";
  }

  std::string correlation(const char* name, const std::string& members) {
    const std::string type = one({"event_count", "value_count", "temporal", "temporal_ordered",
                                  "value_sum", "value_avg", "value_percentile", "value_median"});
    const std::string groups =
        one({"", ", group-by: User", ", group-by: [User, Host]",
             ", group-by: who, aliases: {who: {a: User}}", ", group-by: Host"});
    const bool has_alias = groups.find("aliases") != std::string::npos;
    return std::string(name) + ": type: " + type + ", rules: [" + members + "]" +
           (has_alias && members.find('a') == std::string::npos ? "" : groups) +
           ", timespan: " + std::to_string(below(6) + 1) + "s" + condition(type, members) + "\n";
  }

  std::string lines() {
    std::string out = correlation("x", one({"a, b", "a", "c, a, b"}));
    if (below(2)) out += correlation("y", one({"x, b", "x", "b, x, a"}));
    if (out.find("\ny") != std::string::npos && below(2)) out += correlation("z", "y, x");
    return out.substr(0, out.size() - 1);
  }

  Stream stream() {
    Stream out(static_cast<std::size_t>(1 + below(14)));
    int now = 20;
    for (StreamEvent& event : out) {
      now += below(3);
      event.time_ms = (now - (below(4) ? 0 : below(8))) * 1000;
      for (std::uint32_t rule = 0; rule < 3; ++rule) {
        if (below(5) < 2) event.rules.push_back(rule);
      }
      for (const char* field : {"User", "Host", "who"}) {
        if (below(8)) event.fields[field] = one({"p", "q"});
      }
      if (below(8)) event.fields["V"] = one({"1", "2", "3", "5", "0.5", "-1", "x"});
    }
    return out;
  }

 private:
  std::mt19937 random_;
};

std::string events_of(const Stream& stream) {
  std::string out;
  for (const StreamEvent& event : stream) {
    out += "  " + std::to_string(event.time_ms / 1000);
    for (const std::uint32_t rule : event.rules) out += static_cast<char>('a' + rule);
    for (const auto& [name, value] : event.fields) out += " " + name + "=" + value;
    out += "\n";
  }
  return out;
}

// Events that are not needed to differ are left out before anybody looks.
Stream shrunk(const RuleSet& rules, Stream stream) {
  for (std::size_t i = 0; i < stream.size();) {
    Stream less = stream;
    less.erase(less.begin() + static_cast<std::ptrdiff_t>(i));
    if (shown(rules, run(rules, less)) != shown(rules, oracle(rules, less)))
      stream = less, i = 0;
    else
      ++i;
  }
  return stream;
}

TEST(CorrelateRandom, AgreesWithTheOracle) {
  std::size_t fired = 0;
  for (unsigned seed = 0; seed < 4000; ++seed) {
    Draw draw(seed);
    const std::string lines = draw.lines();
    const RuleSet rules = correlations(lines);
    for (int i = 0; i < 5; ++i) {
      const Stream stream = draw.stream();
      const std::string got = shown(rules, run(rules, stream));
      fired += !got.empty();
      if (got == shown(rules, oracle(rules, stream))) continue;
      const Stream least = shrunk(rules, stream);
      FAIL() << "seed " << seed << "\n"
             << lines << "\n"
             << events_of(least) << "fires  " << shown(rules, run(rules, least)) << "\noracle "
             << shown(rules, oracle(rules, least));
    }
  }
  EXPECT_GT(fired, 8000u);
}

}  // namespace
}  // namespace rulemap::sigma::testing
