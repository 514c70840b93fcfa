#include "host/http_door.h"

#include <curl/curl.h>

#include "host/tlp.h"
#include "rulemap/host/options.h"
#include "rulemap/sdk/value.h"

namespace rulemap::engine {
namespace {

constexpr std::size_t kMaxBody = std::size_t{32} << 20;

std::string key_of(const rulemap_request& request) {
  return std::string(view(request.method)) + " " + std::string(view(request.url));
}

bool is_http_url(std::string_view url) {
  return url.starts_with("https://") || url.starts_with("http://");
}

}  // namespace

std::int64_t retry_after_ms(std::string_view value, std::int64_t now_ms) {
  if (const auto seconds = host::options::number<std::int64_t>(value)) {
    return *seconds < 0 || *seconds > 31'536'000 ? -1 : *seconds * 1000;
  }
  const std::time_t at = curl_getdate(std::string(value).c_str(), nullptr);
  return at < 0 ? -1 : std::max<std::int64_t>(0, static_cast<std::int64_t>(at) * 1000 - now_ms);
}

HttpDoor::HttpDoor(HttpSettings settings, const Secrets& secrets, Clock& clock, HttpCounts& counts)
    : settings_(std::move(settings)),
      secrets_(secrets),
      clock_(clock),
      counts_(counts),
      allowance_(settings_.rates),
      abi_{sizeof abi_, this,
           [](const rulemap_http* http, const rulemap_request* requests, size_t count,
              rulemap_response* responses, rulemap_error*) noexcept -> rulemap_status {
             auto* self = static_cast<HttpDoor*>(http->host);
             self->answers_.clear();
             self->headers_.clear();
             for (std::size_t i = 0; i < count; ++i) {
               const auto* request = reinterpret_cast<const rulemap_request*>(
                   reinterpret_cast<const char*>(requests) + i * requests->size);
               self->answers_.push_back(self->answer(*request));
               self->fill(responses[i], self->answers_.back());
             }
             return RULEMAP_OK;
           }} {}

void HttpDoor::begin_call(std::vector<GatedRow> rows) {
  rows_ = std::move(rows);
  held_.assign(rows_.size(), false);
}

const GatedRow* HttpDoor::row_of(const rulemap_request& request) const {
  return request.row < rows_.size() ? &rows_[request.row] : nullptr;
}

HttpDoor::Answer HttpDoor::answer(const rulemap_request& request) {
  const std::string_view url = view(request.url);
  if (!is_http_url(url)) return {.problem = "only http and https URLs are asked"};
  if (secrets_.occurs_in(url)) return {.problem = "a secret may not stand in a URL"};
  if (settings_.closed) return {.problem = "nothing is sent while a pipeline is checked"};
  if (settings_.replay) return replayed(request);
  const GatedRow* row = row_of(request);
  if (row) {
    const auto kept = kept_.find(row->id);
    if (kept != kept_.end()) {
      const auto found = kept->second.find(key_of(request));
      if (found != kept->second.end()) return found->second;
    }
  }
  if (settings_.gated && row && (row->is_private || !may_leave(row->tlp, settings_.max_tlp))) {
    held_[request.row] = true;
    return {.outcome = RULEMAP_REJECT,
            .problem = row->is_private    ? "the indicator is private"
                       : row->tlp.empty() ? "no tlp is set for it"
                                          : "its tlp is above " + settings_.max_tlp};
  }
  return asked(request);
}

HttpDoor::Answer HttpDoor::replayed(const rulemap_request& request) {
  auto found = settings_.replay->find(view(request.method), view(request.url),
                                      request.max_body ? request.max_body : kMaxBody);
  if (!found.ok()) {
    ++counts_.failed;
    return {.problem = found.error().text(), .from = RULEMAP_FROM_REPLAY};
  }
  if (!*found) {
    ++counts_.unrecorded;
    return {.problem = "no recorded answer for " + key_of(request), .from = RULEMAP_FROM_REPLAY};
  }
  ++counts_.replayed;
  RecordedAnswer& recorded = **found;
  return {RULEMAP_OK,
          recorded.status,
          std::move(recorded.headers),
          std::move(recorded.body),
          "",
          RULEMAP_FROM_REPLAY,
          -1};
}

HttpDoor::Answer HttpDoor::asked(const rulemap_request& request) {
  if (const std::int64_t wait = allowance_.take(clock_.now_ms()); wait > 0) {
    return {.outcome = RULEMAP_RETRY,
            .problem = "waits for the allowance of limits.rate",
            .retry_after_ms = wait};
  }
  LiveRequest live{std::string(view(request.method)),
                   std::string(view(request.url)),
                   {},
                   view(request.body),
                   request.timeout_ms ? request.timeout_ms : settings_.timeout_ms,
                   request.max_body ? request.max_body : kMaxBody};
  for (std::uint32_t i = 0; i < request.header_count; ++i) {
    const rulemap_header& header = request.headers[i];
    live.headers.emplace_back(view(header.name),
                              header.secret ? secrets_.text(header.secret) : view(header.value));
  }
  if (!live_) live_ = std::make_unique<LiveHttp>();
  ++counts_.network;
  auto sent = live_->send(live);
  if (!sent.ok()) {
    ++counts_.failed;
    return {.problem = secrets_.redacted(sent.error().message)};
  }
  Answer out{RULEMAP_OK,
             sent->status,
             std::move(sent->headers),
             std::move(sent->body),
             "",
             RULEMAP_FROM_NETWORK,
             -1};
  if (const GatedRow* row = row_of(request); row && out.status < 400) {
    kept_[row->id].emplace(key_of(request), out);
  }
  return out;
}

void HttpDoor::fill(rulemap_response& response, const Answer& answer) {
  std::vector<rulemap_header>& headers = headers_.emplace_back();
  response.retry_after_ms = answer.retry_after_ms;
  for (const auto& [name, value] : answer.headers) {
    headers.push_back({text(name), text(value), 0});
    if (name == "retry-after") response.retry_after_ms = retry_after_ms(value, clock_.now_ms());
  }
  response.outcome = answer.outcome;
  response.status = answer.status;
  response.headers = headers.data();
  response.header_count = static_cast<std::uint32_t>(headers.size());
  response.body = text(answer.body);
  response.problem = text(answer.problem);
  response.from = answer.from;
}

}  // namespace rulemap::engine
