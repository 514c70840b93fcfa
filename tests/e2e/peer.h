// A server of others, from its Debian package, on the loopback for the time of a test.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace rulemap::e2e {

// A port that nobody listens on.
int free_port();

class Peer {
 public:
  // Starts it and waits until its port answers. What it says goes into the file `log`.
  Peer(const std::vector<std::string>& command, const std::string& log, int port);
  ~Peer();
  Peer(const Peer&) = delete;
  Peer& operator=(const Peer&) = delete;

  // False: its program is not there, or it did not listen within ten seconds.
  bool listens() const { return listens_; }
  std::string said() const;

 private:
  std::string log_;
  pid_t pid_ = -1;
  bool listens_ = false;
};

// Runs a program to its end; true where that was well.
bool run_to_end(const std::vector<std::string>& command);

}  // namespace rulemap::e2e
