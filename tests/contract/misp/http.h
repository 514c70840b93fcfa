// HTTP/1.1 as the simulated server speaks it.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rulemap::simulated {

struct HttpRequest {
  std::string method = {};
  std::string target = {};
  std::vector<std::pair<std::string, std::string>> headers = {};  // names in lower case
  std::string body = {};                                          // as sent, without chunk marks
  bool keep_alive = true;

  // Empty where it is absent.
  std::string header(std::string_view name) const;
};

// Bytes come by `more` (false at the end of the connection) into `buffer`, which keeps what belongs
// to the next request. `go_on` answers `Expect: 100-continue`. False where there is no request
// more.
class HttpReader {
 public:
  HttpReader(std::function<bool(std::string&)> more, std::function<void()> go_on)
      : more_(std::move(more)), go_on_(std::move(go_on)) {}
  bool read(HttpRequest& to);

 private:
  bool read_head(HttpRequest& to);
  bool read_chunks(std::string& to);
  bool take(std::size_t size, std::string& to);
  bool take_line(std::string& to);

  std::function<bool(std::string&)> more_;
  std::function<void()> go_on_;
  std::string buffer_;
};

std::string reason_of(int status);
// False for what is no gzip.
bool gunzip(std::string_view packed, std::string& to);

}  // namespace rulemap::simulated
