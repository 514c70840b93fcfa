// rulemap: the command line. One file a command; this one only gathers them.
#include <malloc.h>
#include <sys/resource.h>

#include <algorithm>
#include <csignal>

#include "command.h"
#include "rulemap/engine/diagnostic.h"

namespace rulemap::cli {
namespace {

// Says which command was meant, where a word stands in the place of one and is none. True: it said
// so.
bool guess_command(const CLI::App& app, int argc, char** argv) {
  const CLI::App* at = &app;
  for (int i = 1; i < argc && at->get_require_subcommand_min() > 0; ++i) {
    const std::string word = argv[i];
    if (word == "--plugins") ++i;
    if (word.starts_with("-")) continue;
    std::vector<std::string> names;
    const CLI::App* found = nullptr;
    for (const CLI::App* each : at->get_subcommands([](const CLI::App*) { return true; })) {
      names.push_back(each->get_name());
      if (each->get_name() == word) found = each;
    }
    if (!found) {
      const std::string near = engine::guess(word, names);
      complain("rulemap: `" + word + "` is no command" + (near.empty() ? "" : "; " + near) +
               "\nRun with --help for more information.\n");
      return true;
    }
    at = found;
  }
  return false;
}

// What nothing took, in the order in which it was written.
std::string words_left(const CLI::App& app, int argc, char** argv) {
  std::vector<std::string> left = app.remaining(true);
  std::string out;
  for (int i = 1; i < argc; ++i) {
    const auto found = std::find(left.begin(), left.end(), argv[i]);
    if (found == left.end()) continue;
    out += " " + *found;
    left.erase(found);
  }
  for (const std::string& each : left) out += " " + each;
  return out;
}

}  // namespace
}  // namespace rulemap::cli

int main(int argc, char** argv) {
  using namespace rulemap::cli;
  // Records pass from thread to thread; an arena a thread would keep what each has freed.
  ::mallopt(M_ARENA_MAX, 2);
  // Secrets live in this process: no core dumps.
  const rlimit none{0, 0};
  ::setrlimit(RLIMIT_CORE, &none);
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);  // a file that may not grow is an error, not the end

  CLI::App app("Maps indicators of compromise through plugins and one pipeline file.", "rulemap");
  app.require_subcommand(1);
  app.set_version_flag("--version", version_text(), "Say which rulemap this is");
  Common common;
  app.add_option("--plugins", common.plugin_folders,
                 "A folder of plugins; may stand more than once")
      ->type_name("DIR");
  app.add_flag("--allow-unsafe-plugins", common.allow_unsafe_plugins,
               "Load plugins that their group or others may write");
  add_run(app, common);
  add_check(app, common);
  add_ledger(app, common);
  add_replay(app, common);
  add_sigma(app, common);
  add_plugins(app, common);
  add_new(app, common);
  add_version(app, common);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& problem) {
    if (argc == 1) {
      complain(app.help());
      return kUsage;
    }
    if (problem.get_exit_code() != 0 && guess_command(app, argc, argv)) return kUsage;
    if (problem.get_exit_code() == static_cast<int>(CLI::ExitCodes::ExtrasError)) {
      complain("rulemap: not expected here:" + words_left(app, argc, argv) +
               "\nRun with --help for more information.\n");
      return kUsage;
    }
    const int code = app.exit(problem);
    return code == 0 ? kFine : kUsage;
  }
  return common.exit_code;
}
