// The groups of all correlations, within the limits: those unused for longest are given up first.
#pragma once

#include <list>
#include <map>
#include <string>
#include <vector>

#include "windows.h"

namespace rulemap::sigma {

class Groups {
 public:
  struct Entry {
    std::uint32_t correlation = 0;
    const std::string* key = nullptr;
    Group group = {};
    std::size_t counted = 0;  // bytes
  };

  // Keeps references.
  Groups(const std::vector<Correlation>& correlations, const CorrelateLimits& limits,
         CorrelateLosses& losses);

  // The group of this key, for a hit at this time; a new one where there is none, for which others
  // may be given up. Good until the next call.
  Entry& open(std::uint32_t correlation, const std::string& key, std::int64_t time_ms);
  // What it holds has grown or shrunk.
  void changed(Entry& entry);

  // In the order of their keys.
  std::vector<Entry*> of(std::uint32_t correlation);
  void drop(Entry& entry);
  void clear();

 private:
  using Entries = std::list<Entry>;

  void give_up_oldest(std::int64_t time_ms);

  const std::vector<Correlation>& correlations_;
  const CorrelateLimits& limits_;
  CorrelateLosses& losses_;
  Entries by_use_;  // the front was not used for longest
  std::vector<std::map<std::string, Entries::iterator>> by_key_;
  std::size_t bytes_ = 0;
};

}  // namespace rulemap::sigma
