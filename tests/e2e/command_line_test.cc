// What the command line says of itself and of plugins, for people and for programs.
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <sstream>

#include "e2e/whole_run.h"

namespace rulemap::e2e {
namespace {

class CommandLine : public WholeRun {
 protected:
  Ended say(const std::vector<std::string>& words) const {
    return place_.start({.arguments = words, .folder = "", .environment = {}});
  }
};

TEST_F(CommandLine, GuessesTheCommandThatWasMeant) {
  const std::pair<std::vector<std::string>, const char*> kCases[] = {
      {{"runn", "pipeline.yaml"}, "`runn` is no command; did you mean `run`?"},
      {{"--plugins", "here", "chekc"}, "`chekc` is no command; did you mean `check`?"},
      {{"sigma", "macth"}, "`macth` is no command; did you mean `match`?"},
      {{"xylophone"}, "`xylophone` is no command\n"}};
  for (const auto& [words, said] : kCases) {
    const Ended ended = say(words);
    EXPECT_EQ(ended.exit_code, 2) << said;
    EXPECT_NE(ended.err.find(said), std::string::npos) << ended.err;
  }
  EXPECT_EQ(say({"run"}).err.find("is no command"), std::string::npos);
}

TEST_F(CommandLine, ListsItsCommandsWhereNoneIsNamed) {
  const Ended ended = say({});
  EXPECT_EQ(ended.exit_code, 2);
  for (const char* each : {"  run ", "  check ", "  replay "}) {
    EXPECT_NE(ended.err.find(each), std::string::npos) << ended.err;
  }
}

TEST_F(CommandLine, SaysWhatItDoesNotExpectInItsOrder) {
  const std::string said = say({"run", "p.yaml", "--var", "x", "y"}).err;
  EXPECT_NE(said.find("not expected here: --var x y\n"), std::string::npos) << said;
}

TEST_F(CommandLine, GuessesThePluginThatWasMeant) {
  const std::string said = say({"plugins", "misp.evnt"}).err;
  EXPECT_NE(said.find("did you mean `misp.event`?"), std::string::npos) << said;
}

TEST_F(CommandLine, ARunBesideAnotherNamesThePipelineAndNoLedger) {
  list("known.example\n");
  place_.write("pipeline.yaml", Pipeline().text());
  std::filesystem::create_directories(place_.path("state"));
  const std::string lock = place_.path("state/lock");
  const int file = ::open(lock.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  ASSERT_EQ(::flock(file, LOCK_EX | LOCK_NB), 0);
  const Ended ended = say({"run", "pipeline.yaml", "--state", "state"});
  ::close(file);
  EXPECT_EQ(ended.exit_code, 3);
  EXPECT_EQ(ended.out.find("e2e: failed: "), 0u) << ended.out;
  EXPECT_NE(ended.out.find("another rulemap is running"), std::string::npos) << ended.out;
  EXPECT_EQ(ended.out.find("ledger  "), std::string::npos) << ended.out;
}

TEST_F(CommandLine, ASecretThatNothingUsesIsAWarningInCheckAndRun) {
  list("known.example\n");
  Pipeline pipeline;
  pipeline.top = "secrets: { idle: { env: RULEMAP_E2E_IDLE } }";
  pipeline.vt_more = "when: ioc.value == 'nobody.example'";
  pipeline.vt = "key: \"${secrets.idle}\"";
  place_.write("used.yaml", pipeline.text());
  pipeline.vt = "names: 1000";
  place_.write("idle.yaml",
               "pipeline: e2e\nversion: 1\n" + pipeline.top +
                   "\nsources:\n  - { id: list, use: text.iocs, with: { path: list.txt }"
                   ", case: { title: t } }\nsinks:\n  - { id: o, use: table.jsonl, with: "
                   "{ path: o.jsonl } }\n");
  const std::string said = "idle.yaml:3:12: warning: secret `idle` has no value: ";
  const Ended check = say({"check", "idle.yaml"}), run = say({"run", "idle.yaml", "--state", "s"});
  EXPECT_EQ(check.exit_code, 0) << check.out;
  EXPECT_EQ(run.exit_code, 0) << run.err;
  EXPECT_NE(check.out.find(said), std::string::npos) << check.out;
  EXPECT_NE(run.err.find(said), std::string::npos) << run.err;
  EXPECT_EQ(say({"run", "used.yaml", "--state", "s"}).exit_code, 1);
}

TEST_F(CommandLine, SaysItsVersionEitherWay) {
  const Ended flag = say({"--version"}), command = say({"version"});
  EXPECT_EQ(flag.exit_code, 0);
  EXPECT_EQ(flag.out, command.out);
  EXPECT_EQ(flag.out.find("rulemap "), 0u) << flag.out;
}

TEST_F(CommandLine, CheckNamesTheFileAlsoWhereItIsFine) {
  place_.write("good.yaml", Pipeline().text());
  place_.write("bad.yaml", "pipeline: x\n");
  std::istringstream said(say({"check", "--json", "good.yaml", "bad.yaml"}).out);
  for (const char* file : {"good.yaml", "bad.yaml"}) {
    std::string line;
    std::getline(said, line);
    const JsonText one(line);
    EXPECT_EQ(text_of(one.root(), "file"), file) << line;
    for (const Doc each : one.root()["problems"]) EXPECT_EQ(text_of(each, "file"), file);
  }
}

TEST_F(CommandLine, RunsAreJsonWhereJsonIsAskedFor) {
  list("known.example\n");
  know_domain("known.example");
  run_well();
  const Ended said = say({"ledger", "--runs", "--json", "--state", "state"});
  const JsonText one(said.out);
  EXPECT_EQ(text_of(one.root(), "state"), "done") << said.out;
  EXPECT_EQ(text_of(one.root(), "pipeline"), "e2e");
  EXPECT_EQ(one.root().integer("run"), 1);
  EXPECT_EQ(one.root().integer("inputs"), 1);
}

TEST_F(CommandLine, PluginsSayTheirFieldsAndTheirOptions) {
  const std::string vt = say({"plugins", "virustotal.report"}).out;
  for (const char* each : {"    reads\n", "        ioc.value               text\n", "    writes\n",
                           "        lookup.vt               text\n"}) {
    EXPECT_NE(vt.find(each), std::string::npos) << each << vt;
  }
  const JsonText json(say({"plugins", "virustotal.report", "--json"}).out);
  bool writes_lookup = false;
  for (const Doc each : json.root()["writes"]) {
    writes_lookup |= text_of(each, "name") == "lookup.vt" && text_of(each, "type") == "text";
  }
  EXPECT_TRUE(writes_lookup) << json.root().json();
  const std::string route = say({"plugins", "core.route"}).out;
  for (const char* each : {"    branches, required\n", "    else, required, one of pass|drop\n"}) {
    EXPECT_NE(route.find(each), std::string::npos) << route;
  }
  EXPECT_EQ(JsonText(say({"plugins", "core.route", "--json"}).out).root()["options"].size(), 2u);
}

}  // namespace
}  // namespace rulemap::e2e
