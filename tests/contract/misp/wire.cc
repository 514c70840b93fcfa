#include "contract/misp/wire.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

namespace rulemap::simulated {

Connection::~Connection() { ::close(socket_); }

bool Connection::receive(std::string& to) {
  char piece[64 << 10];
  const ssize_t size = ::recv(socket_, piece, sizeof piece, 0);
  if (size <= 0) return false;
  to.append(piece, static_cast<std::size_t>(size));
  return true;
}

bool Connection::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t size = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (size <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(size));
  }
  return true;
}

void Connection::hang_up() { ::shutdown(socket_, SHUT_RDWR); }

Wire::Wire(Serve serve)
    : serve_(std::move(serve)), listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  ::bind(listener_, reinterpret_cast<sockaddr*>(&address), sizeof address);
  ::listen(listener_, 64);
  socklen_t size = sizeof address;
  ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
  port_ = ntohs(address.sin_port);
  thread_ = std::thread([this] { accept_all(); });
}

Wire::~Wire() { stop(); }

void Wire::stop() {
  if (!thread_.joinable()) return;
  ::shutdown(listener_, SHUT_RDWR);
  thread_.join();
  ::close(listener_);
  for (Peer& each : peers_) each.connection->hang_up();
  for (Peer& each : peers_) each.thread.join();
  peers_.clear();
}

void Wire::accept_all() {
  for (;;) {
    const int socket = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (socket < 0) return;
    const int on = 1;
    ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    join_ended();
    Peer& peer = peers_.emplace_back();
    peer.connection = std::make_unique<Connection>(socket);
    peer.thread = std::thread([this, &peer] { serve(peer); });
  }
}

void Wire::join_ended() {
  peers_.remove_if([](Peer& each) {
    if (!each.done) return false;
    each.thread.join();
    return true;
  });
}

void Wire::serve(Peer& peer) {
  Connection& connection = *peer.connection;
  HttpReader reader([&](std::string& to) { return connection.receive(to); },
                    [&] { connection.send("HTTP/1.1 100 Continue\r\n\r\n"); });
  HttpRequest request;
  while (reader.read(request) && serve_(request, connection) && request.keep_alive) continue;
  connection.hang_up();
  peer.done = true;
}

}  // namespace rulemap::simulated
