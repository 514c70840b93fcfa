// The host's services as the child sees them: each call is one message to the parent, and its
// reply.
#pragma once

#include <string.h>

#include <mutex>
#include <vector>

#include "channel.h"
#include "child_pool.h"
#include "rulemap/host/services.h"
#include "wire.h"

namespace rulemap::isolate {

class ChildServices {
 public:
  explicit ChildServices(Channel& channel) : channel_(channel) {}

  host::Lent lend() const {
    return {&log_, &http_, &clock_, &state_, &secret_, &cancel_, &metrics_, &pool_, &allowance_};
  }

  // A parent that is gone leaves nobody to work for. One question at a time. [any thread]
  std::string ask(Out& question) {
    const std::lock_guard lock(asking_);
    const auto forever = Channel::Deadline::max();
    if (!channel_.send(question.bytes(), forever).ok()) ::_exit(1);
    auto reply = channel_.receive(forever);
    if (!reply.ok()) ::_exit(1);
    return std::move(reply).value();
  }

 private:
  static ChildServices& self(void* host) { return *static_cast<ChildServices*>(host); }
  static std::string_view word_off(const std::string& reply) {
    return std::string_view(reply).substr(std::min(reply.size(), sizeof(std::uint64_t)));
  }

  rulemap_status send(const rulemap_request* requests, std::size_t count,
                      rulemap_response* responses, rulemap_error* error) {
    Out out;
    out.word(Word::http).number(count);
    for (std::size_t i = 0; i < count; ++i) {
      const rulemap_request& each = requests[i];
      out.text(each.method).text(each.url).text(each.body).number(each.row);
      out.number(each.timeout_ms).number(each.max_body).number(each.header_count);
      out.text(each.kind).text(each.follows).number(each.flags);
      for (std::uint32_t h = 0; h < each.header_count; ++h) {
        out.text(each.headers[h].name).text(each.headers[h].value).number(each.headers[h].secret);
      }
    }
    answers_ = ask(out);
    In in(word_off(answers_));
    const auto status = static_cast<rulemap_status>(in.number());
    const rulemap_text message = in.abi_text(), where = in.abi_text();
    if (status != RULEMAP_OK) return (error->set(error, message, where), status);
    headers_.clear();
    for (std::size_t i = 0; i < count; ++i) read(in, responses[i]);
    return in.ok() ? status : RULEMAP_FAILED;
  }
  // Texts stay in answers_ until the next send.
  void read(In& in, rulemap_response& to) {
    to.outcome = static_cast<rulemap_status>(in.number());
    to.status = static_cast<std::int32_t>(in.number());
    to.from = in.index();
    to.retry_after_ms = static_cast<std::int64_t>(in.number());
    to.body = in.abi_text();
    to.problem = in.abi_text();
    std::vector<rulemap_header>& headers = headers_.emplace_back();
    for (std::uint64_t n = in.count(); n > 0; --n) {
      const rulemap_text name = in.abi_text();
      headers.push_back({name, in.abi_text(), 0});
    }
    to.headers = headers.data();
    to.header_count = static_cast<std::uint32_t>(headers.size());
  }

  std::uint64_t number(Word word) {
    const std::string reply = ask(Out().word(word));
    return In(word_off(reply)).number();
  }
  void metric(Word word, rulemap_text name, std::int64_t number) {
    ask(Out().word(word).text(name).number(static_cast<std::uint64_t>(number)));
  }

  Channel& channel_;
  std::mutex asking_;
  std::string answers_;
  std::deque<std::vector<rulemap_header>> headers_;
  mutable std::string folder_, kept_folder_;

