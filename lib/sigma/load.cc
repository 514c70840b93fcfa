#include "rulemap/sigma/load.h"

#include <algorithm>
#include <atomic>
#include <functional>
#include <iterator>
#include <optional>
#include <set>
#include <thread>
#include <utility>

#include "drafts.h"
#include "rule_cache.h"
#include "rulemap/paths/find_files.h"

namespace rulemap::sigma {
namespace {

Problem problem_of(std::string path, std::string message) {
  return {Problem::Weight::error, std::move(path), {}, std::move(message)};
}

// Results lie in the order of the files.
template <class Draft>
std::vector<Draft> parse_all(std::size_t count, const LoadOptions& options,
                             const std::function<Draft(std::size_t)>& parse) {
  std::vector<Draft> files(count);
  options.run_all(count, [&](std::size_t i) { files[i] = parse(i); });
  return files;
}

Problem too_many(const std::string& path, std::size_t count, const LoadOptions& options) {
  return problem_of(path, "these are " + std::to_string(count) + " files; at most " +
                              std::to_string(options.limits.files) + " are read");
}

struct RuleFiles {
  std::vector<std::string> paths;  // each once, in the order that was asked for
  std::vector<Problem> problems;
};

RuleFiles find_rule_files(std::span<const std::string> paths, const LoadOptions& options) {
  RuleFiles out;
  std::set<std::string> seen;
  for (const std::string& path : paths) {
    auto found = paths::find_files({path}, {".yml", ".yaml"});
    if (!found) {
      out.problems.push_back(problem_of(path, found.error().message));
      continue;
    }
    for (Error& each : found->problems) {
      out.problems.push_back(problem_of(each.where, each.message));
    }
    for (std::string& each : found->paths) {
      if (seen.insert(each).second) out.paths.push_back(std::move(each));
    }
  }
  if (out.paths.size() <= options.limits.files) return out;
  out.problems.push_back(too_many(out.paths[options.limits.files], out.paths.size(), options));
  out.paths.resize(options.limits.files);
  return out;
}

// parse_file or parse_headers of each file.
template <class Draft>
std::vector<Draft> parse_paths(std::span<const std::string> paths, const LoadOptions& options,
                               Draft (*parse)(const RuleText&, const LoadOptions&)) {
  RuleFiles files = find_rule_files(paths, options);
  auto out = parse_all<Draft>(files.paths.size(), options, [&](std::size_t i) {
    const std::string& path = files.paths[i];
    const auto text = paths::read_text_file(path, options.limits.file_bytes);
    if (text) return parse({path, *text}, options);
    Draft unread;
    unread.problems.push_back(problem_of(path, text.error().message));
    return unread;
  });
  out.emplace_back().problems = std::move(files.problems);
  return out;
}

// parse_file or parse_headers of each text.
template <class Draft>
std::vector<Draft> parse_texts(std::span<const RuleText> texts, const LoadOptions& options,
                               Draft (*parse)(const RuleText&, const LoadOptions&)) {
  const std::size_t count = std::min(texts.size(), options.limits.files);
  auto out =
      parse_all<Draft>(count, options, [&](std::size_t i) { return parse(texts[i], options); });
  if (count < texts.size()) {
    out.emplace_back().problems.push_back(too_many(texts[count].path, texts.size(), options));
  }
  return out;
}

HeaderSet joined(std::vector<HeaderDraft> drafts, const LoadOptions& options) {
  HeaderSet out;
  for (HeaderDraft& each : drafts) {
    std::move(each.headers.begin(), each.headers.end(), std::back_inserter(out.headers));
    std::move(each.problems.begin(), each.problems.end(), std::back_inserter(out.problems));
  }
  order(out.problems, options.limits.problems);
  return out;
}

// The texts of files, of which each has its place whether it could be read or not.
struct ReadFiles {
  std::vector<std::string> texts;
  std::vector<RuleText> views;  // of those that could be read
  std::vector<Problem> problems;
};

ReadFiles read_files(RuleFiles files, const LoadOptions& options) {
  ReadFiles out;
  out.problems = std::move(files.problems);
  std::vector<std::optional<Error>> errors(files.paths.size());
  out.texts.resize(files.paths.size());
  options.run_all(files.paths.size(), [&](std::size_t i) {
    auto text = paths::read_text_file(files.paths[i], options.limits.file_bytes);
    if (text) {
      out.texts[i] = std::move(*text);
    } else {
      errors[i] = text.error();
    }
  });
  for (std::size_t i = 0; i < files.paths.size(); ++i) {
    if (errors[i]) {
      out.problems.push_back(problem_of(files.paths[i], errors[i]->message));
    } else {
      out.views.push_back({files.paths[i], out.texts[i]});
    }
  }
  return out;
}

RuleSet parsed(std::span<const RuleText> texts, const LoadOptions& options) {
  return resolve(parse_texts(texts, options, &parse_file), options);
}

RuleSet through_cache(std::span<const RuleText> texts, const LoadOptions& options) {
  const std::string key = cache_key(texts, options);
  if (auto kept = read_cache(options.cache, key)) return std::move(*kept);
  RuleSet out = parsed(texts, options);
  if (const auto kept = write_cache(options.cache, key, out); !kept) {
    Problem problem = problem_of(options.cache, kept.error().message);
    problem.weight = Problem::Weight::warning;
    out.problems.push_back(std::move(problem));
  }
  return out;
}

RuleSet paths_through_cache(std::span<const std::string> paths, const LoadOptions& options) {
  ReadFiles files = read_files(find_rule_files(paths, options), options);
  RuleSet out = through_cache(files.views, options);
  std::move(files.problems.begin(), files.problems.end(), std::back_inserter(out.problems));
  order(out.problems, options.limits.problems);
  return out;
}

}  // namespace

RunAll on_threads(unsigned width) {
  return [width](std::size_t count, const std::function<void(std::size_t)>& task) {
    std::atomic<std::size_t> next = 0;
    const auto work = [&] {
      for (std::size_t i = next++; i < count; i = next++) task(i);
    };
    std::vector<std::jthread> others;
    for (std::size_t i = 1; i < std::min<std::size_t>(width, count); ++i) others.emplace_back(work);
    work();
  };
}

RuleSet load_texts(std::span<const RuleText> texts, const LoadOptions& options) {
  return options.cache.empty() ? parsed(texts, options) : through_cache(texts, options);
}

RuleSet load_paths(std::span<const std::string> paths, const LoadOptions& options) {
  if (!options.cache.empty()) return paths_through_cache(paths, options);
  return resolve(parse_paths(paths, options, &parse_file), options);
}

HeaderSet load_headers(std::span<const RuleText> texts, const LoadOptions& options) {
  return joined(parse_texts(texts, options, &parse_headers), options);
}

HeaderSet load_headers(std::span<const std::string> paths, const LoadOptions& options) {
  return joined(parse_paths(paths, options, &parse_headers), options);
}

}  // namespace rulemap::sigma
