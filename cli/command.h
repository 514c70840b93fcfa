// What the commands of the command line share: where plugins are, and how a command ends.
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "rulemap/engine/registry.h"

namespace rulemap::cli {

// Exit codes; scripts may count on them.
enum Exit { kFine = 0, kProblems = 1, kUsage = 2, kFailed = 3, kGaveUpSome = 4 };

// Options that stand before the command.
struct Common {
  std::vector<std::string> plugin_folders;
  bool allow_unsafe_plugins = false;
  int exit_code = kFine;
};

// Loads what is in --plugins, $RULEMAP_PLUGIN_PATH and the folder of the installation. A plugin
// that cannot be loaded is said on stderr; the others go on.
void load_plugins(engine::Registry& registry, const Common& common);

// Writes to stdout as a whole; a pipe that was closed is no reason to die.
void print(const std::string& text);
void complain(const std::string& text);

// "rulemap 0.1.0, plugin ABI 0.2"
std::string version_text();

// Each adds one subcommand, whose callback sets common.exit_code.
void add_run(CLI::App& app, Common& common);
void add_check(CLI::App& app, Common& common);
void add_ledger(CLI::App& app, Common& common);
void add_replay(CLI::App& app, Common& common);
void add_sigma(CLI::App& app, Common& common);
void add_plugins(CLI::App& app, Common& common);
void add_new(CLI::App& app, Common& common);
void add_version(CLI::App& app, Common& common);

}  // namespace rulemap::cli
