#include "server/answer.h"

#include <algorithm>

#include "event/values.h"

namespace rulemap::misp {
namespace {

constexpr std::size_t kLongestReason = 300;

constexpr std::string_view kNames[] = {
    "done",      "not there", "exists", "blocked",   "bad key",  "not allowed", "refused",
    "too large", "later",     "broken", "no answer", "not MISP", "dry run",     "cancelled"};

// `errors` is a text, or lists of texts by field, by element or both.
void gather(Doc errors, std::string& out) {
  if (const auto text = errors.text()) {
    if (!out.empty()) out += "; ";
    out += *text;
  }
  for (Doc each : errors) gather(each, out);
  for (auto [field, each] : errors.members()) {
    std::string below;
    gather(each, below);
    if (!out.empty()) out += "; ";
    (out += field) += ": " + below;
  }
}

std::string said(Doc body) {
  std::string out;
  gather(body["errors"], out);
  if (out.empty()) out = body.text("message").value_or(body.text("name").value_or(""));
  return clean_line(out, kLongestReason);
}

bool has(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

bool is_there(Doc body, std::string_view expected) {
  if (expected == "[") return body.is_list();
  if (expected == "saved") return body["saved"].boolean().value_or(false);
  return static_cast<bool>(body[expected]);
}

bool is_save_failure(Doc body) {
  return body["errors"] || body["saved"].boolean() == std::optional(false);
}

Meaning of_forbidden(Doc body, const Asked& asked) {
  if (is_save_failure(body)) return Meaning::refused;
  const std::string_view message = body.text("message").value_or("");
  if (message.starts_with("Authentication failed")) return Meaning::bad_key;
  // The only refusal of events/add that is neither a key, a role nor a value.
  if (asked.adds_event && has(message, "blocklist")) return Meaning::blocked;
  return Meaning::not_allowed;
}

Meaning of_status(int status, Doc body, const Asked& asked) {
  if (status == 200 && is_there(body, asked.expected)) return Meaning::done;
  if (status == 200 && is_save_failure(body)) return Meaning::refused;
  if (status == 429) return Meaning::later;
  if (status == 413) return Meaning::too_large;
  if (status >= 500) return Meaning::broken;
  if (!body.is_object()) return Meaning::not_misp;
  if (status == 401) return Meaning::bad_key;
  if (status == 403) return of_forbidden(body, asked);
  if (status == 404) return asked.adds_event ? Meaning::exists : Meaning::not_there;
  if (status == 400 || status == 405) return Meaning::refused;
  return Meaning::not_misp;
}

std::string in_words(const Answer& answer) {
  const std::string status = "HTTP " + std::to_string(answer.status);
  if (answer.meaning == Meaning::not_misp) {
    if (answer.status >= 300 && answer.status < 400) {
      return "the server sends to another page (" + status +
             "): its address is not that of a MISP, or it is in maintenance";
    }
    return "the answer is not one of MISP (" + status + "): is the address right?";
  }
  const std::string reason = said(answer.body);
  return reason.empty() ? status : reason + " (" + status + ")";
}

Meaning without_answer(rulemap_status outcome) {
  if (outcome == RULEMAP_RETRY) return Meaning::later;
  if (outcome == RULEMAP_REJECT) return Meaning::dry_run;
  return outcome == RULEMAP_CANCELLED ? Meaning::cancelled : Meaning::no_answer;
}

}  // namespace

std::string_view name_of(Meaning meaning) { return kNames[static_cast<std::size_t>(meaning)]; }

Answer judge(const Response& response, Doc body, const Asked& asked) {
  Answer out;
  if (response.outcome != RULEMAP_OK) {
    out.meaning = without_answer(response.outcome);
    out.why = clean_line(response.problem, kLongestReason);
    return out;
  }
  out.status = response.status;
  out.body = body;
  out.text = response.body;
  out.meaning = of_status(response.status, body, asked);
  if (!out.done()) out.why = in_words(out);
  return out;
}

}  // namespace rulemap::misp
