// The program as people start it: arguments and input go in; exit code, output, memory and time
// come out.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace rulemap::e2e {

struct Started {
  std::vector<std::string> arguments;
  std::string folder;                              // where it runs
  std::map<std::string, std::string> environment;  // beside the test's own
  std::function<void(int)> feed = {};  // writes its standard input to this descriptor; none: empty

  // Sends this signal after so many microseconds, where it is not 0.
  std::int64_t signal_after_us = 0;
  int signal = 9;
  // No file may grow beyond so many bytes, where it is not 0: as on a disk that is full.
  std::uint64_t largest_file = 0;
  unsigned longest_seconds = 120;
};

struct Ended {
  int exit_code = -1;  // 128 and the signal where one ended it
  std::string out;
  std::string err;
  std::int64_t peak_bytes = 0;
  double seconds = 0;
};

// What one run of a test may take at most; sanitizers take a multiple.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr std::int64_t kMostMemory = 4'000'000'000;
#else
inline constexpr std::int64_t kMostMemory = 200'000'000;
#endif

// Runs rulemap to its end; one that hangs is ended after its longest time.
Ended run_program(const Started& started);

// Writes everything, or stops where nobody reads any more. False then.
bool write_all(int to, const char* data, std::size_t size);

}  // namespace rulemap::e2e
