// Everything outside one pipeline that its steps may reach: secrets, clock, log, HTTP, state; and a
// door of its own for each instance. Closed while a pipeline is only checked.
#pragma once

#include <atomic>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "host/http_door.h"
#include "host/metrics.h"
#include "host/pool.h"
#include "host/secrets.h"
#include "host/state_folder.h"
#include "rulemap/engine/clock.h"
#include "rulemap/host/services.h"

namespace rulemap::engine {

// level: RULEMAP_DEBUG ... RULEMAP_ERROR. The line holds no secret.
using LogLine =
    std::function<void(std::uint32_t level, std::string_view step, std::string_view line)>;

// The embedder's log, one line at a time whatever thread it comes from.
class Log {
 public:
  explicit Log(LogLine to) : to_(std::move(to)) {}
  void write(std::uint32_t level, std::string_view step, std::string_view line) const {
    if (!to_) return;
    const std::lock_guard lock(mutex_);
    to_(level, step, line);
  }

 private:
  LogLine to_;
  mutable std::mutex mutex_;
};

// The services of one instance.
class Door {
 public:
  Door(std::string step, std::string scope, std::string plugin, HttpSettings settings,
       HttpService& service, KeptAnswers& kept, Metrics& numbers, const Log& log)
      : http(std::move(settings), service, kept),
        state(std::move(scope), std::move(plugin)),
        metrics(numbers),
        step_(std::move(step)),
        secrets_(service.secrets()),
        log_(log),
        abi_{sizeof abi_, this,
             [](const rulemap_log* abi, std::uint32_t level, rulemap_text line) noexcept {
               auto* self = static_cast<Door*>(abi->host);
               self->log_.write(level, self->step_, self->secrets_.redacted(view(line)));
             }} {}
  Door(const Door&) = delete;
  Door& operator=(const Door&) = delete;

  const rulemap_log* log() const { return &abi_; }
  const std::string& step() const { return step_; }

  HttpDoor http;
  StateDoor state;
  Metrics& metrics;

 private:
  std::string step_;
  const Secrets& secrets_;
  const Log& log_;
  rulemap_log abi_;
};

class World {
 public:
  World(Clock& clock, LogLine log)
      : clock_(clock),
        log_(std::move(log)),
        http_(secrets_, clock_),
        clock_abi_{sizeof clock_abi_, this,
                   [](const rulemap_clock* abi) noexcept {
                     return static_cast<const World*>(abi->host)->clock_.now_ms();
                   }},
        cancel_abi_{sizeof cancel_abi_, this,
                    [](const rulemap_cancel* abi) noexcept -> std::int32_t {
                      return static_cast<const World*>(abi->host)->cancelled_;
                    }} {
    http_.set_say([this](const std::string& line) { this->log(RULEMAP_WARNING, "", line); });
  }
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  void replay_from(std::string folder) { replay_.emplace(std::move(folder)); }
  void record_to(const std::string& folder) { http_.record_to(folder); }
  void set_way(WayOut way) { http_.set_way(std::move(way)); }
  void set_cache_size(std::int64_t bytes) { cache_bytes_ = bytes; }
  bool replays() const { return replay_.has_value(); }
  // Before open(): nothing is changed outside.
  void set_dry_run() { dry_run_ = true; }

  // A door that lives as long as this world.
  Door& door(const std::string& pipeline, const std::string& step, std::string plugin,
             HttpSettings settings) {
    settings.replay = replay_ ? &*replay_ : nullptr;
    std::string scope = pipeline + "/" + step;
    KeptAnswers& kept = kept_[scope];
    doors_.push_back(std::make_unique<Door>(step, std::move(scope), std::move(plugin),
                                            std::move(settings), http_, kept, metrics_[step],
                                            log_));
    return *doors_.back();
  }
  host::Lent lend(const Door& door) const {
    return {door.log(),   door.http.abi(),    &clock_abi_, door.state.abi(),     secrets_.abi(),
            &cancel_abi_, door.metrics.abi(), pool_.abi(), door.http.allowance()};
  }
  // From now on the doors lead outside. `state`: of steps; `shared`: of what outlives runs, the
  // cache and what was sent.
  Result<void> open(StateFolder& state, const StateFolder& shared, const std::string& pipeline,
                    const Recall& recall) {
    for (const auto& door : doors_) {
      auto folder = state.fresh_folder(pipeline, door->step());
      if (!folder.ok()) return folder.error();
      door->state.open(recall, *folder, shared.kept_path());
      door->http.open(dry_run_);
    }
    pool_.open();
    if (!replay_) open_cache(shared);
    if (!replay_) open_sent_log(shared);
    return {};
  }

  // After a run: nothing leaves any more.
  void close() { http_.close(); }
  // The run was interrupted: no call and no request begins any more. [any thread]
  void begin_nothing() {
    cancelled_ = true;
    http_.begin_nothing();
  }
  // Ends the requests that are under way. [any thread]
  void cut_off() { http_.cancel(); }

  HttpService& http() { return http_; }

  bool cancelled() const { return cancelled_; }  // [any thread]

  Secrets& secrets() { return secrets_; }
  Clock& clock() { return clock_; }
  // What sources, steps and sinks counted, by their ids.
  const std::map<std::string, Metrics>& metrics() const { return metrics_; }
  const HttpCounts& http_counts() const { return http_.counts(); }
  void log(std::uint32_t level, std::string_view step, std::string_view line) const {
    log_.write(level, step, secrets_.redacted(line));
  }

 private:
  // Without it a run only asks more than it would have to.
  void open_cache(const StateFolder& state) {
    auto say = [this](const std::string& line) { this->log(RULEMAP_WARNING, "", line); };
    auto opened =
        AnswerCache::open(state.path() + "/cache.sqlite", state.name_space(), cache_bytes_, say);
    if (opened.ok()) return http_.set_cache(std::move(opened).value());
    say("the cache of answers cannot be opened, so answers are asked for: " +
        opened.error().text());
  }

  // Without it the allowance of this run begins anew.
  void open_sent_log(const StateFolder& state) {
    auto say = [this](const std::string& line) { this->log(RULEMAP_WARNING, "", line); };
    auto opened = SentLog::open(state.path() + "/sent.sqlite", state.name_space(), say);
    if (opened.ok()) return http_.set_sent_log(std::move(opened).value());
    say("what left in earlier runs cannot be read, so limits.rate begin anew: " +
        opened.error().text());
  }

  Clock& clock_;
  Log log_;
  Secrets secrets_;
  HttpService http_;
  std::optional<Recordings> replay_;
  bool dry_run_ = false;
  std::int64_t cache_bytes_ = std::int64_t{1} << 30;
  std::map<std::string, KeptAnswers> kept_;  // by the scope of the step
  std::map<std::string, Metrics> metrics_;   // by the id of the step
  Pool pool_;
  std::atomic<bool> cancelled_ = false;
  std::deque<std::unique_ptr<Door>> doors_;
  rulemap_clock clock_abi_;
  rulemap_cancel cancel_abi_;
};

}  // namespace rulemap::engine
