// A server of TLS on the loopback whose certificate nobody has signed but itself.
#pragma once

#include <atomic>
#include <string>
#include <thread>

namespace rulemap::e2e {

class TlsServer {
 public:
  TlsServer();
  ~TlsServer();
  TlsServer(const TlsServer&) = delete;
  TlsServer& operator=(const TlsServer&) = delete;

  int port() const { return port_; }
  int connections() const { return connections_; }
  // What clients said that took the certificate.
  const std::string& heard() const { return heard_; }
  // Ends the server; heard() is whole then.
  void stop();

 private:
  void serve();

  int socket_ = -1;
  int port_ = 0;
  std::atomic<int> connections_ = 0;
  std::string heard_;
  std::thread thread_;
};

}  // namespace rulemap::e2e
