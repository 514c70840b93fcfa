// Whatever happens to one request, the event is in the end as if nothing had happened, uuid by
// uuid. The server is simulated, from recordings of a real one.
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>

#include "contract/push_testing.h"

extern char** environ;

namespace rulemap::contract {
namespace {

const std::vector<std::string>& records() {
  static const std::vector<std::string> kRecords = {
      file_record(1, {1, 2}, {1}), file_record(2, {2, 3}, {2, 3}), file_record(3, {}, {4}),
      R"({"ioc.type":"domain","ioc.value":"c2.example","ioc.line":9})",
      R"({"ioc.type":"cidr","ioc.value":"198.51.100.0/24","ioc.line":10})"};
  return kRecords;
}

struct Case {
  const char* name;
  Fault fault;
};
std::vector<Case> faults() {
  using std::chrono::milliseconds;
  return {{"cut before it is read", {.kind = Fault::Kind::kCutBeforeRead}},
          {"cut when it is done", {.kind = Fault::Kind::kCutAfterDone}},
          {"500 before", {.kind = Fault::Kind::kErrorBefore}},
          {"503 before", {.kind = Fault::Kind::kErrorBefore, .status = 503}},
          {"500 halfway", {.kind = Fault::Kind::kErrorHalfway}},
          {"timed out and goes on", {.kind = Fault::Kind::kGoesOn, .delay = milliseconds(10)}},
          {"cut and goes on", {.kind = Fault::Kind::kCutGoesOn, .delay = milliseconds(5)}}};
}

// Two installations of one namespace, so that the same case has the same uuids.
class Faults : public PushTest {
 protected:
  Faults() {
    then_ = "stop";
    timeout_ = "400ms";
    attempts_ = 1;
  }
  void begin_anew(SimulatedMisp& misp) {
    fs::remove_all(folder_ / "state");
    fs::create_directories(folder_ / "state");
    std::ofstream(folder_ / "state/namespace") << "7d9f4f66-3f0c-4a35-9f5c-1a1f6c3b8a01\n";
    url_ = misp.url();
    for (int i = 0; i < 6; ++i) misp.add_cluster("sigma-rules", rule(i));
    for (int i = 0; i < 6; ++i) misp.add_cluster("mitre-attack-pattern", technique(i));
  }
  static std::string event_of(const SimulatedMisp& misp) {
    for (const auto& each : misp.requests()) {
      const std::size_t at = each.path.find("/events/view/");
      if (at == 0) return each.path.substr(13, 36);
    }
    return "";
  }
  // What an undisturbed run writes, and how many requests it takes.
  std::string undisturbed(std::size_t& requests, const std::string& with = "") {
    SimulatedMisp misp;
    begin_anew(misp);
    EXPECT_FALSE(push(records(), with, simulated::kPublisherKey).failed);
    requests = misp.requests().size();
    return misp.snapshot(event_of(misp));
  }
};

class EachFault : public Faults, public testing::WithParamInterface<const char*> {};

TEST_P(EachFault, EndsAsIfNothingHadHappened) {
  const std::string with = GetParam();
  std::size_t requests = 0;
  const std::string expected = undisturbed(requests, with);
  ASSERT_GE(requests, 8u);
  std::size_t disturbed = 0;
  for (const Case& each : faults()) {
    for (std::size_t index = 0; index < requests; ++index) {
      SCOPED_TRACE(std::string(each.name) + ", request " + std::to_string(index));
      SimulatedMisp misp;
      begin_anew(misp);
      misp.fault_at(index, each.fault);
      disturbed += push(records(), with, simulated::kPublisherKey).failed;
      auto report = push(records(), with, simulated::kPublisherKey);
      for (int i = 0; i < 3 && report.failed; ++i) {
        report = push(records(), with, simulated::kPublisherKey);
      }
      ASSERT_FALSE(report.failed) << report.text();
      ASSERT_EQ(misp.snapshot(event_of(misp)), expected);
      misp.forget_requests();
      push(records(), with, simulated::kPublisherKey);
      EXPECT_EQ(misp.requests().size(), 2u);
    }
  }
  EXPECT_GT(disturbed, requests) << "most faults end a run of one attempt";
}

INSTANTIATE_TEST_SUITE_P(Push, EachFault, testing::Values("", "publish: true"),
                         [](const auto& each) { return each.index == 0 ? "AsItIs" : "Published"; });

// The program itself, killed when the server has the request.
TEST_F(Faults, KilledAtAnyRequestTheNextRunEndsAsIfNothingHadHappened) {
  std::size_t requests = 0;
  const std::string expected = undisturbed(requests);
  for (std::size_t index = 0; index < requests; ++index) {
    SCOPED_TRACE("killed at request " + std::to_string(index));
    SimulatedMisp misp;
    begin_anew(misp);
    options_.dry_run = true;  // writes the pipeline file; nothing is sent
    push(records());
    options_.dry_run = false;
    misp.forget_requests();
    std::atomic<pid_t> child = 0;
    std::atomic<std::size_t> seen = 0;
    misp.fault_when(
        [&](const simulated::Seen&) {
          if (seen++ != index) return false;
          while (child == 0) continue;
          ::kill(child, SIGKILL);
          return true;
        },
        {.kind = Fault::Kind::kSlow, .delay = std::chrono::milliseconds(20)});
    const std::string file = (folder_ / "push.yaml").string();
    const std::string state = (folder_ / "state").string();
    const char* arguments[] = {RULEMAP_PROGRAM, "run",     file.c_str(), "--state",
                               state.c_str(),   "--quiet", nullptr};
    pid_t started = 0;
    posix_spawn_file_actions_t silent;
    posix_spawn_file_actions_init(&silent);
    posix_spawn_file_actions_addopen(&silent, 1, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&silent, 2, "/dev/null", O_WRONLY, 0);
    ASSERT_EQ(posix_spawn(&started, RULEMAP_PROGRAM, &silent, nullptr,
                          const_cast<char**>(arguments), environ),
              0);
    posix_spawn_file_actions_destroy(&silent);
    child = started;
    int status = 0;
    ::waitpid(started, &status, 0);
    ASSERT_TRUE(WIFSIGNALED(status)) << "it ended by itself";
    auto report = push(records(), "", simulated::kPublisherKey);
    for (int i = 0; i < 3 && report.failed; ++i)
      report = push(records(), "", simulated::kPublisherKey);
    ASSERT_FALSE(report.failed) << report.text();
    ASSERT_EQ(misp.snapshot(event_of(misp)), expected);
  }
}

}  // namespace
}  // namespace rulemap::contract
