// What a MISP server's answer means. A status alone proves nothing: 200 comes with a description of
// the API where nothing was done, 403 stands for keys, roles and values alike.
// Measured against MISP 2.5.1; MISP_API.md sections 1 and 2 name the exchanges.
#pragma once

#include <string>
#include <string_view>

#include "rulemap/sdk/host.h"

namespace rulemap::misp {

enum class Meaning {
  done,         // 200, and the body has what was asked for
  not_there,    // 404: not on this server, or not visible to this key
  exists,       // events/add, 404: an event of this uuid is there
  blocked,      // 403: an event of this uuid was deleted there
  bad_key,      // 403: the key is wrong or disabled; 401
  not_allowed,  // 403: the key's role, or another organisation's event
  refused,      // the content was not taken: 403 or 200 with errors, 405
  too_large,    // 413
  later,        // 429, or no allowance left
  broken,       // 5xx: something may have been written
  no_answer,    // cut off, timed out, never connected: something may have been written
  not_misp,     // a redirect, a page for people, another product
  dry_run,      // the host held it back
  cancelled,    // the run ends
};

// For a table in a test, and for messages.
std::string_view name_of(Meaning meaning);

struct Answer {
  Meaning meaning = Meaning::no_answer;
  int status = 0;
  std::string why = {};        // in words, with the server's own; empty where done
  Doc body = {};               // where there is JSON
  std::string_view text = {};  // the body as it came, until the next request
  bool done() const { return meaning == Meaning::done; }
};

// What was asked, as far as the judgement needs it.
struct Asked {
  std::string_view expected;  // the member that proves success: "Event"; "saved" has to be true;
                              // "[" is any list
  bool adds_event = false;
};

// body: empty where the answer is no JSON.
Answer judge(const Response& response, Doc body, const Asked& asked);

}  // namespace rulemap::misp
