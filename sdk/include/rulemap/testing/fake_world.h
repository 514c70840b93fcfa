// The outside world of a test: scripted HTTP answers, a clock that is turned by hand, log lines and
// state in memory, secrets by name. harness.h puts it around a step, source or sink.
#pragma once

#include <fnmatch.h>

#include <chrono>
#include <cstdlib>
#include <deque>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "rulemap/host/services.h"

namespace rulemap::testing {

struct Reply {
  int status = 200;
  std::string body = {};
  std::int64_t retry_after_ms = -1;
  rulemap_status outcome = RULEMAP_OK;  // FAILED: no answer; RETRY: no allowance; REJECT: gated
};

// Answers by pattern, in the order of the script; the last reply of a pattern stays.
class ScriptedHttp {
 public:
  class Script {
   public:
    explicit Script(std::deque<Reply>& replies) : replies_(replies) {}
    Script& reply(int status, std::string body = "") {
      replies_.push_back({status, std::move(body), -1, RULEMAP_OK});
      return *this;
    }
    Script& reply(Reply reply) {
      replies_.push_back(std::move(reply));
      return *this;
    }

   private:
    std::deque<Reply>& replies_;
  };
  // pattern: "GET https://host/path", with * for any text.
  Script on(std::string pattern) {
    scripts_.push_back({std::move(pattern), {}});
    return Script(scripts_.back().second);
  }
  // Every request so far, as "GET https://...".
  const std::vector<std::string>& asked() const { return asked_; }
  const rulemap_http* abi() const { return &abi_; }

 private:
  rulemap_status send(const rulemap_request* requests, std::size_t count,
                      rulemap_response* responses) {
    kept_.clear();
    for (std::size_t i = 0; i < count; ++i) answer(requests[i], responses[i]);
    return RULEMAP_OK;
  }
  void answer(const rulemap_request& request, rulemap_response& response) {
    asked_.push_back(std::string(view(request.method)) + " " + std::string(view(request.url)));
    kept_.push_back(find(asked_.back()));
    const Reply& reply = kept_.back();
    response.outcome = reply.outcome;
    response.status = reply.status;
    response.body = text(reply.body);
    response.from = RULEMAP_FROM_REPLAY;
    response.retry_after_ms = reply.retry_after_ms;
    response.problem = text(std::string_view("no scripted answer"));
  }
  Reply find(const std::string& asked) {
    for (auto& [pattern, replies] : scripts_) {
      if (replies.empty() || fnmatch(pattern.c_str(), asked.c_str(), 0) != 0) continue;
      Reply reply = replies.front();
      if (replies.size() > 1) replies.pop_front();
      return reply;
    }
    return {0, "", -1, RULEMAP_FAILED};
  }

  std::deque<std::pair<std::string, std::deque<Reply>>> scripts_;
  std::vector<std::string> asked_;
  std::deque<Reply> kept_;
  rulemap_http abi_{
      sizeof abi_, this,
      [](const rulemap_http* http, const rulemap_request* requests, size_t count,
         rulemap_response* responses, rulemap_error*) noexcept {
        return static_cast<ScriptedHttp*>(http->host)->send(requests, count, responses);
      },
      0};
};

// Starts at 2026-01-01T00:00:00Z and stands still until it is turned.
class TurnedClock {
 public:
  void turn(std::chrono::milliseconds by) { now_ms_ += by.count(); }
  const rulemap_clock* abi() const { return &abi_; }

 private:
  std::int64_t now_ms_ = 1'767'225'600'000;
  rulemap_clock abi_{sizeof abi_, this, [](const rulemap_clock* clock) noexcept {
                       return static_cast<const TurnedClock*>(clock->host)->now_ms_;
                     }};
};

class FakeWorld {
 public:
  FakeWorld() = default;
  ~FakeWorld() {
    std::error_code ignored;
    if (!folder_.empty()) std::filesystem::remove_all(folder_, ignored);
  }
  FakeWorld(const FakeWorld&) = delete;
  FakeWorld& operator=(const FakeWorld&) = delete;

