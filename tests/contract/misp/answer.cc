#include "contract/misp/answer.h"

namespace rulemap::simulated {
namespace {

void put_message(Answer& to, std::string_view message, std::string_view url) {
  put(to.json, "name", message, to.pool());
  put(to.json, "message", message, to.pool());
  put(to.json, "url", url, to.pool());
}

Answer save_failure(std::string_view message, std::string_view url) {
  Answer out;
  out.status = 403;
  out.json.SetObject();
  put(out.json, "saved", Json(false), out.pool());
  put_message(out, message, url);
  return out;
}

}  // namespace

Answer refused(int status, std::string_view message, std::string_view url) {
  Answer out;
  out.status = status;
  out.json.SetObject();
  put_message(out, message, url);
  return out;
}

Answer internal_error(std::string_view url) {
  return refused(500, "An Internal Error Has Occurred.", url);
}

Answer bad_json(std::string_view url) {
  return refused(405,
                 "Invalid JSON input. Make sure that the JSON input is a correctly formatted JSON "
                 "string. This request has been blocked to avoid an unfiltered request.",
                 url);
}

Answer not_saved(std::string_view message, std::string_view url, std::string_view errors,
                 std::int64_t id) {
  Answer out = save_failure(message, url);
  put(out.json, "errors", errors, out.pool());
  if (id) put(out.json, "id", integer(id), out.pool());
  return out;
}

Answer not_saved(std::string_view message, std::string_view url, std::string_view in,
                 std::string_view field, std::string_view error) {
  Answer out = save_failure(message, url);
  Json list(rapidjson::kArrayType);
  list.PushBack(text(error, out.pool()), out.pool());
  Json errors(rapidjson::kObjectType);
  errors.AddMember(text(field, out.pool()), list, out.pool());
  if (!in.empty()) {
    Json outer(rapidjson::kObjectType);
    outer.AddMember(text(in, out.pool()), errors, out.pool());
    errors = outer;
  }
  put(out.json, "errors", std::move(errors), out.pool());
  return out;
}

Answer done(std::string_view message, std::string_view url, std::int64_t id) {
  Answer out;
  out.json.SetObject();
  put(out.json, "saved", Json(true), out.pool());
  put(out.json, "success", Json(true), out.pool());
  put_message(out, message, url);
  if (id) put(out.json, "id", integer(id), out.pool());
  return out;
}

Answer not_done(std::string_view errors) {
  Answer out;
  out.json.SetObject();
  put(out.json, "saved", Json(false), out.pool());
  put(out.json, "errors", errors, out.pool());
  return out;
}

Answer described(std::string_view controller, std::string_view action) {
  Answer out;
  Pool& pool = out.pool();
  out.json.SetObject();
  const std::string name = "/" + std::string(controller) + "/" + std::string(action);
  put(out.json, "name", name + " API description", pool);
  put(out.json, "description", "POST JSON to this API.", pool);
  Json fields(rapidjson::kArrayType);
  fields.PushBack(text(controller == "events" ? "info" : "value", pool), pool);
  put(out.json, "mandatory_fields", std::move(fields), pool);
  put(out.json, "optional_fields", Json(rapidjson::kArrayType), pool);
  put(out.json, "url", name, pool);
  return out;
}

Answer html(int status, std::string_view body) {
  Answer out;
  out.status = status;
  out.is_raw = true;
  out.raw = body;
  out.type = "text/html; charset=UTF-8";
  return out;
}

Answer redirect(std::string_view location, std::string_view type) {
  Answer out = html(302, "");
  out.type = type;
  out.headers.emplace_back("Location", location);
  return out;
}

}  // namespace rulemap::simulated
