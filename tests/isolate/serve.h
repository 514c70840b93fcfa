// One service that the child asks for, served by the host of the parent.
#pragma once

#include "rulemap/abi/cancel.h"
#include "rulemap/abi/clock.h"
#include "rulemap/abi/http.h"
#include "rulemap/abi/log.h"
#include "rulemap/abi/metrics.h"
#include "rulemap/abi/pool.h"
#include "rulemap/abi/secret.h"
#include "rulemap/abi/state.h"
#include "rulemap/sdk/host.h"
#include "wire.h"

namespace rulemap::isolate {

template <class Service>
const Service* service(const rulemap_host& host, const char* id) {
  return static_cast<const Service*>(host.service(&host, id));
}

inline void write_answers(const std::vector<rulemap_response>& answers, Out& reply) {
  for (const rulemap_response& each : answers) {
    reply.number(each.outcome).number(each.status).number(each.from).number(each.retry_after_ms);
    reply.text(each.body).text(each.problem).number(each.header_count);
    for (std::uint32_t h = 0; h < each.header_count; ++h) {
      reply.text(each.headers[h].name).text(each.headers[h].value);
    }
  }
}

inline void serve_http(In& in, const rulemap_host& host, Out& reply) {
  std::vector<rulemap_request> requests(in.count());
  std::deque<std::vector<rulemap_header>> headers;
  for (rulemap_request& each : requests) {
    each.size = sizeof each;
    each.method = in.abi_text();
    each.url = in.abi_text();
    each.body = in.abi_text();
    each.row = in.index();
    each.timeout_ms = static_cast<std::int64_t>(in.number());
    each.max_body = in.number();
    headers.emplace_back();
    for (std::uint64_t n = in.count(); n > 0; --n) {
      const rulemap_text name = in.abi_text(), value = in.abi_text();
      headers.back().push_back({name, value, static_cast<std::int64_t>(in.number())});
    }
    each.headers = headers.back().data();
    each.header_count = static_cast<std::uint32_t>(headers.back().size());
    each.kind = in.abi_text();
    each.follows = in.abi_text();
    each.flags = in.index();
  }
  const auto* http = service<rulemap_http>(host, RULEMAP_HTTP_ID);
  std::vector<rulemap_response> answers(requests.size());
  for (rulemap_response& each : answers) each.size = sizeof each;
  ErrorSlot error;
  const bool asks = in.ok() && http;
  const rulemap_status status =
      asks ? http->send(http, requests.data(), requests.size(), answers.data(), error.abi())
           : RULEMAP_FAILED;
  reply.number(status).text(error.error().message).text(error.error().where);
  if (status == RULEMAP_OK) write_answers(answers, reply);
}

inline void serve_state(Word word, In& in, const rulemap_host& host, Out& reply) {
  const auto* state = service<rulemap_state>(host, RULEMAP_STATE_ID);
  if (word == Word::state_folder) {
    reply.text(state ? state->folder(state) : rulemap_text{});
    return;
  }
  if (word == Word::state_kept_folder) {
    reply.text(state ? state->kept_folder(state) : rulemap_text{});
    return;
  }
  const rulemap_text key = in.abi_text();
  if (word == Word::state_put) {
    reply.number(state ? state->put(state, key, in.abi_text()) : RULEMAP_FAILED);
    return;
  }
  Out found;
  const rulemap_status status = state ? state->get(state, key, &found,
                                                   [](void* to, rulemap_text value) noexcept {
                                                     static_cast<Out*>(to)->number(1).text(value);
                                                   })
                                      : RULEMAP_FAILED;
  if (found.bytes().empty()) found.number(0);
  reply.number(status).bytes() += found.bytes();
}

// What a service has one number for. False: no service has this word.
inline bool serve_number(Word word, In& in, const rulemap_host& host, Out& reply) {
  if (word == Word::clock) {
    const auto* clock = service<rulemap_clock>(host, RULEMAP_CLOCK_ID);
    reply.number(clock ? clock->now_ms(clock) : 0);
  } else if (word == Word::cancelled) {
    const auto* cancel = service<rulemap_cancel>(host, RULEMAP_CANCEL_ID);
    reply.number(cancel && cancel->cancelled(cancel) ? 1 : 0);
  } else if (word == Word::pool_width) {
    const auto* pool = service<rulemap_pool>(host, RULEMAP_POOL_ID);
    reply.number(pool ? pool->width(pool) : 1);
  } else if (word == Word::metric_add || word == Word::metric_set) {
    const auto* metrics = service<rulemap_metrics>(host, RULEMAP_METRICS_ID);
    const rulemap_text name = in.abi_text();
    const auto number = static_cast<std::int64_t>(in.number());
    if (metrics) (word == Word::metric_add ? metrics->add : metrics->set)(metrics, name, number);
  } else if (word == Word::allowance) {
    const auto* allowance = service<rulemap_allowance>(host, RULEMAP_ALLOWANCE_ID);
    const std::uint32_t span = in.index();
    const auto allowed = static_cast<std::int64_t>(in.number());
    const auto used = static_cast<std::int64_t>(in.number());
    if (allowance) allowance->tell(allowance, span, allowed, used);
  } else {
    return false;
  }
  return true;
}

// False: no service has this word.
inline bool serve(Word word, In& in, const rulemap_host& host, Out& reply) {
  if (word == Word::log) {
    const std::uint32_t level = in.index();
    const auto* log = service<rulemap_log>(host, RULEMAP_LOG_ID);
    if (log) log->write(log, level, in.abi_text());
  } else if (word == Word::http) {
    serve_http(in, host, reply);
  } else if (word == Word::secret) {
    const auto* secret = service<rulemap_secret>(host, RULEMAP_SECRET_ID);
    Out text;
    const auto use = [](void* to, rulemap_text found) noexcept {
      static_cast<Out*>(to)->text(found);
    };
    const auto handle = static_cast<std::int64_t>(in.number());
    const rulemap_status status =
        secret ? secret->reveal(secret, handle, &text, use) : RULEMAP_FAILED;
    reply.number(status).bytes() += text.bytes();
    ::explicit_bzero(text.bytes().data(), text.bytes().size());
  } else if (word == Word::state_get || word == Word::state_put || word == Word::state_folder ||
             word == Word::state_kept_folder) {
    serve_state(word, in, host, reply);
  } else {
    return serve_number(word, in, host, reply);
  }
  return true;
}

}  // namespace rulemap::isolate
