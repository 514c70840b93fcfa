// An answer of the simulated MISP server, and the shapes that MISP gives to refusals.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "contract/misp/json.h"

namespace rulemap::simulated {

struct Answer {
  int status = 200;
  Document json = {};  // the body, unless `raw` is one
  bool is_raw = false;
  std::string raw = {};
  std::string type = "application/json; charset=UTF-8";
  std::vector<std::pair<std::string, std::string>> headers = {};

  Pool& pool() { return json.GetAllocator(); }
};

// {name, message, url}: what MISP throws.
Answer refused(int status, std::string_view message, std::string_view url);
Answer internal_error(std::string_view url);
Answer bad_json(std::string_view url);
// 403 {saved: false, name, message, url, errors[, id]}: what MISP could not save.
Answer not_saved(std::string_view message, std::string_view url, std::string_view errors,
                 std::int64_t id = 0);
Answer not_saved(std::string_view message, std::string_view url, std::string_view in,
                 std::string_view field, std::string_view error);
// 200 {saved: true, success: true, name, message, url[, id]}.
Answer done(std::string_view message, std::string_view url, std::int64_t id = 0);
// 200 {saved: false, errors}.
Answer not_done(std::string_view errors);
// 200 and what the action would take: MISP's answer to a wrong method.
Answer described(std::string_view controller, std::string_view action);
Answer html(int status, std::string_view body);
Answer redirect(std::string_view location, std::string_view type);

}  // namespace rulemap::simulated
