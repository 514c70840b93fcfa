#include "answer.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "plain_text.h"

namespace rulemap::virustotal {
namespace {

using Kind = Answer::Kind;

// Error bodies are short; a long one is a page for people.
constexpr std::size_t kLongestErrorBody = 64 * 1024;
constexpr std::int64_t kMinute = 60'000;

struct Complaint {
  std::string code = {};
  std::string message = {};
};

Complaint complaint_in(Doc error) {
  return {line_of(error.text("code").value_or(""), 60),
          line_of(error.text("message").value_or(""), 200)};
}

// The body need not be JSON: a proxy or the front end may speak instead of the API.
Complaint complaint_of(const Host& host, std::string_view body) {
  if (body.empty() || body.size() > kLongestErrorBody) return {};
  const auto parsed = host.parse(body);
  return parsed.ok() ? complaint_in((*parsed)["error"]) : Complaint{};
}

std::string told(int status, const Complaint& complaint) {
  std::string out = "VirusTotal answered " + std::to_string(status);
  if (!complaint.code.empty()) out += " " + complaint.code;
  if (!complaint.message.empty()) out += ": " + complaint.message;
  return out;
}

// The status that VirusTotal documents for a code; 400 for one that is new.
int status_of(std::string_view code) {
  constexpr std::pair<std::string_view, int> kCodes[] = {
      {"NotFoundError", 404},         {"AuthenticationRequiredError", 401},
      {"WrongCredentialsError", 401}, {"UserNotActiveError", 401},
      {"ForbiddenError", 403},        {"QuotaExceededError", 429},
      {"TooManyRequestsError", 429},  {"FailedDependencyError", 424},
      {"TransientError", 503},        {"DeadlineExceededError", 504}};
  for (const auto& [name, status] : kCodes) {
    if (name == code) return status;
  }
  return 400;
}

Answer complained(int status, const Complaint& complaint, std::int64_t retry_after_ms) {
  const std::string why = told(status, complaint);
  const std::int64_t after = retry_after_ms >= 0 ? retry_after_ms : 0;
  if (status == 404) return {.kind = Kind::unknown, .why = why};
  if (status == 401) {
    const std::string code = complaint.code.empty() ? "401" : complaint.code;
    return {.kind = Kind::stop,
            .why = "VirusTotal refused the key (" + code +
                   "): " + (complaint.message.empty() ? "no reason was given" : complaint.message)};
  }
  if (status == 403) return {.kind = Kind::forbidden, .why = why};
  if (status == 429) {
    return {.kind = Kind::busy, .why = why, .after_ms = retry_after_ms >= 0 ? after : kMinute};
  }
  if (status == 400 && complaint.code == "NotAvailableYet") {
    return {.kind = Kind::retry, .why = why, .after_ms = retry_after_ms >= 0 ? after : kMinute};
  }
  if (status == 424 || status >= 500) return {.kind = Kind::retry, .why = why, .after_ms = after};
  return {.kind = Kind::refused, .why = why};
}

Answer read_found(const Host& host, const Response& response, const Parts& read, DataIs data_is) {
  if (response.body.size() > kMaxBody) {
    return {.why = "the answer has " + std::to_string(response.body.size()) +
                   " bytes; the limit is " + std::to_string(kMaxBody)};
  }
  const auto parsed = host.parse(response.body, read);
  if (!parsed.ok()) return {.why = "the answer cannot be read: " + parsed.error().text()};
  for (const Doc error : {(*parsed)["error"], (*parsed)["data"]["error"]}) {
    const Complaint complaint = complaint_in(error);
    if (complaint.code.empty()) continue;
    return complained(status_of(complaint.code), complaint, response.retry_after_ms);
  }
  const Doc data = (*parsed)["data"];
  if (data_is == DataIs::object && !data.is_object()) {
    return {.why = "the answer has no object `data`"};
  }
  // An empty object is how VirusTotal says of some lists that there is nothing.
  if (data_is == DataIs::list && !data.is_list() && !(data.is_object() && data.size() == 0)) {
    return {.why = "the answer has no list `data`"};
  }
  return {.kind = Kind::found, .data = data, .meta = (*parsed)["meta"]};
}

}  // namespace

Answer judge(const Host& host, const Response& response, const Parts& read, DataIs data_is) {
  const std::string problem = line_of(response.problem, 500);
  switch (response.outcome) {
    case RULEMAP_OK:
      break;
    case RULEMAP_REJECT:
      return {.kind = Kind::held_back, .why = problem};
    case RULEMAP_RETRY:
      return {.kind = Kind::wait,
              .why = problem,
              .after_ms = std::max<std::int64_t>(response.retry_after_ms, 0)};
    default:
      return {.kind = Kind::retry, .why = problem};
  }
  if (response.status == 200) return read_found(host, response, read, data_is);
  return complained(response.status, complaint_of(host, response.body), response.retry_after_ms);
}

}  // namespace rulemap::virustotal
