// The program against a server that speaks VirusTotal's API and counts: allowances, storms of 429,
// plans and what became of them, and the key's health.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <deque>
#include <map>
#include <mutex>

#include "e2e/tls_server.h"
#include "e2e/whole_run.h"

namespace rulemap::e2e {
namespace {

constexpr const char* kJson = "Content-Type: application/json\r\n";
const bool kLong = std::getenv("RULEMAP_LONG_TESTS") != nullptr;

Reply json(std::string body, int latency_ms = 0) {
  return {.body = std::move(body), .headers = kJson, .latency_ms = latency_ms};
}
Reply error(int status, const char* code, const char* more = "") {
  return {.status = status, .body = error_body(code), .headers = std::string(kJson) + more};
}

std::string hash(int number) {
  std::string digits = std::to_string(number);
  return std::string(64 - digits.size(), 'a') + digits;
}

// What VirusTotal says, whatever the thing.
Reply known(const Request& request, int latency_ms = 0) {
  const std::string path = request.target.substr(0, request.target.find('?'));
  if (path.ends_with("/behaviour_mitre_trees")) {
    return json(trees_body(technique("T1055", "Process Injection")), latency_ms);
  }
  const std::string id = path.substr(path.rfind('/') + 1);
  if (path.find("/files/") != std::string::npos) return json(report_body("file", id), latency_ms);
  if (path.find("/urls/") != std::string::npos) {
    return json(report_body("url", hash(1)), latency_ms);
  }
  return json(report_body("domain", id), latency_ms);
}

class Quota : public WholeRun {
 protected:
  Ended start(std::vector<std::string> words) {
    words.insert(words.end(), {"pipeline.yaml", "--json", "--state", "state"});
    return place_.start({.arguments = std::move(words),
                         .folder = "",
                         .environment = {{"RULEMAP_E2E_KEY", "canary-4711"},
                                         {"NO_PROXY", "localhost"},
                                         {"no_proxy", "localhost"}},
                         .longest_seconds = kLong ? 600u : 120u});
  }
  void pipeline(const TlsServer& server, const std::string& limits, const std::string& more = "") {
    place_.write("ca.pem", server.certificate());
    Pipeline out;
    out.top = "secrets: { key: { env: RULEMAP_E2E_KEY } }\nhttp: { ca_file: ca.pem }";
    out.vt = "key: \"${secrets.key}\", url: \"" + server.url() + "\"" + more;
    out.vt_more = "limits: { " + limits + " }, on_error: { retry: { attempts: 3, backoff: 10ms } }";
    place_.write("pipeline.yaml", out.text());
  }
  void run() {
    ended_ = start({"run"});
    summary_ = JsonText(ended_.out);
  }
  JsonText plan() {
    const Ended ended = start({"run", "--plan"});
    EXPECT_EQ(ended.exit_code, 0) << ended.err << ended.out;
    return JsonText(ended.out);
  }
  // Files, domains and URLs; gives how many requests they take: a file two.
  int mixed(int things) {
    std::string lines;
    int requests = 0;
    for (int i = 0; i < things; ++i) {
      const int kind = i % 3;
      if (kind == 0) lines += hash(i) + "\n";
      if (kind == 1) lines += "d" + std::to_string(i) + ".example\n";
      if (kind == 2) lines += "http://u" + std::to_string(i) + ".example/a\n";
      requests += kind == 0 ? 2 : 1;
    }
    list(lines);
    return requests;
  }
};

std::int64_t planned(const JsonText& plan) {
  std::int64_t out = 0;
  for (const Doc server : plan.root()["servers"]) out += server.integer("requests").value_or(0);
  return out;
}

// Arrivals at a server, and the most of them within any such span.
class Arrivals {
 public:
  explicit Arrivals(std::chrono::milliseconds span) : span_(span) {}
  void add() {
    const std::lock_guard lock(mutex_);
    const auto now = std::chrono::steady_clock::now();
    recent_.push_back(now);
    while (recent_.front() <= now - span_) recent_.pop_front();
    most_ = std::max(most_, recent_.size());
  }
  std::size_t most() const { return most_; }

