#include "e2e/program.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <memory>
#include <thread>

namespace rulemap::e2e {
namespace {

struct Close {
  void operator()(std::FILE* file) const { std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, Close>;

std::string content_of(std::FILE* file) {
  std::string out;
  std::rewind(file);
  char piece[65536];
  for (std::size_t got; (got = std::fread(piece, 1, sizeof piece, file)) > 0;) {
    out.append(piece, got);
  }
  return out;
}

[[noreturn]] void become(const Started& started, int input, int out, int err) {
  std::vector<char*> words{const_cast<char*>(RULEMAP_PROGRAM)};
  for (const std::string& each : started.arguments)
    words.push_back(const_cast<char*>(each.c_str()));
  words.push_back(nullptr);
  for (const auto& [name, value] : started.environment) {
    ::setenv(name.c_str(), value.c_str(), 1);
  }
  ::alarm(started.longest_seconds);
  const rlimit largest{started.largest_file, started.largest_file};
  if (started.largest_file > 0) ::setrlimit(RLIMIT_FSIZE, &largest);
  if (::dup2(input, 0) < 0 || ::dup2(out, 1) < 0 || ::dup2(err, 2) < 0) ::_exit(126);
  if (!started.folder.empty() && ::chdir(started.folder.c_str()) != 0) ::_exit(126);
  ::execv(RULEMAP_PROGRAM, words.data());
  ::_exit(127);
}

}  // namespace

bool write_all(int to, const char* data, std::size_t size) {
  while (size > 0) {
    const ssize_t wrote = ::write(to, data, size);
    if (wrote <= 0) return false;
    data += wrote;
    size -= static_cast<std::size_t>(wrote);
  }
  return true;
}

Ended run_program(const Started& started) {
  std::signal(SIGPIPE, SIG_IGN);
  const File out(std::tmpfile()), err(std::tmpfile());
  int ends[2] = {-1, -1};
  if (!out || !err || ::pipe2(ends, O_CLOEXEC) != 0) return {};
  const auto start = std::chrono::steady_clock::now();
  const pid_t child = ::fork();
  if (child == 0) become(started, ends[0], ::fileno(out.get()), ::fileno(err.get()));
  ::close(ends[0]);
  if (started.feed && child > 0) started.feed(ends[1]);
  ::close(ends[1]);
  if (started.signal_after_us > 0 && child > 0) {
    std::this_thread::sleep_for(std::chrono::microseconds(started.signal_after_us));
    ::kill(child, started.signal);
  }
  int status = 0;
  rusage used{};
  if (child < 0 || ::wait4(child, &status, 0, &used) != child) return {};
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  return {.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status),
          .out = content_of(out.get()),
          .err = content_of(err.get()),
          .peak_bytes = std::int64_t{used.ru_maxrss} * 1024,
          .seconds = took.count()};
}

}  // namespace rulemap::e2e
