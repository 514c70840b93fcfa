#include "e2e/peer.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <sstream>

namespace rulemap::e2e {
namespace {

sockaddr_in loopback(int port) {
  sockaddr_in out{};
  out.sin_family = AF_INET;
  out.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  out.sin_port = htons(static_cast<std::uint16_t>(port));
  return out;
}

// Whether somebody answers there.
bool answers(int port) {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const sockaddr_in to = loopback(port);
  const bool out = ::connect(socket, reinterpret_cast<const sockaddr*>(&to), sizeof to) == 0;
  ::close(socket);
  return out;
}

pid_t start(const std::vector<std::string>& command, const std::string& log) {
  std::vector<char*> words;
  for (const std::string& each : command) words.push_back(const_cast<char*>(each.c_str()));
  words.push_back(nullptr);
  const pid_t child = ::fork();
  if (child != 0) return child;
  const int to = ::open(log.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  if (::dup2(to, 1) < 0 || ::dup2(to, 2) < 0) ::_exit(126);
  ::execvp(words[0], words.data());
  ::_exit(127);
}

}  // namespace

int free_port() {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in any = loopback(0);
  socklen_t size = sizeof any;
  ::bind(socket, reinterpret_cast<sockaddr*>(&any), size);
  ::getsockname(socket, reinterpret_cast<sockaddr*>(&any), &size);
  ::close(socket);
  return ntohs(any.sin_port);
}

Peer::Peer(const std::vector<std::string>& command, const std::string& log, int port)
    : log_(log), pid_(start(command, log)) {
  for (int i = 0; i < 1000 && !listens_ && ::waitpid(pid_, nullptr, WNOHANG) == 0; ++i) {
    ::usleep(10'000);
    listens_ = answers(port);
  }
  if (!listens_) pid_ = -1;
}

Peer::~Peer() {
  if (pid_ <= 0) return;
  ::kill(pid_, SIGKILL);
  ::waitpid(pid_, nullptr, 0);
}

std::string Peer::said() const {
  std::ostringstream out;
  out << std::ifstream(log_).rdbuf();
  return out.str();
}

bool run_to_end(const std::vector<std::string>& command) {
  int status = 0;
  return ::waitpid(start(command, "/dev/null"), &status, 0) > 0 && status == 0;
}

}  // namespace rulemap::e2e
