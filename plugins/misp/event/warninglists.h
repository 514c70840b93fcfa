// MISP's warninglists: values that are likely to be false alarms. Lists of MISP's own form
// (misp-warninglists, lists/NAME/list.json), of any of its five types.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "rulemap/sdk/host.h"

namespace rulemap::misp {

class Warninglist;

// Movable. Any number of threads may ask.
class Warninglists {
 public:
  Warninglists();
  Warninglists(Warninglists&&) noexcept;
  Warninglists& operator=(Warninglists&&) noexcept;
  ~Warninglists();

  // Files, and folders of them; of a folder, JSON files that are no warninglist are passed over.
  // Fails for a file that cannot be read or is no warninglist; an entry that cannot be read (a
  // regular expression that RE2 has not) is a line in the log.
  static Result<Warninglists> load(const Host& host, const std::vector<std::string>& paths);

  // The names of the lists that have an attribute of this type and value, in the order of the
  // files; empty: none has.
  std::vector<std::string_view> hits(std::string_view type, std::string_view value) const;
  std::size_t size() const { return lists_.size(); }

 private:
  std::vector<std::unique_ptr<Warninglist>> lists_;
};

// What becomes of a value on a list.
enum class Warned {
  unflag,  // it stays, and no IDS looks for it
  keep,    // it stays as it is
  drop,    // it is left out; the indicator of a record, and the record with it
};

// "on the warninglist A, B"; empty for none.
std::string warning_words(const std::vector<std::string_view>& lists);

}  // namespace rulemap::misp
