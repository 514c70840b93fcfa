// sigma.events: logs as a source. Each event, as it was written, becomes a record of kind `event`
// for sigma.match; what is no event is refused with its place.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rulemap/sdk/source.h"
#include "rulemap/sigma/event_file.h"

namespace rulemap::sigma_events {

class EventsSource final : public Source<EventsSource> {
 public:
  static constexpr Label label{.id = "sigma.events",
                               .summary = "Reads events of logs: JSON lines, lists, EVTX as JSON.",
                               .label = "source"};
  struct Config {
    Paths path;
    std::string product, category, service;
  };
  static constexpr auto options = rulemap::options(
      option("path", &Config::path,
             "Files, globs, or folders of .json, .jsonl and .ndjson, plain or .gz; - is stdin")
          .input()
          .required(),
      option("product", &Config::product,
             "The log source of all events, in Sigma's words; else their channel and id tell"),
      option("category", &Config::category, "Likewise"),
      option("service", &Config::service, "Likewise"));
  static constexpr auto writes =
      rulemap::fields(field::text("kind"), field::text("ioc.original"), field::text("ioc.file"),
                      field::integer("ioc.line"), field::list("events"));

  EventsSource(Config config, Host host) : config_(std::move(config)), host_(host) {}
  Result<void> start();
  Outcome poll(Emitter out);

 private:
  bool open_next(Emitter& out);
  void close(Emitter& out);
  void take(const sigma::EventRecord& record, Emitter& out);

  Config config_;
  Host host_;
  std::vector<std::string> paths_;
  std::size_t next_ = 0;
  std::string name_;  // of the file that is open
  std::optional<sigma::EventFile> file_;
  std::uint64_t line_ = 0;
};

}  // namespace rulemap::sigma_events
