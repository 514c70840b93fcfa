// The listener of the simulated server: 127.0.0.1, a port of the system's choice, a thread a
// connection.
#pragma once

#include <atomic>
#include <functional>
#include <list>
#include <memory>
#include <string>
#include <string_view>
#include <thread>

#include "contract/misp/http.h"

namespace rulemap::simulated {

class Connection {
 public:
  explicit Connection(int socket) : socket_(socket) {}
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  bool receive(std::string& to);
  bool send(std::string_view bytes);
  // The peer sees the end; from any thread.
  void hang_up();

 private:
  int socket_;
};

class Wire {
 public:
  // On the connection's thread; false ends the connection.
  using Serve = std::function<bool(const HttpRequest&, Connection&)>;
  explicit Wire(Serve serve);
  ~Wire();
  Wire(const Wire&) = delete;
  Wire& operator=(const Wire&) = delete;

  int port() const { return port_; }
  // Ends the listener and all connections, and waits for their threads.
  void stop();

 private:
  struct Peer {
    std::unique_ptr<Connection> connection;
    std::thread thread;
    std::atomic<bool> done = false;
  };
  void accept_all();
  void serve(Peer& peer);
  void join_ended();

  Serve serve_;
  int listener_;
  int port_ = 0;
  std::list<Peer> peers_;  // of the thread that accepts, until it has ended
  std::thread thread_;
};

}  // namespace rulemap::simulated
