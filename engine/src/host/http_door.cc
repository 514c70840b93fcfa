#include "host/http_door.h"

#include <algorithm>
#include <cctype>

#include "rulemap/ids/uuid.h"
#include "rulemap/sdk/value.h"

namespace rulemap::engine {
namespace {

constexpr std::size_t kMaxBody = std::size_t{32} << 20;

std::string name_of(const rulemap_request& request) {
  return std::string(view(request.method)) + " " + std::string(view(request.url));
}

bool is_http_url(std::string_view url) {
  return url.starts_with("https://") || url.starts_with("http://");
}

// A plugin of an older edition ends before the last members.
std::uint32_t flags_of(const rulemap_request& request) {
  const bool has = request.size >= offsetof(rulemap_request, flags) + sizeof request.flags;
  return has ? request.flags : 0;
}

bool only_reads(const rulemap_request& request) {
  return view(request.method) == "GET" || flags_of(request) & RULEMAP_REQUEST_READS;
}

std::size_t cap_of(const rulemap_request& request) {
  return request.max_body ? request.max_body : kMaxBody;
}

// Scheme, host and port, so that two spellings of a server are one.
std::string server_of(const std::string& url) {
  const std::unique_ptr<CURLU, decltype(&curl_url_cleanup)> parsed(curl_url(), curl_url_cleanup);
  if (curl_url_set(parsed.get(), CURLUPART_URL, url.c_str(), 0) != CURLUE_OK) return url;
  std::string out;
  for (const CURLUPart part : {CURLUPART_SCHEME, CURLUPART_HOST, CURLUPART_PORT}) {
    char* text = nullptr;
    if (curl_url_get(parsed.get(), part, &text, CURLU_DEFAULT_PORT) == CURLUE_OK) out += text;
    curl_free(text);
    out += ' ';
  }
  std::transform(out.begin(), out.end(), out.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return out;
}

// One for each list of texts, wherever one ends and the next begins.
std::string digest(const std::vector<std::string_view>& texts) {
  std::string all;
  for (const std::string_view each : texts) (all += std::to_string(each.size()) + ":") += each;
  return ids::sha256_hex(all);
}

SharedAnswer problem(std::string text) { return shared({.problem = std::move(text)}); }

}  // namespace

HttpDoor::HttpDoor(HttpSettings settings, HttpService& service, KeptAnswers& kept)
    : settings_(std::move(settings)),
      service_(service),
      kept_(kept),
      abi_{sizeof abi_, this,
           [](const rulemap_http* http, const rulemap_request* requests, size_t count,
              rulemap_response* responses, rulemap_error*) noexcept -> rulemap_status {
             static_cast<HttpDoor*>(http->host)->send(requests, count, responses);
             return RULEMAP_OK;
           },
           0},
      allowance_{sizeof allowance_, this,
                 [](const rulemap_allowance* abi, std::uint32_t span, std::int64_t allowed,
                    std::int64_t used) noexcept {
                   auto* self = static_cast<HttpDoor*>(abi->host);
                   const std::string& account = self->this_call().account;
                   if (account.empty() || span > RULEMAP_SPAN_MONTH || allowed < 0) return;
                   self->service_.tell(account, span, allowed, used);
                 }} {
  service_.expect(settings_.rates);
}

// Threads come and go, but never more at once than calls: entries of ended ones are few and empty.
HttpDoor::Call& HttpDoor::this_call() {
  const std::lock_guard lock(mutex_);
  return calls_[std::this_thread::get_id()];
}

void HttpDoor::begin_call(std::vector<GatedRow> rows) {
  Call& call = this_call();
  call.held.assign(rows.size(), "");
  call.rows = std::move(rows);
}

std::string HttpDoor::held_back(std::uint32_t row) {
  const Call& call = this_call();
  return row < call.held.size() ? call.held[row] : "";
}

void HttpDoor::end_call() {
  const std::lock_guard lock(mutex_);
  calls_.erase(std::this_thread::get_id());
}

const GatedRow* HttpDoor::Call::row_of(const rulemap_request& request) const {
  return request.row < rows.size() ? &rows[request.row] : nullptr;
}

void HttpDoor::send(const rulemap_request* requests, std::size_t count,
                    rulemap_response* responses) {
  Call& call = this_call();
  call.answers.assign(count, nullptr);
  call.headers.clear();
  std::vector<Ask> asks;
  std::vector<std::size_t> asked;
  const auto at = [&](std::size_t i) -> const rulemap_request& {
    return *reinterpret_cast<const rulemap_request*>(reinterpret_cast<const char*>(requests) +
                                                     i * requests->size);
  };
  for (std::size_t i = 0; i < count; ++i) {
    Ask ask;
    call.answers[i] = at_hand(at(i), call, ask);
    if (call.answers[i]) continue;
    asks.push_back(std::move(ask));
    asked.push_back(i);
  }
  const std::vector<SharedAnswer> arrived = service_.ask(asks);
  for (std::size_t i = 0; i < arrived.size(); ++i) {
    call.answers[asked[i]] = arrived[i];
    const GatedRow* row = call.row_of(at(asked[i]));
    if (!row || !is_worth_keeping(*arrived[i], asks[i].request.headers)) continue;
    kept_.keep(row->id, name_of(at(asked[i])), arrived[i]);
  }
  for (std::size_t i = 0; i < count; ++i) {
    fill(responses[i], *call.answers[i], call.headers.emplace_back());
  }
}

SharedAnswer HttpDoor::at_hand(const rulemap_request& request, Call& call, Ask& ask) {
  const std::string_view url = view(request.url);
  if (!is_http_url(url)) return problem("only http and https URLs are asked");
  if (service_.secrets().occurs_in(url)) return problem("a secret may not stand in a URL");
  if (settings_.closed) return problem("nothing is sent while a pipeline is checked");
  if (abi_.dry_run && !only_reads(request)) {
    return shared({.outcome = RULEMAP_REJECT, .problem = "a dry run changes nothing"});
  }
  const GatedRow* row = call.row_of(request);
  // As when it was recorded: a recording that is there does not say that it might leave.
  if (settings_.replay) {
    SharedAnswer held = gated(request, call);
    return held ? held : replayed(request);
  }
  if (SharedAnswer kept = row ? kept_.find(row->id, name_of(request)) : nullptr) return kept;
  ask = ask_of(request);
  call.account = ask.account;
  // The gate stands where something would leave; the cache leaves nothing.
  if (SharedAnswer cached = service_.cached(ask)) return cached;
  return gated(request, call);
}

SharedAnswer HttpDoor::gated(const rulemap_request& request, Call& call) const {
  const GatedRow* row = call.row_of(request);
  if (!row || !is_gated()) return nullptr;
  std::string& why = call.held[request.row];
  why = engine::held_back(*row, *settings_.gate);
  if (why.empty()) return nullptr;
  return shared({.outcome = RULEMAP_REJECT, .problem = why});
}

SharedAnswer HttpDoor::replayed(const rulemap_request& request) {
  HttpCounts& counts = service_.counts();
  auto found = settings_.replay->find(view(request.method), view(request.url), cap_of(request));
  if (!found.ok()) {
    ++counts.failed;
    return shared({.problem = found.error().text(), .from = RULEMAP_FROM_REPLAY});
  }
  if (!*found) {
    ++counts.unrecorded;
    return shared(
        {.problem = "no recorded answer for " + name_of(request), .from = RULEMAP_FROM_REPLAY});
  }
  ++counts.replayed;
  RecordedAnswer& recorded = **found;
  const std::int64_t after = retry_after_ms(recorded.headers, service_.clock().now_ms());
  return shared({RULEMAP_OK, recorded.status, std::move(recorded.headers), std::move(recorded.body),
                 "", RULEMAP_FROM_REPLAY, after});
}

Ask HttpDoor::ask_of(const rulemap_request& request) const {
  LiveRequest live{std::string(view(request.method)),
                   std::string(view(request.url)),
                   {},
                   view(request.body),
                   request.timeout_ms ? request.timeout_ms : settings_.timeout_ms,
                   cap_of(request)};
  std::vector<std::string_view> plain{view(request.method), view(request.url), view(request.body)};
  std::vector<std::string_view> credential;
  for (std::uint32_t i = 0; i < request.header_count; ++i) {
    const rulemap_header& header = request.headers[i];
    const std::string_view value =
        header.secret ? service_.secrets().text(header.secret) : view(header.value);
    live.headers.emplace_back(view(header.name), value);
    auto& part = header.secret ? credential : plain;
    part.push_back(view(header.name));
    part.push_back(value);
  }
  const std::string account = server_of(live.url) + digest(credential);
  Ask out;
  out.server = live.url.substr(0, live.url.find_first_of("/?#", live.url.find("://") + 3));
  out.account = account;
  out.key = digest(plain) + account;
  out.request = std::move(live);
  out.rates = &settings_.rates;
  // An enricher only asks; what a sink sends twice is meant twice.
  out.shares = is_gated();
  const bool is_plain_get = view(request.method) == "GET" && request.body.size == 0;
  out.fresh_ms = is_plain_get ? settings_.fresh_ms : 0;
  if (request.size < offsetof(rulemap_request, flags) + sizeof request.flags) return out;
  out.kind = view(request.kind);
  out.follows = view(request.follows);
  out.request.gzip = request.flags & RULEMAP_REQUEST_GZIP;
  out.of_allowance = request.flags & RULEMAP_REQUEST_OF_ALLOWANCE;
  if (out.of_allowance) out.shares = false, out.fresh_ms = 0;
  return out;
}

void HttpDoor::fill(rulemap_response& response, const HttpAnswer& answer,
                    std::vector<rulemap_header>& headers) {
  for (const auto& [name, value] : answer.headers) headers.push_back({text(name), text(value), 0});
  response.outcome = answer.outcome;
  response.status = answer.status;
  response.headers = headers.data();
  response.header_count = static_cast<std::uint32_t>(headers.size());
  response.body = text(answer.body);
  response.problem = text(answer.problem);
  response.from = answer.from;
  response.retry_after_ms = answer.retry_after_ms;
}

}  // namespace rulemap::engine
