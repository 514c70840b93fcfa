#include "rule_tree.h"

#include <utility>

#include "folded.h"
#include "rule_reader.h"
#include "rulemap/paths/find_files.h"

namespace rulemap::sigma_map {
namespace {

constexpr std::size_t kMaxBytes = std::size_t{1} << 20;  // SigmaHQ's largest file has 0.3 MB

std::string listed(const std::vector<std::string>& paths) {
  std::string out;
  for (const std::string& path : paths) out += (out.empty() ? "" : ", ") + path;
  return out;
}

void read_file(const std::string& path, LoadedRules& out) {
  const auto text = paths::read_text_file(path, kMaxBytes);
  if (!text.ok()) {
    out.problems.push_back(text.error());
    return;
  }
  ReadRules read = read_rules(*text, path);
  for (Error& problem : read.problems) out.problems.push_back(std::move(problem));
  for (Rule& rule : read.rules) {
    if (const Rule* first = out.tree.by_id(rule.id)) {
      out.problems.push_back({"the rule has the same `id` as one in " + first->path, path});
    } else {
      out.tree.add(std::move(rule));
    }
  }
}

Error nothing_loaded(const LoadedRules& loaded, const std::vector<std::string>& paths) {
  if (loaded.files == 0 && loaded.problems.empty()) {
    return {"no rule file (.yml or .yaml) under " + listed(paths), listed(paths)};
  }
  const Error& first = loaded.problems.empty() ? Error{"they are empty"} : loaded.problems[0];
  return {"no rule in " + std::to_string(loaded.files) + " files under " + listed(paths) +
              ", first because: " + first.message,
          first.where.empty() ? listed(paths) : first.where};
}

}  // namespace

bool RuleTree::add(Rule rule) {
  if (!by_id_.emplace(rule.id, rules_.size()).second) return false;
  by_folded_title_[folded(rule.title)].push_back(rules_.size());
  rules_.push_back(std::move(rule));
  return true;
}

const Rule* RuleTree::by_id(std::string_view id) const {
  const auto found = by_id_.find(std::string(id));
  return found == by_id_.end() ? nullptr : &rules_[found->second];
}

std::vector<const Rule*> RuleTree::by_folded_title(std::string_view title) const {
  std::vector<const Rule*> out;
  const auto found = by_folded_title_.find(folded(title));
  if (found == by_folded_title_.end()) return out;
  for (const std::size_t index : found->second) out.push_back(&rules_[index]);
  return out;
}

std::vector<const Rule*> RuleTree::by_title(std::string_view title) const {
  std::vector<const Rule*> out = by_folded_title(title);
  std::erase_if(out, [&](const Rule* rule) { return rule->title != title; });
  return out;
}

Result<LoadedRules> load_rules(const std::vector<std::string>& paths) {
  auto files = paths::find_files(paths, {".yml", ".yaml"});
  if (!files.ok()) return files.error();
  LoadedRules out;
  out.files = files->paths.size();
  out.problems = std::move(files->problems);
  for (const std::string& path : files->paths) read_file(path, out);
  if (out.tree.rules().empty()) return nothing_loaded(out, paths);
  return out;
}

}  // namespace rulemap::sigma_map
