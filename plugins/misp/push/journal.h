// What this installation knows of one event on one server, over all runs: what was once seen there,
// so that an analyst's hard deletion stays one; what the server refused, so that it is not sent for
// ever; what was last written, so that an analyst's edit is told from our own; a request that may
// still be running; a publication that is owed. (MISP_PUSH.md section 3, points 5 to 8.)
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <unordered_map>

#include "event/first_uuids.h"
#include "rulemap/sdk/result.h"
#include "server/server_event.h"

namespace rulemap::misp {

class Journal final : public FirstUuids {
 public:
  // What was written of an element, and how the server showed it then.
  struct Written {
    Uuid ours;
    Uuid there;
  };

  // A file that is not there is an empty journal. Fails where the file is not a journal: without it
  // an analyst's deletions would come back.
  static Result<Journal> open(std::string path);
  // Beside and renamed, and on disk when it returns.
  Result<void> save() const;
  const std::string& path() const { return path_; }

  // Elements, and tags on them (tag_key).
  bool was_seen(const Uuid& what) const { return is(what, State::seen); }
  bool was_refused(const Uuid& what) const { return is(what, State::refused); }
  void see(const Uuid& what) { entries_[what].state = State::seen; }
  void refuse(const Uuid& what) { entries_[what].state = State::refused; }
  bool empty() const { return entries_.empty(); }  // nothing was ever seen there

  std::optional<Written> written(const Uuid& what) const;
  void write(const Uuid& what, const Written& written) { entries_[what].written = written; }

  std::optional<Uuid> first_of(const Uuid& indicator) const override;
  void set_first(const Uuid& indicator, const Uuid& object) override {
    firsts_.emplace(indicator, object);
  }

  // The further event that an element is in; 0: the case's own. (parts.h)
  std::uint32_t part_of(const Uuid& element) const;
  void set_part(const Uuid& element, std::uint32_t part) { parts_[element] = part; }

  // Elements of a request that left and was not seen to end; 0: none.
  std::size_t in_flight = 0;
  bool publication_owed = false;

 private:
  enum class State { none, seen, refused };
  struct Entry {
    State state = State::none;
    std::optional<Written> written;
  };
  explicit Journal(std::string path) : path_(std::move(path)) {}
  bool is(const Uuid& what, State state) const {
    const auto found = entries_.find(what);
    return found != entries_.end() && found->second.state == state;
  }
  bool read_line(std::string_view line);
  std::string text() const;

  std::string path_;
  std::unordered_map<Uuid, Entry, UuidHash> entries_;
  std::unordered_map<Uuid, Uuid, UuidHash> firsts_;
  std::unordered_map<Uuid, std::uint32_t, UuidHash> parts_;
};

}  // namespace rulemap::misp
