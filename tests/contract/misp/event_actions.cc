#include <ctime>

#include "contract/misp/actions.h"
#include "contract/misp/event_fields.h"
#include "contract/misp/event_json.h"
#include "contract/misp/event_writer.h"

namespace rulemap::simulated::actions {
namespace {

std::string today(std::int64_t now) {
  const std::time_t seconds = now;
  std::tm time{};
  gmtime_r(&seconds, &time);
  char out[16];
  std::strftime(out, sizeof out, "%Y-%m-%d", &time);
  return out;
}

bool is_empty(const Json& body) {
  if (body.IsObject()) return body.ObjectEmpty();
  return !body.IsString();  // 20h: a list is no event; 20h2: a text is one without info
}

bool has_elements(const Json& payload) {
  return !list_of(member(payload, "Attribute")).empty() ||
         !list_of(member(payload, "Object")).empty();
}

Organisation creator_of(const Call& call, const Json& payload) {
  const Json* orgc = given(payload, "Orgc");
  if (!orgc || !(call.account.role.sync || call.account.role.site_admin))
    return call.account.organisation;
  if (text_of(*orgc, "uuid") == call.account.organisation.uuid) return call.account.organisation;
  if (text_of(*orgc, "uuid") == other_organisation().uuid) return other_organisation();
  return {3, text_of(*orgc, "name"), text_of(*orgc, "uuid")};
}

Event& make_event(World& world, const Call& call, const Json& payload) {
  const int id = ++world.store.last_event;
  Event& event = world.store.events[id];
  event.id = id;
  event.uuid = given(payload, "uuid") ? folded(text_of(payload, "uuid")) : world.store.new_uuid();
  event.date = today(world.store.now);
  event.distribution = world.settings.distribution;
  event.org = call.account.organisation;
  event.orgc = creator_of(call, payload);
  event.creator = call.account.email;
  const GivenTime time = given_time(payload);
  event.timestamp = time.kind == GivenTime::Kind::kGiven ? time.seconds : world.store.now;
  read_event(payload, event);
  world.store.event_ids[event.uuid] = id;
  return event;
}

void settle_published(World& world, const Call& call, const Json& payload, Event& event) {
  event.published = is_true(member(payload, "published")) && call.account.role.publish;
  if (event.published) event.publish_timestamp = world.store.now;
}

// What keeps an event from being added, before anything is stored.
std::optional<Answer> refusal_to_add(World& world, const Call& call, const Json& payload) {
  const std::string uuid = folded(text_of(payload, "uuid"));
  if (world.store.blocklist.contains(uuid))
    return refused(403, "Event blocked by event blocklist.", call.path);
  if (const auto known = world.store.event_ids.find(uuid); known != world.store.event_ids.end()) {
    Answer out = refused(404,
                         "Event already exists, if you would like to edit it, use the url in the "
                         "location header.",
                         call.path);
    out.headers.emplace_back("Location",
                             world.base_url + "/events/" + std::to_string(known->second));
    return out;
  }
  if (number_of(payload, "distribution") == 4)
    return refused(405, "Invalid Sharing Group or not authorised.", call.path);
  if (const auto refusal = refused_field(payload, true))
    return not_saved("Could not add Event", "/events/add", "Event", refusal->field,
                     refusal->message);
  if (breaks_event(payload)) return internal_error(call.path);
  return std::nullopt;
}

Answer refused_empty_published(Answer out) {
  Json errors(rapidjson::kObjectType);
  put(errors, "Event", "Received a published event that was empty. Event add process blocked.",
      out.pool());
  put(out.json, "errors", std::move(errors), out.pool());
  return out;
}

}  // namespace

Answer add_event(World& world, const Call& call, Pace& pace) {
  if (call.method != "POST") return described(call.route.controller, call.route.action);
  if (is_empty(call.body)) return refused(405, "No valid event data received.", call.path);
  const Json& payload = call.data("Event");
  if (auto refusal = refusal_to_add(world, call, payload)) return std::move(*refusal);
  if (is_true(member(payload, "published")) && !has_elements(payload)) {
    Answer out = not_saved("Could not add Event", "/events/add", "");
    out.json.RemoveMember("errors");
    return refused_empty_published(std::move(out));
  }
  const int id = make_event(world, call, payload).id;
  if (!EventWriter(world, call.account, id, pace, EventWriter::Mode::kAdd).write(payload))
    return internal_error(call.path);
  Event& event = world.store.events.at(id);
  settle_published(world, call, payload, event);
  ViewOptions options;
  options.metadata = call.route.has("metadata");
  return event_answer(world, call.account, event, options);
}

Answer edit_event(World& world, const Call& call, Pace& pace) {
  Event* event = seen_event(world, call.account, call.route.first());
  if (!event) return refused(404, "Invalid event", call.path);
  const std::string url = "/events/edit/" + std::to_string(event->id);
  if (!owns(call.account, *event))
    return refused(403, "You are not authorised to do that.", call.path);
  const Json& payload = call.data("Event");
  const auto not_edited = [&](std::string_view why) {
    return not_saved("Could not edit Event", url, "Event could not be saved: " + std::string(why),
                     event->id);
  };
  if (given(payload, "uuid") && folded(text_of(payload, "uuid")) != event->uuid)
    return not_edited("Could not find the local event.");
  if (breaks_event(payload)) return internal_error(call.path);
  const GivenTime time = given_time(payload);
  const bool is_timed = time.kind == GivenTime::Kind::kGiven;
  if (is_timed && time.seconds <= event->timestamp)
    return not_edited("Event in the request not newer than the local copy.");
  if (const auto refusal = refused_field(payload, false))
    return not_saved("Could not edit Event", url, "Event", refusal->field, refusal->message);
  read_event(payload, *event);
  touch(world, *event);
  const int id = event->id;
  const bool whole =
      EventWriter(world, call.account, id, pace, EventWriter::Mode::kEdit).write(payload);
  event = world.store.event(std::to_string(id));
  if (!whole || !event) return internal_error(call.path);
  // Whoever published it meanwhile sees it unpublished again.
  settle_published(world, call, payload, *event);
  event->timestamp = is_timed ? time.seconds : world.store.now;
  ViewOptions options;
  options.metadata = call.route.has("metadata");
  return event_answer(world, call.account, *event, options);
}

Answer view_event(World& world, const Call& call, Pace&) {
  const Event* event = seen_event(world, call.account, call.route.first());
  if (!event) return refused(404, "Invalid event", call.path);
  return event_answer(world, call.account, *event, view_options(call.route));
}

Answer publish_event(World& world, const Call& call, Pace&) {
  Event* event = seen_event(world, call.account, call.route.first());
  if (!event) return refused(404, "Invalid event.", call.path);
  if (call.method == "GET") return internal_error(call.path);
  if (!owns(call.account, *event))
    return refused(405, "You do not have the permission to do that.", call.path);
  event->published = true;
  event->publish_timestamp = world.store.now;
  return done("Event published without alerts", "/events/publish/" + std::to_string(event->id),
              event->id);
}

Answer unpublish_event(World& world, const Call& call, Pace&) {
  Event* event = seen_event(world, call.account, call.route.first());
  if (!event) return refused(404, "Invalid event.", call.path);
  if (!owns(call.account, *event))
    return refused(405, "You do not have the permission to do that.", call.path);
  event->published = false;
  return done("Event unpublished.", "/events/unpublish/" + std::to_string(event->id), event->id);
}

Answer delete_event(World& world, const Call& call, Pace&) {
  if (call.method == "GET") return bad_json(call.path);
  Event* event = seen_event(world, call.account, call.route.first());
  if (!event || !owns(call.account, *event))
    return not_saved("Could not delete Event", "/events/delete", "Event was not deleted.");
  world.store.blocklist.insert(event->uuid);
  world.store.erase(*event);
  Answer out = done("Event deleted.", call.path);
  put(out.json, "id", call.route.first(), out.pool());
  return out;
}

}  // namespace rulemap::simulated::actions
