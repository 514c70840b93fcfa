// A feed folder: manifest.json, hashes.csv, one file an event. What other runs wrote stays.
#pragma once

#include <map>
#include <set>
#include <string>

#include "feed/feed_event.h"

namespace rulemap::misp {

class FeedFolder {
 public:
  // Makes the folder where it is missing. Fails where it holds something else than a feed, or a
  // manifest that cannot be read: neither is overwritten.
  static Result<FeedFolder> open(const Host& host, std::string path, bool dry_run);

  // The event as it stands there; empty where it does not.
  Result<EarlierEvent> earlier(const Host& host, const Uuid& event) const;
  // Whether the manifest has the event with that time: a run may have ended between the two.
  bool is_listed(const Uuid& event, std::int64_t timestamp) const;
  // The event's file, then hashes.csv, then manifest.json, each beside and renamed.
  Result<void> write(const EventHeader& header, const FeedOrganisation& organisation,
                     const FeedEvent& event, std::int64_t timestamp);
  std::string path_of(const Uuid& event) const { return path_ + "/" + event.text() + ".json"; }

 private:
  explicit FeedFolder(std::string path) : path_(std::move(path)) {}
  Result<void> read_manifest(const Host& host);
  Result<void> read_hashes();

  std::string path_;
  std::map<std::string, std::string> manifest_;          // by uuid, the entry's JSON
  std::map<std::string, std::int64_t> listed_;           // by uuid, the entry's time
  std::map<std::string, std::set<std::string>> hashes_;  // by uuid
};

}  // namespace rulemap::misp
