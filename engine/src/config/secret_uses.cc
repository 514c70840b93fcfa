#include "config/secret_uses.h"

#include <string_view>
#include <vector>

namespace rulemap::engine {
namespace {

class Uses {
 public:
  void text(std::string_view text) {
    constexpr std::string_view kOpen = "${secrets.";
    for (std::size_t at = 0; (at = text.find(kOpen, at)) != std::string_view::npos;) {
      at += kOpen.size();
      names_.emplace(text.substr(at, text.find('}', at) - at));
    }
  }
  void value(const yaml::Node& node) {
    text(node.text);
    for (const yaml::Node& each : node.items) value(each);
    for (const yaml::Member& each : node.members) value(each.value);
  }
  void steps(const std::vector<StepFile>& steps) {
    for (const StepFile& each : steps) {
      value(each.with);
      for (const BranchFile& branch : each.branches) this->steps(branch.steps);
    }
  }
  std::set<std::string> names() { return std::move(names_); }

 private:
  std::set<std::string> names_;
};

}  // namespace

std::set<std::string> secret_uses(const PipelineFile& file) {
  Uses uses;
  uses.text(file.http.proxy.text);
  for (const SourceFile& each : file.sources) uses.value(each.with);
  uses.steps(file.steps);
  for (const SinkFile& each : file.sinks) uses.value(each.with);
  if (file.dead_letter) uses.value(file.dead_letter->with);
  return uses.names();
}

}  // namespace rulemap::engine
