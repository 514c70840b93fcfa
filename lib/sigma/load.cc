#include "rulemap/sigma/load.h"

#include <algorithm>
#include <atomic>
#include <functional>
#include <set>
#include <thread>
#include <utility>

#include "drafts.h"
#include "rulemap/paths/find_files.h"

namespace rulemap::sigma {
namespace {

Problem problem_of(std::string path, std::string message) {
  return {Problem::Weight::error, std::move(path), {}, std::move(message)};
}

// Each file by whichever thread is free; results lie in the order of the files.
std::vector<FileDraft> parse_all(std::size_t count, const LoadOptions& options,
                                 const std::function<FileDraft(std::size_t)>& parse) {
  std::vector<FileDraft> files(count);
  std::atomic<std::size_t> next = 0;
  const auto work = [&] {
    for (std::size_t i = next++; i < count; i = next++) files[i] = parse(i);
  };
  std::vector<std::jthread> others;
  const std::size_t wanted =
      std::min<std::size_t>(std::max(options.threads, 1U), std::max<std::size_t>(count, 1));
  for (std::size_t i = 1; i < wanted; ++i) others.emplace_back(work);
  work();
  others.clear();
  return files;
}

FileDraft too_many(const std::string& path, std::size_t count, const LoadOptions& options) {
  FileDraft draft;
  draft.problems.push_back(
      problem_of(path, "these are " + std::to_string(count) + " files; at most " +
                           std::to_string(options.limits.files) + " are read"));
  return draft;
}

FileDraft parse_path(const std::string& path, const LoadOptions& options) {
  const auto text = paths::read_text_file(path, options.limits.file_bytes);
  if (text) return parse_file({path, *text}, options);
  FileDraft draft;
  draft.path = path;
  draft.problems.push_back(problem_of(path, text.error().message));
  return draft;
}

}  // namespace

RuleSet load_texts(std::span<const RuleText> texts, const LoadOptions& options) {
  const std::size_t count = std::min(texts.size(), options.limits.files);
  auto files =
      parse_all(count, options, [&](std::size_t i) { return parse_file(texts[i], options); });
  if (count < texts.size()) files.push_back(too_many(texts[count].path, texts.size(), options));
  return resolve(std::move(files), options);
}

RuleSet load_paths(std::span<const std::string> paths, const LoadOptions& options) {
  std::vector<std::string> files;
  std::set<std::string> seen;
  FileDraft faults;
  for (const std::string& path : paths) {
    auto found = paths::find_files({path}, {".yml", ".yaml"});
    if (!found) {
      faults.problems.push_back(problem_of(path, found.error().message));
      continue;
    }
    for (Error& each : found->problems)
      faults.problems.push_back(problem_of(each.where, each.message));
    for (std::string& each : found->paths) {
      if (seen.insert(each).second) files.push_back(std::move(each));
    }
  }
  const std::size_t count = std::min(files.size(), options.limits.files);
  auto drafts =
      parse_all(count, options, [&](std::size_t i) { return parse_path(files[i], options); });
  if (count < files.size()) drafts.push_back(too_many(files[count], files.size(), options));
  drafts.push_back(std::move(faults));
  return resolve(std::move(drafts), options);
}

}  // namespace rulemap::sigma
