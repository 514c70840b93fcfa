// Where the passes of loading say what is wrong with one file.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "rulemap/sigma/rule.h"

namespace rulemap::sigma {

// Keeps at most `limit` problems; counts all.
class Problems {
 public:
  Problems(std::string_view path, std::size_t limit) : path_(path), limit_(limit) {}

  void error(yaml::Place place, std::string message, std::string_view piece = {});
  void warning(yaml::Place place, std::string message, std::string_view piece = {});

  // What has an error since errors() was asked is not loaded.
  std::size_t errors() const { return errors_; }
  const std::string& path() const { return path_; }
  std::vector<Problem> take() { return std::move(kept_); }

 private:
  void add(Problem::Weight weight, yaml::Place place, std::string message, std::string_view piece);

  std::string path_;
  std::size_t limit_;
  std::size_t errors_ = 0;
  std::vector<Problem> kept_;
};

// By path and place, and at most `most` of them (at least one): the last then says how many more
// there were.
void order(std::vector<Problem>& problems, std::size_t most);

// In backquotes, cut where the message would drown in it; control characters are spelt out.
std::string quoted(std::string_view text);

// "a, b or c".
std::string one_of(std::span<const std::string_view> words);

// The one of `words` that `said` is by a letter or two (added, lost, changed, swapped); empty where
// it is none, or is itself one of them.
std::string_view slip_of(std::string_view said, std::span<const std::string_view> words);

// "; did you mean `endswith`?" with the word that differs by a slip, else nothing.
std::string did_you_mean(std::string_view said, std::span<const std::string_view> words);

}  // namespace rulemap::sigma