  rulemap_log log_{sizeof log_, this,
                   [](const rulemap_log* log, std::uint32_t level, rulemap_text line) noexcept {
                     self(log->host).ask(Out().word(Word::log).number(level).text(line));
                   }};
  rulemap_clock clock_{sizeof clock_, this, [](const rulemap_clock* clock) noexcept {
                         return static_cast<std::int64_t>(self(clock->host).number(Word::clock));
                       }};
  rulemap_cancel cancel_{sizeof cancel_, this,
                         [](const rulemap_cancel* cancel) noexcept -> std::int32_t {
                           return self(cancel->host).number(Word::cancelled) != 0;
                         }};
  rulemap_metrics metrics_{
      sizeof metrics_, this,
      [](const rulemap_metrics* metrics, rulemap_text name, std::int64_t amount) noexcept {
        self(metrics->host).metric(Word::metric_add, name, amount);
      },
      [](const rulemap_metrics* metrics, rulemap_text name, std::int64_t value) noexcept {
        self(metrics->host).metric(Word::metric_set, name, value);
      }};
  // Tasks are functions of this process: only their number of threads is asked for.
  rulemap_pool pool_{sizeof pool_, this,
                     [](const rulemap_pool* pool) noexcept {
                       return static_cast<std::uint32_t>(self(pool->host).number(Word::pool_width));
                     },
                     [](const rulemap_pool* pool, size_t count, void* context,
                        void (*task)(void*, size_t) noexcept) noexcept -> rulemap_status {
                       run_tasks(pool->width(pool), count, context, task);
                       return RULEMAP_OK;
                     }};
  rulemap_allowance allowance_{sizeof allowance_, this,
                               [](const rulemap_allowance* allowance, std::uint32_t span,
                                  std::int64_t allowed, std::int64_t used) noexcept {
                                 self(allowance->host)
                                     .ask(Out()
                                              .word(Word::allowance)
                                              .number(span)
                                              .number(static_cast<std::uint64_t>(allowed))
                                              .number(static_cast<std::uint64_t>(used)));
                               }};
  rulemap_http http_{sizeof http_, this,
                     [](const rulemap_http* http, const rulemap_request* requests, size_t count,
                        rulemap_response* responses, rulemap_error* error) noexcept {
                       return self(http->host).send(requests, count, responses, error);
                     },
                     0};
  rulemap_secret secret_{sizeof secret_, this,
                         [](const rulemap_secret* secret, std::int64_t handle, void* context,
                            void (*use)(void*, rulemap_text) noexcept) noexcept -> rulemap_status {
                           std::string reply =
                               self(secret->host).ask(Out().word(Word::secret).number(handle));
                           In in(word_off(reply));
                           const auto status = static_cast<rulemap_status>(in.number());
                           if (status == RULEMAP_OK) use(context, in.abi_text());
                           ::explicit_bzero(reply.data(), reply.size());
                           return status;
                         }};
  rulemap_state state_{
      sizeof state_,
      this,
      [](const rulemap_state* state, rulemap_text key, void* context,
         void (*use)(void*, rulemap_text) noexcept) noexcept -> rulemap_status {
        const std::string reply = self(state->host).ask(Out().word(Word::state_get).text(key));
        In in(word_off(reply));
        const auto status = static_cast<rulemap_status>(in.number());
        if (in.number() != 0) use(context, in.abi_text());
        return status;
      },
      [](const rulemap_state* state, rulemap_text key, rulemap_text value) noexcept {
        const std::string reply =
            self(state->host).ask(Out().word(Word::state_put).text(key).text(value));
        return static_cast<rulemap_status>(In(word_off(reply)).number());
      },
      [](const rulemap_state* state) noexcept {
        ChildServices& me = self(state->host);
        const std::string reply = me.ask(Out().word(Word::state_folder));
        me.folder_ = In(word_off(reply)).text();
        return text(me.folder_);
      },
      [](const rulemap_state* state) noexcept {
        ChildServices& me = self(state->host);
        const std::string reply = me.ask(Out().word(Word::state_kept_folder));
        me.kept_folder_ = In(word_off(reply)).text();
        return text(me.kept_folder_);
      }};
};

}  // namespace rulemap::isolate
