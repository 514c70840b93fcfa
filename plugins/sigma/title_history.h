// Every title that a Sigma rule ever had, to the ids of the rules that had it. The compiled-in one,
// data/title_history.tsv, knows the rules of SigmaHQ; providers go on using titles long given up.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "rulemap/sdk/result.h"

namespace rulemap::sigma_map {

class TitleHistory {
 public:
  // Lines of a title, a tab, and ids with commas between them; comments begin with #. Fails with
  // the line in `where`.
  static Result<TitleHistory> from_tsv(std::string_view text);
  // The file at `path`, likewise. Fails with the place in `where`.
  static Result<TitleHistory> from_file(const std::string& path);
  static Result<TitleHistory> compiled_in();

  // The rules that had exactly this title, else those that had it in another case; empty: none.
  // Each id once, sorted, in lower case.
  std::vector<std::string> ids(std::string_view title) const;

  std::size_t titles() const { return titles_; }

 private:
  struct Entry {
    std::string title;
    std::vector<std::string> ids;
  };
  bool add(std::string_view line);

  std::unordered_map<std::string, std::vector<Entry>> by_folded_title_;
  std::size_t titles_ = 0;
};

}  // namespace rulemap::sigma_map