 private:
  const std::chrono::milliseconds span_;
  std::mutex mutex_;
  std::deque<std::chrono::steady_clock::time_point> recent_;
  std::size_t most_ = 0;
};

// 500 requests at 25 a second; with --long 5,000 at 1,000 a minute. A bucket that starts empty and
// fills evenly would give the last one after requests / rate; the run may take 3 % more.
TEST_F(Quota, TakesTheTimeOfTheAllowanceAndNothingOnTop) {
  const int wanted = kLong ? 5000 : 500, rate = kLong ? 1000 : 25;
  const std::chrono::milliseconds span(kLong ? 60'000 : 1000);
  // Clocks of both sides see a request at different moments.
  Arrivals arrivals(span - span / 20);
  TlsServer server([&](const Request& request) {
    arrivals.add();
    return known(request, 150);
  });
  const int requests = mixed(wanted * 3 / 4);
  ASSERT_EQ(requests, wanted);
  pipeline(server, "in_flight: 16, rate: " + std::to_string(rate) + (kLong ? "/min" : "/s"));
  const JsonText plan = this->plan();
  EXPECT_EQ(server.calls(), 0) << "a plan asks nobody";
  EXPECT_EQ(planned(plan), requests);
  run();
  ASSERT_EQ(ended_.exit_code, 0) << ended_.err << ended_.out;
  EXPECT_EQ(server.calls(), requests) << "as planned";
  EXPECT_EQ(count("lookups_failed"), 0);
  const double own = static_cast<double>(requests) / rate * (kLong ? 60 : 1);
  EXPECT_LE(ended_.seconds, own * 1.03);
  EXPECT_GE(ended_.seconds, own - own * rate / requests) << "as a sliding window lets them out";
  EXPECT_LE(arrivals.most(), static_cast<std::size_t>(rate));
  RecordProperty("seconds", std::to_string(ended_.seconds));
  std::printf("%d requests at %d: %.2f s, the allowance's own time %.2f s, at most %zu at once\n",
              requests, rate, ended_.seconds, own, arrivals.most());
  EXPECT_EQ(planned(this->plan()), 0);
  run();
  EXPECT_EQ(server.calls(), requests) << "the second run asks nothing";
}

TEST_F(Quota, WithoutAnAllowanceOnlyTheLatencyCounts) {
  TlsServer server([&](const Request& request) { return known(request, 150); });
  const int requests = mixed(300);
  pipeline(server, "in_flight: 16");
  EXPECT_EQ(planned(plan()), requests);
  run();
  ASSERT_EQ(ended_.exit_code, 0) << ended_.err << ended_.out;
  EXPECT_EQ(server.calls(), requests);
  const double bound = requests * 0.150 / 16;
  EXPECT_LE(ended_.seconds, bound * 1.3);
  std::printf("%d requests, 150 ms, 16 in flight: %.2f s, bound %.2f s, ratio %.2f\n", requests,
              ended_.seconds, bound, ended_.seconds / bound);
}

// The plan knows what is there, what the day still allows, and when the rest goes on.
TEST_F(Quota, APlanCountsTheCacheAndTheDaysShare) {
  TlsServer server([](const Request& request) { return known(request); });
  mixed(9);  // 3 files, 3 domains, 3 URLs: 12 requests
  pipeline(server, "rate: [100/min, 8/day]");
  const JsonText before = plan();
  const Doc first = before.root()["servers"].at(0);
  EXPECT_EQ(first.integer("requests"), 12);
  EXPECT_EQ(first.integer("in_one_go"), 8);
  EXPECT_EQ(text_of(first, "rates"), "100/min, 8/day");
  EXPECT_EQ(text_of(first, "why_not_more"), "the allowance of 8/day (limits.rate) is used up");
  EXPECT_EQ(server.calls(), 0);
  run();
  EXPECT_EQ(ended_.exit_code, 3) << ended_.out;
  EXPECT_EQ(server.calls(), 8);
  EXPECT_NE(ended_.out.find("the allowance of 8/day (limits.rate) is used up"), std::string::npos);
  EXPECT_NE(ended_.out.find("the same command goes on then"), std::string::npos) << ended_.out;
  EXPECT_GT(count("pending"), 0);
  const JsonText after = plan();
  const Doc second = after.root()["servers"].at(0);
  std::int64_t cached = 0;
  for (const Doc kind : second["kinds"]) cached += kind.integer("cached").value_or(0);
  EXPECT_EQ(cached, 8);
  EXPECT_EQ(second.integer("requests"), 4);
  EXPECT_EQ(second.integer("in_one_go"), 0) << "the day's share is used";
  // The next day, as far as this file is concerned.
  pipeline(server, "rate: [100/min, 100/day]");
  run();
  EXPECT_EQ(ended_.exit_code, 0) << ended_.out;
  EXPECT_EQ(server.calls(), 12) << "nothing is asked twice";
}

TEST_F(Quota, ADayThatTheProviderSaysIsOverStopsAtOnceAndKeepsAll) {
  std::atomic<bool> is_over = false;
  std::atomic<int> reports = 0;
  TlsServer server([&](const Request& request) {
    if (request.target.ends_with("/overall_quotas")) {
      return json(R"({"data": {"api_requests_daily": {"user": {"allowed": 500, "used": )" +
                  std::string(is_over ? "500" : "1") + "}}}}");
    }
    if (++reports > 5) is_over = true;
    return is_over ? error(429, "QuotaExceededError") : known(request);
  });
  std::string lines;
  for (int i = 0; i < 20; ++i) lines += "d" + std::to_string(i) + ".example\n";
  list(lines);
  // The day may end within the hour that a run would wait.
  pipeline(server, "in_flight: 1, wait: 1s", ", user: somebody");
  const auto began = std::chrono::steady_clock::now();
  run();
  EXPECT_EQ(ended_.exit_code, 3) << ended_.out;
  EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds(30))
      << "no minute is waited for";
  EXPECT_NE(ended_.out.find("its allowance of 500 is used up"), std::string::npos) << ended_.out;
  EXPECT_EQ(count("pending"), 15) << "what was answered is written";
  EXPECT_EQ(count("dead_letter"), 0);
  is_over = false;
  reports = -100;
  // The next day, which knows nothing of the minute after the refusal.
  std::filesystem::remove(place_.path("state/sent.sqlite"));
  run();
  EXPECT_EQ(ended_.exit_code, 0) << ended_.out;
  EXPECT_EQ(count("pending"), 0);
  for (const auto& [target, times] : server.asked()) {
    const bool is_of_quota = target.ends_with("/overall_quotas");
    EXPECT_TRUE(is_of_quota || times <= 2) << target;
  }
}

TEST_F(Quota, AStormOf429LosesNobody) {
  std::mutex mutex;
  std::map<std::string, int> failed;  // two of a row's three attempts may come to nothing
  TlsServer server([&](const Request& request) {
    if (request.number % 7 == 3) return error(429, "TooManyRequestsError", "Retry-After: 1\r\n");
    const bool busy = request.number % 11 == 5, cut = request.number % 13 == 6;
    Reply reply = known(request);
    if (!busy && !cut) return reply;
    const std::string path = request.target.substr(0, request.target.find("/behaviour"));
    const std::lock_guard lock(mutex);
    if (++failed[path] > 2) return reply;
    if (busy) return Reply{.status = 503, .body = "<html>busy</html>"};
    reply.cut = true;
    return reply;
  });
  mixed(12);
  pipeline(server, "in_flight: 4");
  run();
  EXPECT_EQ(ended_.exit_code, 0) << ended_.err << ended_.out;
  EXPECT_EQ(count("lookups_failed"), 0) << ended_.out;
  EXPECT_EQ(count("accepted"), 12);
}

TEST_F(Quota, CheckLiveTellsTheKeyAndWhatIsLeft) {
  std::atomic<bool> refuses = false;
  TlsServer server([&](const Request& request) {
    if (refuses) return error(401, "WrongCredentialsError");
    if (request.target.ends_with("/overall_quotas")) {
      return json(R"({"data": {"api_requests_daily": {"user": {"allowed": 500, "used": 310}}}})");
    }
    if (request.target.find("/urls/") != std::string::npos) return error(403, "ForbiddenError");
    return known(request);
  });
  list("evil.example\n");
  pipeline(server, "in_flight: 1", ", user: somebody");
  const Ended fine = start({"check", "--live"});
  EXPECT_EQ(fine.exit_code, 0) << fine.out << fine.err;
  EXPECT_NE(fine.out.find("310 of 500 requests of the day are used, 190 left"), std::string::npos)
      << fine.out;
  EXPECT_NE(fine.out.find("GET /urls/{id}"), std::string::npos);
  EXPECT_EQ((fine.out + fine.err).find("canary"), std::string::npos);
  refuses = true;
  const Ended refused = start({"check", "--live"});
  EXPECT_EQ(refused.exit_code, 1) << refused.out;
  EXPECT_NE(refused.out.find("VirusTotal refused the key"), std::string::npos) << refused.out;
  EXPECT_TRUE(place_.rows().empty()) << "no sink is opened";
}

TEST_F(Quota, CheckLiveAsksThoughAnswersAreKept) {
  std::atomic<bool> refuses = false;
  TlsServer server([&](const Request& request) {
    return refuses ? error(401, "WrongCredentialsError") : known(request);
  });
  // What it asks about.
  list(
      "275a021bbfb6489e54d471899f7db9d1663fc695ec2fe2a2c4538aabf651fd0f\nexample.com\n8.8.8.8\n"
      "http://example.com/\n");
  pipeline(server, "in_flight: 1");
  run();
  ASSERT_EQ(ended_.exit_code, 0) << ended_.out << ended_.err;
  const int calls = server.calls();
  EXPECT_EQ(planned(plan()), 0) << "the cache has all of it";
  refuses = true;
  const Ended refused = start({"check", "--live"});
  EXPECT_EQ(refused.exit_code, 1) << refused.out;
  EXPECT_NE(refused.out.find("VirusTotal refused the key"), std::string::npos) << refused.out;
  EXPECT_EQ(server.calls(), calls + 1);
}

// The predecessor told VirusTotal of everything, whatever it was marked.
TEST_F(Quota, B18_NothingLeavesWithoutATlpThatAllowsIt) {
  TlsServer server([](const Request& request) { return known(request); });
  list("evil.example\n");
  pipeline(server, "in_flight: 1");
  const std::string text = read_text(place_.path("pipeline.yaml"));
  const std::pair<const char*, const char*> rows[] = {
      {"", "no tlp is set for it"},
      {", tlp: amber", "its tlp is above green"},
      {", tlp: red", "its tlp is above green"},
      {", tlp: green, pap: red", "its pap is above amber"}};
  for (const auto& [marks, why] : rows) {
    std::string marked = text;
    marked.replace(marked.find(", tlp: green"), 12, marks);
    place_.write("pipeline.yaml", marked);
    run();
    EXPECT_EQ(ended_.exit_code, 0) << ended_.err << ended_.out;
    EXPECT_NE(ended_.out.find(why), std::string::npos) << marks << ended_.out;
    const auto rows_written = place_.rows();
    ASSERT_EQ(rows_written.size(), 1u);
    EXPECT_EQ(rows_written[0].root().text("lookup.vt"), "not_asked") << "and not `unknown`";
  }
  EXPECT_EQ(server.calls(), 0);
}

TEST_F(Quota, ListsPapAndCredentialsStandBeforeTheNetwork) {
  TlsServer server([](const Request& request) { return known(request); });
  list(
      "evil.example\nmail.corp.example\nhttp://x.corp.example/a\n198.51.100.7\n9.9.9.9\n"
      "http://user:pass@evil.example/\n");
  place_.write("own.txt", "# ours\ncorp.example\n\n9.9.9.0/24\n");
  pipeline(server, "in_flight: 1");
  std::string text = read_text(place_.path("pipeline.yaml"));
  text.replace(text.find("limits: { in_flight: 1 }"), 0, "never_send: ['@own.txt'], ");
  place_.write("pipeline.yaml", text);
  run();
  EXPECT_EQ(ended_.exit_code, 0) << ended_.err << ended_.out;
  ASSERT_EQ(server.calls(), 1);
  EXPECT_NE(server.asked().begin()->first.find("/domains/evil.example"), std::string::npos);
  for (const char* why : {"`never_send` has corp.example", "`never_send` has 9.9.9.0/24",
                          "the URL holds a user or a password", "the indicator is private"}) {
    EXPECT_NE(ended_.out.find(why), std::string::npos) << why << ended_.out;
  }
}

}  // namespace
}  // namespace rulemap::e2e
