// What the command line says of itself and of plugins, for people and for programs.
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
