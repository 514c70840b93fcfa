#include "host/transfer.h"

#include <algorithm>
#include <cctype>

#include "host/gzip.h"

namespace rulemap::engine {
namespace {

// VirusTotal's front end compresses only for agents whose name holds "gzip"; nobody else minds.
constexpr char kAgent[] = "rulemap/0.1 (gzip)";
constexpr std::int64_t kConnectMs = 10'000;
constexpr std::size_t kMostHeaders = 200;

bool is_space(char c) { return std::isspace(static_cast<unsigned char>(c)); }

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

void set_way(CURL* easy, const WayOut& way) {
  curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 1L);
  curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 2L);
  if (!way.ca_file.empty()) {
    curl_easy_setopt(easy, CURLOPT_CAINFO, way.ca_file.c_str());
    curl_easy_setopt(easy, CURLOPT_CAPATH, nullptr);
    curl_easy_setopt(easy, CURLOPT_PROXY_CAINFO, way.ca_file.c_str());
    curl_easy_setopt(easy, CURLOPT_PROXY_CAPATH, nullptr);
  }
  if (way.proxy.empty()) return;
  curl_easy_setopt(easy, CURLOPT_PROXY, way.proxy.c_str());
  curl_easy_setopt(easy, CURLOPT_NOPROXY, "");  // what the file says counts, not the environment
  curl_easy_setopt(easy, CURLOPT_HEADEROPT, static_cast<long>(CURLHEADER_SEPARATE));
  curl_easy_setopt(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
}

}  // namespace

std::size_t Transfer::take_body(char* data, std::size_t, std::size_t size, void* to) {
  auto& self = *static_cast<Transfer*>(to);
  if (self.answer_.body.size() + size > self.request_.max_body) {
    self.too_large_ = true;
    return 0;
  }
  self.answer_.body.append(data, size);
  return size;
}

std::size_t Transfer::take_header(char* data, std::size_t, std::size_t size, void* to) {
  HttpHeaders& headers = static_cast<Transfer*>(to)->answer_.headers;
  const std::string_view line(data, size);
  if (line.starts_with("HTTP/")) headers.clear();
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos || headers.size() >= kMostHeaders) return size;
  std::string name(line.substr(0, colon));
  std::transform(name.begin(), name.end(), name.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  headers.emplace_back(std::move(name), std::string(trimmed(line.substr(colon + 1))));
  return size;
}

void Transfer::begin(CURL* easy, const WayOut& way) {
  for (const auto& [name, value] : request_.headers) {
    headers_.reset(curl_slist_append(headers_.release(), (name + ": " + value).c_str()));
  }
  curl_easy_setopt(easy, CURLOPT_URL, request_.url.c_str());
  curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, request_.method.c_str());
  set_body(easy);
  curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers_.get());
  curl_easy_setopt(easy, CURLOPT_USERAGENT, kAgent);
  curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, "");
  curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_2TLS));
  curl_easy_setopt(easy, CURLOPT_PIPEWAIT, 1L);
  curl_easy_setopt(easy, CURLOPT_TCP_KEEPALIVE, 1L);
  curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(request_.timeout_ms));
  curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS,
                   static_cast<long>(std::min(request_.timeout_ms, kConnectMs)));
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, take_body);
  curl_easy_setopt(easy, CURLOPT_WRITEDATA, this);
  curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, take_header);
  curl_easy_setopt(easy, CURLOPT_HEADERDATA, this);
  curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, reason_);
  curl_easy_setopt(easy, CURLOPT_PRIVATE, this);
  set_way(easy, way);
}

void Transfer::set_body(CURL* easy) {
  if (request_.body.empty()) return;
  std::string_view body = request_.body;
  if (request_.gzip) {
    packed_ = gzip(body);
    body = packed_;
    headers_.reset(curl_slist_append(headers_.release(), "Content-Encoding: gzip"));
  }
  curl_easy_setopt(easy, CURLOPT_POSTFIELDS, body.data());
  curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
}

HttpAnswer Transfer::finish(CURL* easy, CURLcode code) {
  if (too_large_) {
    return {.problem = "the answer is larger than the limit of " +
                       std::to_string(request_.max_body) + " bytes"};
  }
  if (code != CURLE_OK) return {.problem = reason_[0] ? reason_ : curl_easy_strerror(code)};
  long status = 0;
  curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
  answer_.status = static_cast<int>(status);
  answer_.outcome = RULEMAP_OK;
  return std::move(answer_);
}

HttpAnswer Transfer::cancelled() const {
  return {.outcome = RULEMAP_CANCELLED, .problem = "the run ends: the request was given up"};
}

}  // namespace rulemap::engine
