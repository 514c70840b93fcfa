// misp.event: one MISP event a case, on a server or as a JSON file. It reads neutral fields only.
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "event/case_path.h"
#include "event/event_options.h"
#include "feed/misp_feed.h"
#include "push/server.h"
#include "rulemap/sdk/plugin.h"
#include "source/events_source.h"

namespace rulemap::misp {
namespace {

// In the place of an event's name: the one that the case's records came from.
constexpr std::string_view kOrigin = "origin";
constexpr std::int64_t kSmallestEvent = 100;
constexpr std::int64_t kLargestEvent = 100'000;  // what a view of may be read
constexpr std::size_t kNoLimit = static_cast<std::size_t>(-1);

}  // namespace

class MispEvent final : public Sink<MispEvent> {
 public:
  struct Config : EventOptions {
    Path path;
    std::string url;
    Secret key;
    std::string event;
    std::int64_t largest = 50'000;
    bool apply = false;
    bool publish = false;
    std::string unpublish;
  };
  static constexpr Label label{
      .id = "misp.event",
      .summary = "Writes one MISP event a case, on a server or as a JSON file.",
      .label = "sink",
      .flags = RULEMAP_FLAG_IDENTITIES | RULEMAP_FLAG_DRY_RUN | RULEMAP_FLAG_NETWORK};
  static constexpr auto options = std::tuple_cat(
      rulemap::options(
          option("path", &Config::path,
                 "The file to write; {case} in it stands for the case's title and the event's uuid")
              .output(),
          option("url", &Config::url,
                 "The MISP server, in the place of a file: https://misp.example"),
          option("key", &Config::key, "The key of an API user there; belongs in a secret"),
          option("event", &Config::event,
                 "The number or UUID of an event that is there and is added to; `origin`: the "
                 "event that "
                 "the case's records came from (misp.events); without it the case's own event is "
                 "made"),
          option(
              "largest", &Config::largest,
              "Attributes of one event on a server; what is more goes into events that extend it")
              .standard("50000"),
          option("apply", &Config::apply,
                 "With `event: origin`: write; without it is only said what would be written")
              .standard("false"),
          option("publish", &Config::publish,
                 "Publish the event once it is written: its readers see it, and are told")
              .standard("false"),
          option(
              "unpublish", &Config::unpublish,
              "A published event becomes unpublished when it is written: refuse leaves it alone, "
              "accept writes it")
              .one_of("refuse|accept")
              .standard("refuse")),
      kEventOptions);
  static constexpr auto reads = rulemap::fields(
      field::text("ioc.type"), field::text("ioc.value"), field::integer("ioc.port"),
      field::boolean("ioc.private"), field::integer("ioc.line"), field::object("lookup.*"),
      field::object("reputation.*"), field::list("observables"), field::list("matches"),
      field::list("techniques"), field::list("also"), field::list("errors"), field::list("tags"),
      field::text("ioc.original"), field::text("misp.event"), field::text("misp.attribute"),
      field::text("misp.object"), field::text("misp.type"));

  MispEvent(Config config, Host host) : config_(std::move(config)), host_(host) {}

  static Result<void> validate(const Config& config) {
    const auto placed = validate_place(config);
    return placed.ok() ? validate_event_options(config) : placed;
  }

  Result<void> start() {
    auto facts = compiled_in_facts();
    if (!facts.ok()) return facts.error();
    facts_ = std::move(*facts);
    auto lists = load_warninglists(host_, config_);
    if (!lists.ok()) return lists.error();
    warninglists_ = std::move(*lists);
    if (host_.folder().empty()) {
      return Error{"this host lends no folder, where misp.event keeps open cases"};
    }
    if (config_.url.empty()) return {};
    server_.emplace(host_,
                    Server::Settings{config_.url, config_.key, most_attributes(), push_settings()});
    return server_->connect();
  }

  void look(LiveReport report) {
    if (server_) server_->look(report);
  }

  Result<void> case_open(const Case& of) {
    // Its first row says which event it is.
    if (in_place()) return (cases_.erase(of.id), Result<void>());
    if (first_case_.empty()) first_case_ = of.id;
    if (of.id != first_case_) {
      const auto has_place = place_of_another();
      if (!has_place.ok()) return has_place;
    }
    const auto name_space = ids::Uuid::parse(of.name_space);
    if (!name_space) return Error{"the installation's namespace is no UUID"};
    const auto found = uuid_of(*name_space, of.id);
    if (!found.ok()) return found.error();
    cases_.erase(of.id);  // one that was open begins anew
    return open_event(of, *found, *found);
  }

  Result<void> write(const Case& of, Row row, Receipts& receipts) {
    if (in_place()) return write_in_place(of, row, receipts);
    const auto found = cases_.find(of.id);
    if (found == cases_.end()) return Error{"the case is not open"};
    return found->second.event->take(finding::read(row), receipts);
  }

  Outcome case_close(const Case& of, Receipts& receipts) {
    const auto found = cases_.find(of.id);
    if (found == cases_.end() && in_place()) return {};  // all its rows were refused
    if (found == cases_.end()) return Error{"the case is not open"};
    Open& open = found->second;
    Outcome closed =
        server_ ? server_->push(*open.event, *open.journal, receipts) : open.event->close(receipts);
    if (closed.status() == RULEMAP_OK) cases_.erase(found);
    return closed;
  }

