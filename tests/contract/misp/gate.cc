#include "contract/misp/gate.h"

#include "contract/misp/actions.h"

namespace rulemap::simulated {
namespace {

constexpr std::int64_t kRateWindow = 900;  // seconds
constexpr const char* kLoginPage =
    "<!DOCTYPE html><html><head><title>Users - MISP</title></head><body><form "
    "action=\"/users/login\" method=\"post\"></form></body></html>";

// The path below MISP's folder, without a query; empty where it lies elsewhere.
std::string path_of(const World& world, const HttpRequest& request) {
  std::string path = request.target.substr(0, request.target.find('?'));
  if (!path.starts_with(world.settings.base_path)) return {};
  path.erase(0, world.settings.base_path.size());
  return path.empty() ? "/" : path;
}

// What MISP and the web server before it answer without looking at the key.
std::optional<Answer> keyless_answer(World& world, const HttpRequest& request,
                                     const std::string& path, const Route& route) {
  const Settings& settings = world.settings;
  if (settings.login_page || path == "/users/login") return html(200, kLoginPage);
  if (path.empty()) return html(404, "<html><body>Not Found</body></html>");
  if (settings.max_body && request.body.size() > settings.max_body) {
    Answer out = html(413,
                      "<html><head><title>413 Request Entity Too Large</title></head></html>\n"
                      "{\"name\":\"No valid event data received.\"}");
    out.type = "text/html; charset=iso-8859-1";
    return out;
  }
  if (settings.database_down) return internal_error(path);
  if (route.json || request.header("accept").find("application/json") != std::string::npos)
    return std::nullopt;
  if (!request.header("x-requested-with").empty()) return refused(401, "Unauthorized", "");
  return redirect(world.base_url + "/users/login", "text/html; charset=UTF-8");
}

std::optional<Answer> refused_account(World& world, const Account* account,
                                      const std::string& path) {
  if (!account)
    return refused(403,
                   "Authentication failed. Please make sure you pass the API key of an API enabled "
                   "user along in the Authorization header.",
                   path);
  if (account->disabled)
    return refused(403, "Authentication failed. Your user account has been disabled.", path);
  if (world.settings.maintenance && !account->role.site_admin)
    return redirect(world.base_url + "/users/login", "text/html; charset=UTF-8");
  return std::nullopt;
}

std::optional<Answer> read_body(const World& world, const HttpRequest& request, Call& to) {
  const std::string encoding = request.header("content-encoding");
  if (!encoding.empty() && (encoding != "gzip" || !world.settings.takes_gzip))
    return refused(400, "Unsupported content encoding &#039;" + encoding + "&#039;.", to.path);
  std::string body;
  if (!decode_body(request, body)) return refused(400, "Invalid compressed data.", to.path);
  if (body.empty() || !folded(request.header("content-type")).starts_with("application/json"))
    return std::nullopt;
  if (!parse_json(body, to.body)) return bad_json(to.path);
  return std::nullopt;
}

bool takes_method(const ActionRow& row, const std::string& method) {
  const std::string methods = row.methods;
  return methods == "ANY" || (" " + methods + " ").find(" " + method + " ") != std::string::npos;
}

// Searches of accounts whose role is limited; says how it stands in headers.
bool spend_search(World& world, const Call& call, Answer& to) {
  if (!call.account.role.rate_limited || call.route.action != "restSearch") return true;
  RateWindow& window = world.windows[call.account.id];
  if (world.store.now >= window.began + kRateWindow) window = {world.store.now, 0};
  const int limit = world.settings.searches_a_window;
  const bool allowed = window.searches < limit;
  if (allowed) ++window.searches;
  to.headers.emplace_back("X-Rate-Limit-Limit", std::to_string(limit));
  to.headers.emplace_back("X-Rate-Limit-Remaining", std::to_string(limit - window.searches));
  to.headers.emplace_back("X-Rate-Limit-Reset",
                          std::to_string(window.began + kRateWindow - world.store.now));
  return allowed;
}

Answer run(World& world, const Call& call, Pace& pace) {
  const ActionRow* row = action_of(call.route);
  if (!may(call.account.role, row->right))
    return refused(403, "You do not have permission to use this functionality.", call.path);
  if (!takes_method(*row, call.method))
    return refused(405, "This method is only accessible via POST requests.", call.path);
  Answer limits;
  Answer out = spend_search(world, call, limits) ? row->run(world, call, pace)
                                                 : refused(429, "Rate limit exceeded.", call.path);
  for (auto& each : limits.headers) out.headers.push_back(std::move(each));
  return out;
}

}  // namespace

bool decode_body(const HttpRequest& request, std::string& to) {
  if (request.header("content-encoding") == "gzip") return gunzip(request.body, to);
  to = request.body;
  return true;
}

Answer respond(World& world, const HttpRequest& request, Pace& pace) {
  const std::string path = path_of(world, request);
  const Route route = route_of(request.method, path);
  if (auto answer = keyless_answer(world, request, path, route)) return std::move(*answer);
  const Account* account = account_of(request.header("authorization"));
  if (auto answer = refused_account(world, account, path)) return std::move(*answer);
  if (!action_of(route)) return refused(404, "Not Found", path);
  Call call{*account, request.method, path, route, !request.header("x-requested-with").empty()};
  if (auto answer = read_body(world, request, call)) return std::move(*answer);
  return run(world, call, pace);
}

std::string print_answer(const World& world, const HttpRequest& request, const Answer& answer,
                         std::size_t& body_bytes) {
  const std::string agent = request.header("user-agent");
  const bool pretty = !agent.starts_with("MISP") && !agent.starts_with("PyMISP");
  const std::string body = answer.is_raw
                               ? answer.raw
                               : print_json(answer.json, pretty, world.settings.numbers_as_strings);
  body_bytes = body.size();
  std::string out = "HTTP/1.1 " + std::to_string(answer.status) + " " + reason_of(answer.status);
  out += "\r\nServer: Simulated MISP";
  for (int i = 0; i < 2; ++i) out += "\r\nSet-Cookie: CAKEPHP=simulated; path=/; HttpOnly";
  for (const auto& [name, value] : answer.headers) out += "\r\n" + name + ": " + value;
  out += "\r\nContent-Length: " + std::to_string(body.size());
  out += "\r\nContent-Type: " + answer.type + "\r\n\r\n";
  return request.method == "HEAD" ? out : out + body;
}

}  // namespace rulemap::simulated
