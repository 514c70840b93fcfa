// rulemap version
#include "command.h"
#include "rulemap/abi/entry.h"

namespace rulemap::cli {

std::string version_text() {
  return std::string("rulemap ") + RULEMAP_VERSION + ", plugin ABI " +
         std::to_string(RULEMAP_ABI_MAJOR) + "." + std::to_string(RULEMAP_ABI_MINOR);
}

void add_version(CLI::App& app, Common&) {
  CLI::App* command = app.add_subcommand("version", "Say which rulemap this is");
  command->callback([] { print(version_text() + "\n"); });
}

}  // namespace rulemap::cli
