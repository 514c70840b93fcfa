// A server of HTTP over TLS on the loopback whose certificate nobody has signed but itself: many
// connections at once, each kept; what it answers is scripted, what it is asked is counted.
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace rulemap::e2e {

struct Reply {
  int status = 200;
  std::string body = {};
  std::string headers = {};  // further ones, each line with its end
  int latency_ms = 0;
  bool gzip = false;
  bool cut = false;  // only half of the body comes, then the connection ends
};

struct Request {
  std::string target;  // "/a?b=c"
  std::string head;    // all lines, as they came
  int number;          // counts from 0
};

class TlsServer {
 public:
  using Script = std::function<Reply(const Request&)>;  // on any thread, several at once

  // Without a script it hangs up on whoever took its certificate.
  explicit TlsServer(Script script = {});
  ~TlsServer();
  TlsServer(const TlsServer&) = delete;
  TlsServer& operator=(const TlsServer&) = delete;

  int port() const { return port_; }
  std::string url() const { return "https://localhost:" + std::to_string(port_); }
  // For `ca_file`: who trusts it trusts the server.
  const std::string& certificate() const { return certificate_; }
  int connections() const { return connections_; }
  int calls() const { return calls_; }
  // How often each target was asked for.
  std::map<std::string, int> asked() const;
  // What clients said that took the certificate.
  std::string heard() const;
  // Ends the server and its connections.
  void stop();

 private:
  struct Tls;
  void accept_all();
  void serve(int peer);
  bool answer(void* session, std::string& said);

  Script script_;
  std::unique_ptr<Tls> tls_;
  int socket_ = -1;
  int port_ = 0;
  std::string certificate_;
  std::atomic<int> connections_ = 0;
  std::atomic<int> calls_ = 0;
  mutable std::mutex mutex_;
  std::string heard_;
  std::map<std::string, int> asked_;
  std::map<int, std::thread> peers_;
  std::thread thread_;
};

}  // namespace rulemap::e2e
