// The network: one thread that drives all requests of a run at once, over connections that it
// keeps.
#pragma once

#include <condition_variable>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <thread>
#include <vector>

#include "host/transfer.h"

namespace rulemap::engine {

// Its thread starts with the first request.
class LiveHttp {
 public:
  LiveHttp() = default;
  ~LiveHttp() { close(); }
  LiveHttp(const LiveHttp&) = delete;
  LiveHttp& operator=(const LiveHttp&) = delete;

  // Before the first request.
  void set_way(WayOut way) { way_ = std::move(way); }
  // Gives as many answers when all are there. [any thread]
  std::vector<HttpAnswer> send(std::span<const LiveRequest> requests);
  // What is under way goes on; whatever is sent from now on: RULEMAP_CANCELLED. [any thread]
  void begin_nothing();
  // Gives up what is under way and whatever is sent from now on: RULEMAP_CANCELLED. [any thread]
  void cancel();
  // The same, and ends the thread.
  void close();

 private:
  // The requests of one send.
  struct Batch {
    std::mutex mutex;
    std::condition_variable done;
    std::vector<HttpAnswer> answers;
    std::size_t left = 0;

    void take(std::size_t index, HttpAnswer answer);
  };
  struct Going {
    Going(const LiveRequest& request, std::shared_ptr<Batch> of, std::size_t at)
        : transfer(request), batch(std::move(of)), index(at) {}
    Transfer transfer;
    std::shared_ptr<Batch> batch;
    std::size_t index;
  };

  bool start();  // under the lock
  void drive();
  void begin_new();
  void end(CURL* easy, CURLcode code);
  void give_up_all();
  CURL* easy();

  WayOut way_;
  std::mutex mutex_;
  std::deque<std::unique_ptr<Going>> new_;
  bool begins_nothing_ = false;
  bool cancelled_ = false;
  bool closed_ = false;
  CURLM* multi_ = nullptr;
  // The thread's own:
  std::map<CURL*, std::unique_ptr<Going>> running_;
  std::vector<CURL*> idle_;
  std::thread thread_;
};

}  // namespace rulemap::engine
