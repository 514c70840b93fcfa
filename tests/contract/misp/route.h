// A path of MISP, taken apart.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace rulemap::simulated {

struct Route {
  std::string controller;           // "galaxy_clusters", also for galaxyClusters
  std::string action;               // "index" where none is named
  std::vector<std::string> passed;  // "/a/b" behind the action
  std::map<std::string, std::string, std::less<>> named;  // "/metadata:1"
  bool json = false;                                      // the path ends with .json

  bool has(std::string_view name) const;  // named, and neither empty nor 0
  std::string first() const { return passed.empty() ? std::string() : passed[0]; }
};

// `method` decides what /events and /events/<id> mean. A query is ignored, as MISP does it for what
// is simulated here.
Route route_of(std::string_view method, std::string_view path);

}  // namespace rulemap::simulated
