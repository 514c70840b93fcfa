// rulemap: the command line. One file a command; this one only gathers them.
#include <malloc.h>
#include <sys/resource.h>

#include <csignal>

#include "command.h"

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
    const int code = app.exit(problem);
    return code == 0 ? kFine : kUsage;
  }
  return common.exit_code;
}
