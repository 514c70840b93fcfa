// Two hundred small pipelines, drawn from a seed: whatever their steps, branches, sinks and rows,
// each input ends in one state in every sink, and twice the same pipeline says twice the same.
#include <random>

#include "engine/run_fixture.h"

namespace rulemap::engine {
namespace {

class Draw {
 public:
  explicit Draw(unsigned seed) : random_(seed) {}

  std::string words() {
    static const char* const kWords[] = {
        "a",     "b",      "c",      "drop", "reject",       "retry",        "twice",      "wait",
        "split", "same-a", "same-b", "e",    "sink-rejects", "sink-retries", "sink-silent"};
    std::string out = "a";
    for (int left = below(40); left > 0; --left) {
      out += std::string(", ") + kWords[below(std::size(kWords))];
    }
    return out;
  }
  std::string steps(int most, bool may_branch = true) {
    std::string out;
    for (int left = below(most + 1); left > 0; --left) {
      out += (out.empty() ? "" : ", ") + (may_branch && below(4) == 0 ? route() : step());
    }
    return out;
  }
  std::string sinks() {
    std::string out;
    for (int left = 1 + below(3); left > 0; --left) {
      out += (out.empty() ? "" : ", ") + std::string("{ id: ") + id() +
             ", use: " + (below(2) ? "test.keep" : "test.keep_by_identity") + when() +
             (below(2) ? ", with: { at_close: true }" : "") + " }";
    }
    return out;
  }

 private:
  int below(std::size_t most) {
    return static_cast<int>(std::uniform_int_distribution<std::size_t>(0, most - 1)(random_));
  }
  std::string id() { return "i" + std::to_string(next_++); }
  std::string when() {
    static const char* const kWhen[] = {"", "", ", when: ioc.value != 'b'",
                                        ", when: \"ioc.value in ['a', 'same-a', 'retry']\""};
    return kWhen[below(std::size(kWhen))];
  }
  std::string step() {
    static const char* const kUse[] = {"test.act",    "test.act_parallel", "test.act_per_worker",
                                       "core.dedupe", "core.merge",        "core.set"};
    static const char* const kThen[] = {"skip", "drop", "dead_letter"};
    const std::string use = kUse[below(std::size(kUse))];
    const std::string more =
        use == "core.set" ? ", with: { acted: set }"
        : use.starts_with("test.")
            ? std::string(", on_error: { retry: { attempts: 2, backoff: 10ms }, then: ") +
                  kThen[below(3)] + " }, limits: { batch: " + std::to_string(1 + below(5)) + " }"
            : "";
    return "{ id: " + id() + ", use: " + use + when() + more + " }";
  }
  std::string route() {
    const std::string route_id = id();
    std::string branches;
    for (const char* value : {"a", "split"}) {
      branches += (branches.empty() ? "" : ", ") + std::string("{ id: ") + id() +
                  ", when: ioc.value == '" + value + "', steps: [ " + steps(2, false) + " ] }";
    }
    return "{ id: " + route_id + ", use: core.route, else: " + (below(2) ? "pass" : "drop") +
           when() + ", branches: [ " + branches + " ] }";
  }

  std::mt19937 random_;
  int next_ = 0;
};

TEST_F(Run, RandomPipelinesLoseNothing) {
  for (unsigned seed = 1; seed <= 200; ++seed) {
    Draw draw(seed);
    const std::string words = draw.words(), steps = draw.steps(5), sinks = draw.sinks();
    SCOPED_TRACE("seed " + std::to_string(seed) + ": " + words + "\n" + steps + "\n" + sinks);
    std::vector<testing_rows> said;
    for (int time = 0; time < 2; ++time) {
      rulemap::scripted::witness() = {};
      options_.fresh = true;
      const RunReport report = run(words, steps, sinks);
      ASSERT_FALSE(report.failed) << report.text();
      EXPECT_EQ(report.pending, 0u);
      const std::string last = "run = (SELECT max(id) FROM run)";
      EXPECT_EQ(ledger("SELECT count(*) FROM token WHERE " + last),
                testing_rows{std::to_string(report.accepted)});
      EXPECT_EQ(ledger("SELECT token, state FROM token t WHERE " + last +
                       " AND (state NOT IN ('final', 'dropped', 'merged', 'dead_letter')"
                       " OR (state = 'final' AND (SELECT count(*) FROM outcome o WHERE"
                       " o.run=t.run AND o.token=t.token) != " +
                       std::to_string(report.sinks.size()) + "))"),
                testing_rows{});
      said.push_back(
          ledger("SELECT original, state FROM token WHERE " + last + " ORDER BY original, state"));
    }
    EXPECT_EQ(said[0], said[1]);
  }
}

TEST_F(Run, ACallThatDoesNotEndIsNamed) {
  options_.grace_ms = 100;
  options_.interrupted = [] { return rulemap::scripted::witness_tries("hang") > 0; };
  const RunReport report = run("a, hang, b", "{ id: slow, use: test.act }");
  EXPECT_TRUE(report.left_running);
  EXPECT_NE(report.error.message.find("`slow` did not end within"), std::string::npos)
      << report.error.message;
  EXPECT_EQ(ledger("SELECT state FROM run"), testing_rows{"failed"});
}

}  // namespace
}  // namespace rulemap::engine
