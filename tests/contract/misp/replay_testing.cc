#include "contract/misp/replay_testing.h"

#include <ctime>
#include <regex>

#include "contract/misp/store.h"

namespace rulemap::simulated {
namespace {

const std::map<std::string, std::string_view> kKeys = {
    {"AUTHKEY", kSiteAdminKey},           {"AUTHKEY_USER", kUserKey},
    {"AUTHKEY_PUBLISHER", kPublisherKey}, {"AUTHKEY_READONLY", kReadOnlyKey},
    {"AUTHKEY_NOTAGGER", kNoTaggerKey},   {"AUTHKEY_RATELIMITED", kRateLimitedKey},
    {"AUTHKEY_OTHERORG", kOtherOrgKey},   {"AUTHKEY_SYNC", kSyncKey},
    {"AUTHKEY_DISABLED", kDisabledKey}};

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size())
    text.replace(at, from.size(), to);
}

// The server's clock when it answered.
std::time_t time_of(const Json& response) {
  for (const Json* each : list_of(member(response, "headers"))) {
    std::tm time{};
    if (strptime(text_of(each).c_str(), "Date: %a, %d %b %Y %H:%M:%S", &time)) return timegm(&time);
  }
  return 0;
}

Headers headers_of(const Json& request) {
  Headers out = {{"Accept", ""}, {"Authorization", ""}, {"Content-Type", ""}};
  for (const auto& each : request["headers"].GetObject()) {
    std::string value = each.value.GetString();
    const bool bearer = value.starts_with("Bearer ");
    if (const auto key = kKeys.find(bearer ? value.substr(7) : value); key != kKeys.end())
      value = (bearer ? "Bearer " : "") + std::string(key->second);
    out[each.name.GetString()] = value;
  }
  // Bodies are recorded as they were before they were packed.
  if (!member(request, "body_raw") && out["Content-Encoding"] == "gzip")
    out.erase("Content-Encoding");
  if (out["Content-Encoding"].empty()) out.erase("Content-Encoding");
  return out;
}

}  // namespace

Replay::Replay() {
  for (const char* value : {"Process Injection - T1055", "PowerShell - T1059.001"})
    misp_.add_cluster("mitre-attack-pattern", value);
  misp_.add_cluster("sigma-rules", "7Zip Compressing Dump Files");
  learn_events();
}

void Replay::learn_events() {
  for (const std::string& name : recorded_names()) {
    const Recorded exchange = recorded(name);
    const Json* body = exchange.is_there() ? member(exchange.response(), "body") : nullptr;
    const Json* event = body ? member(*body, "Event") : nullptr;
    if (event && member(*event, "Object"))
      events_.emplace(text_of(*event, "uuid"), print_json(*body, false, false));
  }
}

bool Replay::is_whole(const Recorded& exchange) {
  if (!exchange.is_there()) return false;
  return !member(exchange.request(), "body_raw_head");
}

std::string Replay::own_names(std::string text) const {
  replace_all(text, "d1e9591d-f410-4a2a-853c-87ac4dacfa5b", own_organisation().uuid);
  replace_all(text, "f7fe4f27-6d5c-413c-b10e-65caedf13376", other_organisation().uuid);
  return text;
}

std::string Replay::body_of(const Json& request) const {
  if (const Json* raw = member(request, "body_raw")) return text_of(raw);
  const Json* body = given(request, "body");
  if (!body || (body->IsString() && body->GetStringLength() == 0)) return {};
  std::string out = own_names(print_json(*body, false, false));
  if (out.find("\"target_id") == std::string::npos) return out;
  for (const auto& [recorded_id, id] : ids_)
    out = std::regex_replace(out, std::regex("\\b" + recorded_id + "\\b"), id);
  return out;
}

// Numbers of clusters are the recorded server's own: any cluster stands for them.
void Replay::prepare_clusters(const Json& request, bool expects_clusters) {
  const Json* body = member(request, "body");
  const Json* form = body ? given(*body, "Galaxy") : nullptr;
  if (!form || !expects_clusters) return;
  const std::string ids = text_of(*form, "target_id") + " " + text_of(*form, "target_ids");
  static const std::regex number(R"(\b\d{4,6}\b)");
  for (std::sregex_iterator each(ids.begin(), ids.end(), number), end; each != end; ++each)
    if (!ids_.contains(each->str()))
      ids_[each->str()] =
          std::to_string(misp_.add_cluster("sigma-rules", "Recorded " + each->str()).id);
}

// An event whose making was not recorded: as it was seen later, or a bare one.
void Replay::prepare_event(const std::string& mentioned) {
  static const std::regex uuid("[0-9a-f]{8}-[0-9a-f-]{27}");
  std::smatch found;
  if (!std::regex_search(mentioned, found, uuid) || misp_.has_event(found.str())) return;
  const auto event = events_.find(found.str());
  misp_.ask("POST", "/events/add",
            event == events_.end() ? "{\"info\":\"bare\",\"uuid\":\"" + found.str() + "\"}"
                                   : own_names(event->second));
}

// Some were recorded of a server that was set up otherwise.
void Replay::set_up_for(const std::string& name) {
  Settings settings;
  settings.numbers_as_strings = name.starts_with("80");
  settings.database_down = name.starts_with("81");
  settings.maintenance = name.starts_with("82");
  misp_.set(settings);
}

Reply Replay::send(const Recorded& exchange) {
  set_up_for(exchange.name);
  const Json& request = exchange.request();
  const int status = static_cast<int>(number_of(exchange.response(), "status").value_or(0));
  misp_.set_time(time_of(exchange.response()));
  prepare_clusters(request, status != 404 || exchange.name.starts_with("120c"));
  const std::string path = request["path"].GetString();
  // To be found, or to be in the way of another of its uuid.
  const bool adds = path.starts_with("/events/add");
  if (adds ? status == 404 : status != 404) prepare_event(path + body_of(request).substr(0, 100));
  return client_.send(request["method"].GetString(), path, body_of(request), headers_of(request));
}

}  // namespace rulemap::simulated
