#include "server/api.h"

namespace rulemap::misp {
namespace {

// A name that begins with MISP turns the indentation of answers off, which halves them (134).
constexpr const char* kAgent = "MISP-rulemap/" RULEMAP_PLUGIN_VERSION;
// Smaller bodies are not worth a question.
constexpr std::size_t kWorthPacking = 2048;

bool may_be_json(std::string_view body) {
  const std::size_t first = body.find_first_not_of(" \t\r\n");
  return first != std::string_view::npos && (body[first] == '{' || body[first] == '[');
}

}  // namespace

bool Api::takes_gzip() {
  if (gzip_ != Gzip::not_asked) return gzip_ == Gzip::taken;
  gzip_ = Gzip::not_taken;
  const Answer answer = ask({.path = "/servers/getVersion.json", .asked = {.expected = "version"}});
  for (Doc each : answer.body["request_encoding"]) {
    if (each.text() == "gzip") gzip_ = Gzip::taken;
  }
  release(answer);
  return gzip_ == Gzip::taken;
}

Answer Api::ask(const Ask& what) {
  Request request;
  request.url = url_ + what.path;
  request.method = what.body.empty() ? "GET" : "POST";
  request.headers = {{.name = "Authorization", .secret = key_},
                     {.name = "Accept", .value = "application/json"},
                     {.name = "User-Agent", .value = kAgent}};
  if (!what.body.empty()) {
    request.headers.push_back({.name = "Content-Type", .value = "application/json"});
    request.gzip = what.body.size() >= kWorthPacking && takes_gzip();
  }
  if (what.as_page) request.headers.push_back({"X-Requested-With", "XMLHttpRequest"});
  request.body = what.body;
  request.reads = what.reads;
  request.max_body = what.max_body;
  const Response response = host_.send(request);
  Doc body;
  if (response.outcome == RULEMAP_OK && may_be_json(response.body)) {
    const bool in_parts = what.read && response.status == 200;
    const auto parsed =
        in_parts ? host_.parse(response.body, *what.read) : host_.parse(response.body);
    if (parsed.ok()) body = *parsed;
  }
  return judge(response, body, what.asked);
}

}  // namespace rulemap::misp
