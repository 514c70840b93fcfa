#include "contract/misp/route.h"

#include "contract/misp/store.h"

namespace rulemap::simulated {
namespace {

std::string snake(std::string_view name) {
  std::string out;
  for (const char each : name) {
    if (each >= 'A' && each <= 'Z' && !out.empty()) out += '_';
    out += each;
  }
  return folded(out);
}

std::string decoded(std::string_view part) {
  std::string out;
  for (std::size_t i = 0; i < part.size(); ++i) {
    if (part[i] == '%' && i + 2 < part.size()) {
      out += static_cast<char>(std::stoi("0" + std::string(part.substr(i + 1, 2)), nullptr, 16));
      i += 2;
    } else {
      out += part[i];
    }
  }
  return out;
}

std::vector<std::string> parts_of(std::string_view path) {
  std::vector<std::string> out;
  for (std::size_t begin = 0; begin < path.size();) {
    const std::size_t end = std::min(path.find('/', begin), path.size());
    if (end > begin) out.emplace_back(path.substr(begin, end - begin));
    begin = end + 1;
  }
  if (!out.empty() && out[0] == "index.php") out.erase(out.begin());
  return out;
}

// CakePHP's REST routes: no action, or an id in its place.
void take_action(std::string_view method, std::vector<std::string>& parts, Route& to) {
  if (parts.empty()) {
    to.action = method == "POST" && to.controller == "events" ? "add" : "index";
  } else if (is_digits(parts[0]) || is_uuid(parts[0])) {
    to.action = "view";
  } else {
    to.action = parts[0];
    parts.erase(parts.begin());
  }
}

}  // namespace

bool Route::has(std::string_view name) const {
  const auto found = named.find(name);
  return found != named.end() && !found->second.empty() && found->second != "0";
}

Route route_of(std::string_view method, std::string_view path) {
  Route out;
  path = path.substr(0, path.find('?'));
  if (path.ends_with(".json")) {
    out.json = true;
    path.remove_suffix(5);
  }
  std::vector<std::string> parts = parts_of(path);
  if (parts.empty()) return out;
  out.controller = snake(parts[0]);
  parts.erase(parts.begin());
  take_action(method, parts, out);
  for (const std::string& each : parts) {
    const std::size_t colon = each.find(':');
    if (colon == std::string::npos)
      out.passed.push_back(decoded(each));
    else
      out.named[each.substr(0, colon)] = decoded(std::string_view(each).substr(colon + 1));
  }
  return out;
}

}  // namespace rulemap::simulated
