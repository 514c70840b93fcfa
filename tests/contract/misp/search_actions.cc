#include <algorithm>

#include "contract/misp/actions.h"
#include "contract/misp/event_json.h"
#include "contract/misp/event_writer.h"

namespace rulemap::simulated::actions {
namespace {

std::vector<std::string> texts_of(const Json* json) {
  std::vector<std::string> out;
  if (!json) return out;
  if (!json->IsArray()) return {text_of(json)};
  for (const Json* each : list_of(json)) out.push_back(folded(text_of(each)));
  return out;
}

// Whether what is asked for, if it is, has one of these.
bool asks(const Json& form, const char* name, const std::vector<std::string>& has) {
  const Json* asked = given(form, name);
  if (!asked) return true;
  for (const std::string& each : texts_of(asked))
    if (std::find(has.begin(), has.end(), folded(each)) != has.end()) return true;
  return false;
}

template <typename Each>
void each_attribute(const Event& event, Each each) {
  for (const Attribute& attribute : event.attributes) each(attribute, nullptr);
  for (const Object& object : event.objects)
    for (const Attribute& attribute : object.attributes) each(attribute, &object);
}

std::vector<std::string> values_of(const Event& event) {
  std::vector<std::string> out;
  each_attribute(event, [&](const Attribute& attribute, const Object*) {
    if (!attribute.deleted) out.push_back(folded(attribute.value));
  });
  return out;
}

std::vector<std::string> tags_of(World& world, const Event& event) {
  std::vector<std::string> out;
  for (const AttachedTag& each : event.tags)
    out.push_back(folded(world.store.tag_by_id(each.tag_id).name));
  return out;
}

// "%part%" (50m), or the whole title.
bool asks_for_title(const Json& form, const Event& event) {
  const std::string asked = folded(text_of(form, "eventinfo"));
  const bool in_part = asked.size() >= 2 && asked.front() == '%' && asked.back() == '%';
  if (!in_part) return asks(form, "eventinfo", {folded(event.info)});
  return folded(event.info).find(asked.substr(1, asked.size() - 2)) != std::string::npos;
}

std::vector<const Event*> found_events(World& world, const Call& call) {
  const Json& form = call.data("request");
  std::vector<const Event*> out;
  for (const auto& [id, event] : world.store.events) {
    const std::vector<std::string> names = {event.uuid, std::to_string(id)};
    if (!sees(call.account, event) || !asks(form, "uuid", names) || !asks(form, "eventid", names))
      continue;
    if (given(form, "value") && !asks(form, "value", values_of(event))) continue;
    if (given(form, "tags") && !asks(form, "tags", tags_of(world, event))) continue;
    if (asks_for_title(form, event)) out.push_back(&event);
  }
  return out;
}

template <typename List>
void cut_to_page(const Json& form, const Route& route, List& list) {
  const auto number = [&](const char* name) {
    const auto named = route.named.find(name);
    if (named != route.named.end()) return std::strtoull(named->second.c_str(), nullptr, 10);
    return static_cast<unsigned long long>(number_of(form, name).value_or(0));
  };
  const std::size_t limit = number("limit"), page = std::max(number("page"), 1ull);
  if (limit == 0) return;
  list.erase(list.begin(), list.begin() + std::min(list.size(), limit * (page - 1)));
  if (list.size() > limit) list.resize(limit);
}

void put_search_headers(Answer& to, std::size_t count) {
  to.headers.emplace_back("X-Result-Count", std::to_string(count));
  to.headers.emplace_back("X-Export-Module-Used", "json");
  to.headers.emplace_back("X-Response-Format", "json");
}

bool is_known_format(const Json& form) {
  const std::string format = text_of(form, "returnFormat");
  return format.empty() || format == "json";
}

Json index_row(const Event& event, bool minimal, Pool& pool) {
  Json out(rapidjson::kObjectType);
  put(out, "id", integer(event.id), pool);
  put(out, "timestamp", integer(event.timestamp), pool);
  put(out, "sighting_timestamp", integer(0), pool);
  put(out, "published", Json(event.published), pool);
  put(out, "uuid", event.uuid, pool);
  if (minimal) {
    put(out, "orgc_uuid", event.orgc.uuid, pool);
    return out;
  }
  put(out, "info", event.info, pool);
  put(out, "date", event.date, pool);
  put(out, "org_id", integer(event.org.id), pool);
  put(out, "orgc_id", integer(event.orgc.id), pool);
  put(out, "analysis", integer(event.analysis), pool);
  put(out, "distribution", integer(event.distribution), pool);
  put(out, "threat_level_id", integer(event.threat_level), pool);
  put(out, "publish_timestamp", integer(event.publish_timestamp), pool);
  put(out, "Org", organisation_json(event.org, pool), pool);
  put(out, "Orgc", organisation_json(event.orgc, pool), pool);
  put(out, "EventTag", Json(rapidjson::kArrayType), pool);
  return out;
}

}  // namespace

// Knows `eventid`, not `uuid`.
Answer index_events(World& world, const Call& call, Pace&) {
  const bool minimal = is_true(member(call.body, "minimal"));
  std::vector<const Event*> found;
  for (const auto& [id, event] : world.store.events) {
    if (!sees(call.account, event) || !asks(call.body, "eventid", {event.uuid, std::to_string(id)}))
      continue;
    if (!minimal || !values_of(event).empty()) found.push_back(&event);
  }
  Answer out;
  out.headers.emplace_back("X-Result-Count", std::to_string(found.size()));
  cut_to_page(call.body, call.route, found);
  out.json.SetArray();
  for (const Event* each : found)
    out.json.PushBack(index_row(*each, minimal, out.pool()), out.pool());
  return out;
}

Answer search_events(World& world, const Call& call, Pace&) {
  const Json& form = call.data("request");
  if (!is_known_format(form)) return refused(404, "Invalid output format.", call.path);
  std::vector<const Event*> found = found_events(world, call);
  Answer out;
  put_search_headers(out, found.size());
  cut_to_page(form, call.route, found);
  ViewOptions options;
  options.metadata = is_true(member(form, "metadata"));
  options.exclude_galaxy = is_true(member(form, "excludeGalaxy"));
  if (is_true(member(form, "deleted"))) options.deleted = ViewOptions::Deleted::kShown;
  Json list(rapidjson::kArrayType);
  for (const Event* each : found) {
    Json row(rapidjson::kObjectType);
    put(row, "Event", event_json(world, call.account, *each, options, out.pool()), out.pool());
    list.PushBack(row, out.pool());
  }
  out.json.SetObject();
  put(out.json, "response", std::move(list), out.pool());
  return out;
}

Answer search_attributes(World& world, const Call& call, Pace&) {
  const Json& form = call.data("request");
  if (!is_known_format(form)) return refused(404, "Invalid output format.", call.path);
  struct Hit {
    const Event* event;
    const Object* object;
    const Attribute* attribute;
  };
  std::vector<Hit> found;
  for (const auto& [id, each] : world.store.events) {
    const Event& event = each;
    if (!sees(call.account, event) || !asks(form, "eventid", {event.uuid, std::to_string(id)}))
      continue;
    each_attribute(event, [&](const Attribute& attribute, const Object* object) {
      if (!attribute.deleted && asks(form, "value", {folded(attribute.value)}) &&
          asks(form, "uuid", {attribute.uuid}) && asks(form, "type", {folded(attribute.type)}))
        found.push_back({&event, object, &attribute});
    });
  }
  Answer out;
  put_search_headers(out, found.size());
  cut_to_page(form, call.route, found);
  Json list(rapidjson::kArrayType);
  for (const Hit& each : found) {
    Json row = attribute_json(*each.attribute, *each.event, each.object, out.pool());
    Json event(rapidjson::kObjectType);
    put(event, "id", integer(each.event->id), out.pool());
    put(event, "info", each.event->info, out.pool());
    put(event, "org_id", integer(each.event->org.id), out.pool());
    put(event, "orgc_id", integer(each.event->orgc.id), out.pool());
    put(event, "distribution", integer(each.event->distribution), out.pool());
    put(event, "publish_timestamp", integer(each.event->publish_timestamp), out.pool());
    put(event, "uuid", each.event->uuid, out.pool());
    put(row, "Event", std::move(event), out.pool());
    if (!each.attribute->tags.empty())
      put(row, "Tag", tags_json(world, each.attribute->tags, out.pool()), out.pool());
    list.PushBack(row, out.pool());
  }
  Json response(rapidjson::kObjectType);
  put(response, "Attribute", std::move(list), out.pool());
  out.json.SetObject();
  put(out.json, "response", std::move(response), out.pool());
  return out;
}

}  // namespace rulemap::simulated::actions
