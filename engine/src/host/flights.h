// Requests that are under way: who asks for the same meanwhile gets the same answer. [any thread]
#pragma once

#include <future>
#include <map>
#include <mutex>
#include <string>

#include "host/http_answer.h"

namespace rulemap::engine {

class Flights {
 public:
  using Answer = std::shared_future<SharedAnswer>;

  struct Boarded {
    Answer answer;
    bool leads;  // nobody asked before: the caller has to land it, whatever happens
  };
  Boarded board(const std::string& request) {
    const std::lock_guard lock(mutex_);
    const auto [found, is_new] = flights_.try_emplace(request);
    if (is_new) found->second.answer = found->second.promise.get_future().share();
    return {found->second.answer, is_new};
  }
  void land(const std::string& request, SharedAnswer answer) {
    const std::lock_guard lock(mutex_);
    const auto found = flights_.find(request);
    found->second.promise.set_value(std::move(answer));
    flights_.erase(found);
  }

 private:
  struct Flight {
    std::promise<SharedAnswer> promise;
    Answer answer;
  };
  std::mutex mutex_;
  std::map<std::string, Flight> flights_;
};

}  // namespace rulemap::engine
