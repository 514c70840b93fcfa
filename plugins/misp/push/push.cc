#include "push/push.h"

#include "event/json_writer.h"

namespace rulemap::misp {
namespace {

constexpr int kMostTries = 3;
constexpr std::size_t kSmallestBody = std::size_t{64} << 10;

std::string body_of(const EventHeader& header) {
  std::string out;
  JsonWriter json(out);
  json.open('{').member("uuid", header.uuid.text()).member("info", header.info);
  json.member("date", header.date).key("threat_level_id").number(header.threat_level_id);
  json.key("analysis").number(header.analysis).key("distribution").number(header.distribution);
  if (!header.extends.empty()) json.member("extends_uuid", header.extends);
  json.close('}');
  return out;
}

bool may_be_running(Meaning meaning) {
  return meaning == Meaning::broken || meaning == Meaning::no_answer;
}

}  // namespace

PushReport Push::run(const EventHeader& header, EventElements& elements) {
  header_ = &header;
  elements_ = &elements;
  report_ = {};
  report_.dry_run = settings_.dry_run || api_.host().is_dry_run();
  report_.url = api_.url() + "/events/view/" + header.uuid.text();
  int tries = 0;
  do {
    again_ = false;
    report_.end = End::done;
    report_.why.clear();
    const std::size_t bytes = settings_.limits.bytes;
    once();
    // Smaller bodies are no further try: nothing was refused but their size.
    if (settings_.limits.bytes == bytes) ++tries;
  } while (again_ && tries < kMostTries);
  return std::move(report_);
}

bool Push::once() {
  if (journal_.in_flight > 0 && !report_.dry_run && !settle_down()) return false;
  if (!read()) return false;
  NeedWalk walk(api_.host(), *header_, *elements_);
  auto need = walk.run(there_, journal_, {}, nullptr);
  if (!need.ok()) return end(End::failed, need.error().text());
  report_.need = std::move(*need);
  if (report_.need.none()) {
    journal_.in_flight = 0;
    return (report_.dry_run || save()) && publish();
  }
  if (!may_write() || !load_clusters()) return false;
  if (report_.dry_run) {
    need = walk.run(there_, journal_, TagNames(clusters_), nullptr, true);
    if (need.ok()) report_.need = std::move(*need);
    return true;
  }
  return begin() && (is_there_ || create()) && attach_clusters() && edit() && verify() && publish();
}

bool Push::read() {
  EventAnswer found = ask_event(api_, header_->uuid.text());
  is_there_ = found.event.has_value();
  if (is_there_) {
    there_ = std::move(*found.event);
    report_.url = api_.url() + "/events/view/" + there_.number();
    if (there_.organisation() == account_.organisation) return true;
    return end(End::refused, "the event belongs to another organisation");
  }
  there_ = ServerEvent();
  if (found.answer.meaning != Meaning::not_there) return fail(found.answer, "reading the event");
  if (!settings_.may_create) {
    return end(End::refused, "there is no such event on the server, or this key does not see it");
  }
  if (journal_.empty()) return true;
  return end(End::refused,
             "the event was on the server and is not any more, so somebody removed it; to write it "
             "anew, remove " +
                 journal_.path());
}

bool Push::may_write() {
  const std::string why = why_no_writer(account_);
  if (!why.empty()) return end(End::refused, why);
  if (!is_there_ || !there_.published() || settings_.publish || settings_.accept_unpublish) {
    return true;
  }
  return end(End::refused,
             "published: writing would take the publication back; `publish: true` publishes it "
             "again, `unpublish: accept` leaves it unpublished");
}

// Without a galaxy's table its tags could not be told from those that stand for nothing.
bool Push::load_clusters() {
  for (const std::string& tag : header_->tags) {
    const std::string_view galaxy = galaxy_of(tag);
    if (galaxy.empty() || clusters_.has(galaxy)) continue;
    const Answer answer = clusters_.load(api_, galaxy);
    if (!answer.done()) return fail(answer, "reading the galaxy " + std::string(galaxy));
  }
  return true;
}

bool Push::begin() {
  journal_.in_flight = report_.need.items.size();
  journal_.publication_owed = journal_.publication_owed || settings_.publish;
  report_.unpublished = is_there_ && there_.published();
  return save();
}

bool Push::create() {
  const Answer answer = api_.ask({.path = "/events/add/metadata:1",
                                  .asked = {.expected = "Event", .adds_event = true},
                                  .body = body_of(*header_)});
  if (answer.done()) {
    api_.release(answer);
    report_.created = true;
    return true;
  }
  if (answer.meaning == Meaning::blocked) {
    return end(End::refused, "the event was deleted on the server, which keeps its uuid blocked");
  }
  if (answer.meaning != Meaning::exists) return fail_writing(answer, "making the event");
  // Another run of ours may have been faster.
  EventAnswer found = ask_event(api_, header_->uuid.text());
  if (!found.event) {
    return end(End::refused, "an event of this uuid is on the server, and not ours to see");
  }
  there_ = std::move(*found.event);
  is_there_ = true;
  return there_.organisation() == account_.organisation ||
         end(End::refused, "the event belongs to another organisation");
}

// First of all: it makes the tags, and most keys may only use tags that are there.
bool Push::attach_clusters() {
  NeedWalk walk(api_.host(), *header_, *elements_);
  const auto need = walk.run(there_, journal_, TagNames(clusters_), nullptr);
  if (!need.ok()) return end(End::failed, need.error().text());
  std::string ids;
  for (const std::string& each : need->event_clusters) {
    const Cluster* cluster = clusters_.find(each);
    if (cluster) (ids += ids.empty() ? "" : ",") += std::to_string(cluster->id);
  }
  if (ids.empty()) return true;
  const Answer answer =
      api_.ask({.path = "/galaxies/attachMultipleClusters/" + header_->uuid.text() + "/event",
                .asked = {.expected = "saved"},
                .body = R"({"Galaxy":{"target_ids":"[)" + ids + R"(]"}})",
                .as_page = true});
  if (answer.done()) return true;
  if (answer.meaning != Meaning::not_there) return fail_writing(answer, "attaching clusters");
  // Its numbers are those of before an update of the galaxies (183).
  clusters_.clear();
  again_ = true;
  return end(End::failed, "the server does not know the clusters by the numbers that it gave");
}

bool Push::edit() {
  const std::string path = "/events/edit/" + header_->uuid.text() + "/metadata:1";
  Answer failed;
  EditBodies bodies(header_->uuid, there_, settings_.limits,
                    [&](const std::string& body, std::size_t) -> Result<void> {
                      const Answer answer =
                          api_.ask({.path = path, .asked = {.expected = "Event"}, .body = body});
                      api_.release(answer);
                      if (answer.done()) return {};
                      failed = answer;
                      return Error{answer.why};
                    });
  NeedWalk walk(api_.host(), *header_, *elements_);
  auto need = walk.run(there_, journal_, TagNames(clusters_), &bodies);
  if (need.ok()) {
    report_.need = std::move(*need);
    return true;
  }
  if (failed.why.empty()) return end(End::failed, need.error().text());
  return fail_writing(failed, "writing the event");
}

bool Push::verify() {
  EventAnswer found = ask_event(api_, header_->uuid.text());
  if (!found.event) return fail(found.answer, "reading the event back");
  there_ = std::move(*found.event);
  is_there_ = true;
  report_.url = api_.url() + "/events/view/" + there_.number();
  std::vector<Uuid> missing;
  for (const Need::Item& each : report_.need.items) {
    const Held* held = there_.find(each.what);
    const bool there = each.is_tag ? there_.has_tag_key(each.what) : held != nullptr;
    if (!there) {
      missing.push_back(each.what);
      continue;
    }
    journal_.see(each.what);
    if (held && each.ours != Uuid()) journal_.write(each.what, {each.ours, held->content});
  }
  for (const Uuid& each : missing) journal_.refuse(each);
  report_.refused = std::move(missing);
  journal_.in_flight = 0;
  return save();
}

bool Push::publish() {
  if (!journal_.publication_owed || !settings_.publish || report_.dry_run) return true;
  if (!account_.may_publish) {
    report_.why = "the event is written and not published: the key's role `" + account_.role +
                  "` may not publish (perm_publish)";
    return true;
  }
  const Answer answer = api_.ask({.path = "/events/publish/" + header_->uuid.text(),
                                  .asked = {.expected = "saved"},
                                  .body = "{}"});
  if (!answer.done()) return fail(answer, "publishing the event");
  report_.published = true;
  report_.unpublished = false;
  journal_.publication_owed = false;
  return save();
}

bool Push::settle_down() {
  const Patience patience = patience_for(journal_.in_flight, settings_.quiet_ms);
  const Answer answer = settle(api_, header_->uuid.text(), patience);
  return answer.done() || fail(answer, "waiting for the server");
}

bool Push::end(End end, std::string why) {
  report_.end = end;
  report_.why = std::move(why);
  return false;
}

bool Push::fail(const Answer& answer, const std::string& doing) {
  End how = End::failed;
  if (answer.meaning == Meaning::bad_key || answer.meaning == Meaning::not_misp) {
    how = End::stopped;
  }
  if (answer.meaning == Meaning::cancelled) how = End::cancelled;
  if (answer.meaning == Meaning::not_allowed) how = End::refused;
  return end(how, doing + ": " + answer.why);
}

bool Push::fail_writing(const Answer& answer, const std::string& doing) {
  if (answer.meaning == Meaning::too_large && settings_.limits.bytes > kSmallestBody) {
    settings_.limits.bytes /= 2;
    journal_.in_flight = 0;
    again_ = true;
  }
  again_ = again_ || may_be_running(answer.meaning);
  return fail(answer, doing);
}

bool Push::save() {
  const auto saved = journal_.save();
  return saved.ok() || end(End::failed, saved.error().text());
}

}  // namespace rulemap::misp