  ScriptedHttp& http() { return http_; }
  TurnedClock& clock() { return clock_; }
  const std::vector<std::string>& log() const { return lines_; }
  // Made when it is first asked for.
  const std::string& folder() const {
    if (!folder_.empty()) return folder_;
    std::string pattern = (std::filesystem::temp_directory_path() / "rulemap-XXXXXX").string();
    if (const char* made = mkdtemp(pattern.data())) folder_ = made;
    return folder_;
  }
  // What outlives runs: a folder within that one.
  const std::string& kept_folder() const {
    if (!kept_folder_.empty()) return kept_folder_;
    kept_folder_ = folder() + "/kept";
    std::error_code ignored;
    std::filesystem::create_directories(kept_folder_, ignored);
    return kept_folder_;
  }
  std::int64_t add_secret(std::string text) {
    secrets_.push_back(std::move(text));
    return static_cast<std::int64_t>(secrets_.size());
  }
  // From now on plugins see that an end was asked for.
  void cancel() { cancelled_ = true; }
  // What was counted or set, by name.
  const std::map<std::string, std::int64_t>& metrics() const { return numbers_; }
  // What providers were said to have left, by span: allowed, used.
  using Allowances = std::map<std::uint32_t, std::pair<std::int64_t, std::int64_t>>;
  const Allowances& allowances() const { return allowances_; }
  host::Lent lend() {
    return {&log_,    http_.abi(), clock_.abi(), &state_,    &secret_,
            &cancel_, &metrics_,   &pool_,       &allowance_};
  }

 private:
  static FakeWorld& self(void* host) { return *static_cast<FakeWorld*>(host); }

  ScriptedHttp http_;
  TurnedClock clock_;
  mutable std::string folder_, kept_folder_;
  std::vector<std::string> lines_;
  std::vector<std::string> secrets_;
  std::map<std::string, std::string> remembered_;
  bool cancelled_ = false;
  std::map<std::string, std::int64_t> numbers_;
  Allowances allowances_;
  rulemap_allowance allowance_{sizeof allowance_, this,
                               [](const rulemap_allowance* allowance, std::uint32_t span,
                                  std::int64_t allowed, std::int64_t used) noexcept {
                                 self(allowance->host).allowances_[span] = {allowed, used};
                               }};
  rulemap_log log_{sizeof log_, this,
                   [](const rulemap_log* log, std::uint32_t, rulemap_text line) noexcept {
                     self(log->host).lines_.emplace_back(view(line));
                   }};
  rulemap_state state_{
      sizeof state_,
      this,
      [](const rulemap_state* state, rulemap_text key, void* context,
         void (*use)(void*, rulemap_text) noexcept) noexcept -> rulemap_status {
        const auto& all = self(state->host).remembered_;
        const auto found = all.find(std::string(view(key)));
        if (found != all.end()) use(context, text(found->second));
        return RULEMAP_OK;
      },
      [](const rulemap_state* state, rulemap_text key,
         rulemap_text value) noexcept -> rulemap_status {
        self(state->host).remembered_[std::string(view(key))] = view(value);
        return RULEMAP_OK;
      },
      [](const rulemap_state* state) noexcept { return text(self(state->host).folder()); },
      [](const rulemap_state* state) noexcept { return text(self(state->host).kept_folder()); }};
  rulemap_secret secret_{sizeof secret_, this,
                         [](const rulemap_secret* secret, std::int64_t handle, void* context,
                            void (*use)(void*, rulemap_text) noexcept) noexcept -> rulemap_status {
                           const auto& all = self(secret->host).secrets_;
                           if (handle < 1 || handle > static_cast<std::int64_t>(all.size()))
                             return RULEMAP_FAILED;
                           use(context, text(all[static_cast<std::size_t>(handle - 1)]));
                           return RULEMAP_OK;
                         }};
  rulemap_cancel cancel_{sizeof cancel_, this,
                         [](const rulemap_cancel* cancel) noexcept -> std::int32_t {
                           return self(cancel->host).cancelled_;
                         }};
  rulemap_metrics metrics_{
      sizeof metrics_, this,
      [](const rulemap_metrics* metrics, rulemap_text name, std::int64_t amount) noexcept {
        self(metrics->host).numbers_[std::string(view(name))] += amount;
      },
      [](const rulemap_metrics* metrics, rulemap_text name, std::int64_t value) noexcept {
        self(metrics->host).numbers_[std::string(view(name))] = value;
      }};
  // One after the other, so that a test sees the same each time.
  rulemap_pool pool_{sizeof pool_, this,
                     [](const rulemap_pool*) noexcept -> std::uint32_t { return 1; },
                     [](const rulemap_pool*, size_t count, void* context,
                        void (*task)(void*, size_t) noexcept) noexcept -> rulemap_status {
                       for (size_t i = 0; i < count; ++i) task(context, i);
                       return RULEMAP_OK;
                     }};
};

}  // namespace rulemap::testing