 private:
  struct Open {
    std::unique_ptr<Journal> journal;  // of an event on a server
    std::optional<EventCase> event;
  };

  bool in_place() const { return config_.event == kOrigin; }

  // spool: a name for its file.
  Result<void> open_event(const Case& of, const ids::Uuid& uuid, const ids::Uuid& spool) {
    Open open;
    if (server_) {
      auto journal = server_->journal_of(uuid);
      if (!journal.ok()) return journal.error();
      open.journal = std::move(*journal);
    }
    EventCase::Settings settings =
        event_settings(config_, event_header(config_, of, uuid), warninglists_);
    settings.firsts = in_place() ? nullptr : open.journal.get();
    settings.path = file_of(of, uuid);
    settings.dry_run = host_.is_dry_run();
    settings.spool_path = host_.folder() + "/" + spool.text() + ".spool";
    auto opened = EventCase::open(facts_, std::move(settings));
    if (!opened.ok()) return opened.error();
    open.event.emplace(std::move(*opened));
    cases_.emplace(of.id, std::move(open));
    return {};
  }

  Result<void> write_in_place(const Case& of, Row row, Receipts& receipts) {
    const auto from = origin::read(row);
    if (!from) {
      receipts.reject(row.id(), "`event: origin` is for records of misp.events, and this is none");
      return {};
    }
    if (cases_.count(of.id) == 0) {
      const auto opened = open_event(of, from->event, ids::uuid_v5(from->event, of.id));
      if (!opened.ok()) return opened;
    }
    EventCase& found = *cases_.at(of.id).event;
    if (found.header().uuid == from->event) {
      return found.take(finding::read(row), *from, receipts);
    }
    receipts.reject(row.id(),
                    "its case has records of another event: write `case: { by: misp.event }` into "
                    "the source");
    return {};
  }

  static Result<void> validate_place(const Config& config) {
    if (config.url.empty()) {
      if (config.path.text.empty()) {
        return Error{"misp.event writes to a server or to a file: give `url` and `key`, or `path`"};
      }
      constexpr const char* kOfServers = "it is for a server, and there is no `url`";
      if (config.key.handle != 0) return Error{kOfServers, "key"};
      if (!config.event.empty()) return Error{kOfServers, "event"};
      if (config.publish) return Error{kOfServers, "publish"};
      if (config.apply) return Error{kOfServers, "apply"};
      return {};
    }
    if (!config.path.text.empty()) {
      return Error{"one sink writes to a server or to a file: give `path` a sink of its own",
                   "path"};
    }
    if (!config.url.starts_with("https://") && !config.url.starts_with("http://")) {
      return Error{"`url` is the address of a MISP server, such as https://misp.example", "url"};
    }
    if (config.key.handle == 0)
      return Error{"`url` needs `key`, the key of an API user there", "url"};
    if (config.apply && config.event != kOrigin) {
      return Error{"it is for `event: origin`; everything else is written without it", "apply"};
    }
    if (config.largest < kSmallestEvent || config.largest > kLargestEvent) {
      return Error{"`largest` is a number from " + std::to_string(kSmallestEvent) + " to " +
                       std::to_string(kLargestEvent),
                   "largest"};
    }
    const bool names_event = config.event.empty() || config.event == kOrigin ||
                             ids::Uuid::parse(config.event) ||
                             config.event.find_first_not_of("0123456789") == std::string::npos;
    if (!names_event)
      return Error{"an event is named by its number, its UUID or `origin`", "event"};
    return {};
  }

  Result<void> place_of_another() const {
    if (server_ && !config_.event.empty()) {
      return Error{
          "there is more than one case, and `event` names the event of one: leave it out, and "
          "each case gets an event of its own",
          config_.event};
    }
    if (server_ || has_case_place(config_.path.text)) return {};
    return Error{
        "there is more than one case, and each becomes a file of its own: write {case} "
        "into the option, with its quotes: `path: \"out/{case}.json\"`",
        config_.path.text};
  }

  Result<ids::Uuid> uuid_of(const ids::Uuid& name_space, std::string_view case_id) {
    if (!server_ || config_.event.empty()) return identity::event(name_space, case_id);
    return server_->find_event(config_.event);
  }

  std::string file_of(const Case& of, const ids::Uuid& uuid) const {
    if (server_) return {};
    return case_path(config_.path.text, case_slug(of.title, uuid));
  }

  PushSettings push_settings() const {
    return {.may_create = config_.event.empty(),
            .publish = config_.publish,
            .accept_unpublish = config_.unpublish == "accept",
            .in_place = in_place(),
            .dry_run = in_place() && !config_.apply};
  }

  // An event that somebody names is not continued in others.
  std::size_t most_attributes() const {
    return config_.event.empty() ? static_cast<std::size_t>(config_.largest) : kNoLimit;
  }

  Config config_;
  Host host_;
  Facts facts_;
  std::optional<Server> server_;  // none: files are written
  Warninglists warninglists_;
  std::string first_case_;
  std::map<std::string, Open> cases_;
};

}  // namespace rulemap::misp

RULEMAP_PLUGIN(rulemap::misp::EventsSource, rulemap::misp::MispEvent, rulemap::misp::MispFeed)
