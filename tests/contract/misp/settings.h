// How the simulated MISP server is set up, what it did with each request, and the faults that a
// test orders.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace rulemap::simulated {

// A line of the import filter: what matches is replaced; without a replacement it is blocked.
struct ImportFilter {
  std::string pattern;  // of RE2, any case
  std::string replacement;
};
// The lines that rewrite the folders of Windows.
std::vector<ImportFilter> windows_import_filter();

struct Settings {
  std::string version = "2.5.1";
  std::string base_path = {};       // "/misp": MISP in a folder; url() has it
  std::string base_url = {};        // of Location; empty: url()
  bool numbers_as_strings = false;  // as MISP 2.4 on PHP 7
  bool takes_gzip = true;           // and says so in getVersion
  bool maintenance = false;         // 302 for all but site admins
  bool login_page = false;          // a proxy's page of login, 200 and HTML, for everything
  bool database_down = false;       // 500 for everything
  std::size_t max_body = 0;         // bytes as sent, more is 413 of the web server; 0: no limit
  int searches_a_window = 5;        // for rate-limited accounts
  int distribution = 1;             // of events that do not say
  std::vector<ImportFilter> import_filter = windows_import_filter();
};

// One request as it was met, in the order of their ends of reading.
struct Seen {
  std::size_t index = 0;  // counts from 0
  std::string method = {};
  std::string path = {};  // as sent, with its query
  std::string key = {};   // as sent in Authorization
  std::string user_agent = {};
  std::string body = {};         // decoded
  std::size_t body_bytes = 0;    // as sent, without chunk marks
  int status = 0;                // 0: no answer went out, or not yet
  std::size_t answer_bytes = 0;  // of the answer's body
};

struct Fault {
  enum class Kind {
    kCutBeforeRead,  // the connection ends before anything is done
    kCutAfterDone,   // it is done, the answer never comes
    kErrorBefore,    // `status`, nothing is done
    kErrorHalfway,   // `elements` are stored, then `status`
    kSlow,           // waits for `delay` before it is done
    // No answer while the elements are stored, each after `delay`; with no delay each waits for
    // SimulatedMisp::let_write(). Then the answer comes, if anybody is still there.
    kGoesOn,
    kCutGoesOn,  // the same, but the connection ends at once
  };
  Kind kind;
  std::chrono::milliseconds delay{0};
  int elements = -1;  // of kErrorHalfway; -1: half of what the request brings
  int status = 500;
  std::string body = {};     // of kErrorBefore; empty: MISP's own for 500
  std::string headers = {};  // of kErrorBefore: further lines, each with its end
};

using Condition = std::function<bool(const Seen&)>;

}  // namespace rulemap::simulated
