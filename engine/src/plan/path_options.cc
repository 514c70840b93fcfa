#include "plan/path_options.h"

#include "plan/options_reader.h"

namespace rulemap::engine {

std::vector<PathOption> path_options(const BlockFile& block, const rulemap_descriptor& about,
                                     std::uint32_t flag, const Variables& variables,
                                     const std::string& base_folder) {
  std::vector<PathOption> out;
  Diagnostics said_before("", "");
  const auto values = read_options(block, "", about, variables, base_folder, said_before);
  for (std::uint32_t i = 0; i < about.option_count; ++i) {
    if (flag != 0 && !(about.options[i]->flags & flag)) continue;
    const yaml::Node* written = block.with.find(about.options[i]->name);
    std::vector<std::string> paths = values->paths(i);
    for (std::size_t k = 0; k < paths.size(); ++k) {
      const bool is_item = written && written->is_list() && k < written->items.size();
      out.push_back({std::move(paths[k]), is_item ? &written->items[k] : written});
    }
  }
  return out;
}

}  // namespace rulemap::engine
