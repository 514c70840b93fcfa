// misp.feed: a folder of events that MISP servers pull over HTTP. It reads neutral fields only.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "event/event_options.h"
#include "feed/feed_folder.h"
#include "rulemap/sdk/plugin.h"

namespace rulemap::misp {

class MispFeed final : public Sink<MispFeed> {
 public:
  struct Config : EventOptions {
    Path path;
    std::string organisation;
    std::string organisation_uuid;
    std::string withdraw;
  };
  static constexpr Label label{.id = "misp.feed",
                               .summary = "Writes a feed folder of MISP events, one a case.",
                               .label = "sink",
                               .flags = RULEMAP_FLAG_IDENTITIES | RULEMAP_FLAG_DRY_RUN};
  static constexpr auto options = std::tuple_cat(
      rulemap::options(
          option("path", &Config::path, "The folder: empty, or a feed already").output().required(),
          option("organisation", &Config::organisation, "Whose feed it is").required(),
          option("organisation_uuid", &Config::organisation_uuid,
                 "The UUID of that organisation, as its own MISP has it")
              .required(),
          option(
              "withdraw", &Config::withdraw,
              "What becomes of what an earlier run wrote and this one does not have: it is kept, "
              "or marked deleted, which deletes it with whoever pulls it")
              .one_of("keep|delete")
              .standard("keep")),
      kEventOptions);
  static constexpr auto reads = kEventFields;

  MispFeed(Config config, Host host) : config_(std::move(config)), host_(host) {}

  static Result<void> validate(const Config& config);
  Result<void> start();
  Result<void> case_open(const Case& of);
  Result<void> write(const Case& of, Row row, Receipts& receipts) {
    const auto found = cases_.find(of.id);
    if (found == cases_.end()) return Error{"the case is not open"};
    return found->second.take(finding::read(row), receipts);
  }
  Result<void> case_close(const Case& of, Receipts& receipts);

 private:
  Result<void> publish(EventCase& of, Receipts& receipts);

  Config config_;
  Host host_;
  Facts facts_;
  Warninglists warninglists_;
  std::optional<FeedFolder> folder_;
  std::map<std::string, EventCase> cases_;
};

}  // namespace rulemap::misp
