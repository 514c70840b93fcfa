#include "feed/misp_feed.h"

#include <algorithm>

namespace rulemap::misp {
namespace {

constexpr std::int64_t kSecond = 1000;

void note(const FeedEvent& event, const std::string& path, bool dry_run, Receipts& receipts) {
  receipts.note("event", path);
  const std::pair<const char*, std::size_t> counts[] = {{"added", event.added},
                                                        {"changed", event.changed},
                                                        {"withdrawn", event.withdrawn},
                                                        {"as it was", event.kept}};
  for (const auto& [what, count] : counts) {
    if (count > 0) receipts.note(what, std::to_string(count));
  }
  if (dry_run && event.any_change()) receipts.note("change", "write " + path);
}

}  // namespace

Result<void> MispFeed::validate(const Config& config) {
  if (!ids::Uuid::parse(config.organisation_uuid)) {
    return Error{"`organisation_uuid` is a UUID such as 55f6ea5e-2c60-40e5-964f-47a8950d210f",
                 "organisation_uuid"};
  }
  if (config.organisation.empty()) return Error{"an organisation has a name", "organisation"};
  return validate_event_options(config);
}

Result<void> MispFeed::start() {
  auto facts = compiled_in_facts();
  if (!facts.ok()) return facts.error();
  facts_ = std::move(*facts);
  auto lists = load_warninglists(host_, config_);
  if (!lists.ok()) return lists.error();
  warninglists_ = std::move(*lists);
  if (host_.folder().empty()) {
    return Error{"this host lends no folder, where misp.feed keeps open cases"};
  }
  auto folder = FeedFolder::open(host_, config_.path.text, host_.is_dry_run());
  if (!folder.ok()) return folder.error();
  folder_ = std::move(*folder);
  return {};
}

Result<void> MispFeed::case_open(const Case& of) {
  const auto name_space = ids::Uuid::parse(of.name_space);
  if (!name_space) return Error{"the installation's namespace is no UUID"};
  const ids::Uuid uuid = identity::event(*name_space, of.id);
  EventCase::Settings settings =
      event_settings(config_, event_header(config_, of, uuid), warninglists_);
  settings.spool_path = host_.folder() + "/" + uuid.text() + ".spool";
  cases_.erase(of.id);  // one that was open begins anew
  auto opened = EventCase::open(facts_, std::move(settings));
  if (!opened.ok()) return opened.error();
  cases_.emplace(of.id, std::move(*opened));
  return {};
}

Result<void> MispFeed::case_close(const Case& of, Receipts& receipts) {
  const auto found = cases_.find(of.id);
  if (found == cases_.end()) return Error{"the case is not open"};
  const auto published = publish(found->second, receipts);
  if (published.ok()) cases_.erase(found);
  return published;
}

// A published event without elements would be refused at every pull.
Result<void> MispFeed::publish(EventCase& of, Receipts& receipts) {
  if (of.empty()) {
    receipts.note("event", "not written: there is nothing in the case");
    return {};
  }
  of.complete();
  const EventHeader& header = of.header();
  auto elements = of.elements();
  if (!elements.ok()) return elements.error();
  const auto earlier = folder_->earlier(host_, header.uuid);
  if (!earlier.ok()) return earlier.error();
  // Whoever pulled the last version saw a time; this one has to be later, whatever the clock says.
  const std::int64_t now = std::max(host_.now().ms / kSecond, earlier->timestamp + 1);
  const FeedOrganisation organisation{config_.organisation, config_.organisation_uuid};
  const Withdraw withdraw = config_.withdraw == "delete" ? Withdraw::remove : Withdraw::keep;
  const auto event =
      make_feed_event(host_, header, organisation, *elements, *earlier, now, withdraw);
  if (!event.ok()) return event.error();
  const bool is_due = event->any_change() || !folder_->is_listed(header.uuid, earlier->timestamp);
  if (is_due && !host_.is_dry_run()) {
    const auto written = folder_->write(header, organisation, *event, now);
    if (!written.ok()) return written;
  }
  const auto given = of.give_receipts(receipts);
  if (!given.ok()) return given;
  note(*event, folder_->path_of(header.uuid), host_.is_dry_run(), receipts);
  of.note_left_out(receipts, elements->references_left_out());
  return {};
}

}  // namespace rulemap::misp
