// Drives a fuzz target where libFuzzer is not at hand.
//
//   fuzz_ioc --runs 20000 --seed 7      mutations of the target's seeds
//   fuzz_ioc --long-runs 1000000        so many where RULEMAP_LONG_TESTS is set
//   fuzz_ioc fuzz_ioc-crash-7-1234      such inputs again
//   fuzz_ioc --seeds FOLDER             writes the seeds, as a corpus for libFuzzer
//
// An input that ends the process, or takes over 20 seconds, is written to a file and named.
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>

#include "mutator.h"

// There where the program is built with a sanitizer, which then ends the process in its own way.
extern "C" void __sanitizer_set_death_callback(void (*callback)()) __attribute__((weak));

namespace rulemap::fuzz {
namespace {

constexpr unsigned kLongestSeconds = 20;

struct Options {
  std::uint64_t seed = 1;
  std::uint64_t runs = 10'000;
  std::string seeds_folder;
  std::vector<std::string> inputs;
};

// Signal handlers reach nothing but globals. The path is made beforehand: nothing may be
// allocated in a handler.
std::string current_input;
std::array<char, 512> crash_path{};

void keep_input() {
  const int file = ::open(crash_path.data(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (file < 0) return;
  std::size_t done = 0;
  while (done < current_input.size()) {
    const ssize_t wrote = ::write(file, current_input.data() + done, current_input.size() - done);
    if (wrote <= 0) break;
    done += static_cast<std::size_t>(wrote);
  }
  ::close(file);
  constexpr char kSaid[] = "the input was written to ";
  (void)!::write(2, kSaid, sizeof kSaid - 1);
  (void)!::write(2, crash_path.data(), std::strlen(crash_path.data()));
  (void)!::write(2, "\n", 1);
}

void on_signal(int number) {
  keep_input();
  ::signal(number, SIG_DFL);
  ::raise(number);
}

void watch() {
  // A stack of its own, for inputs that use up the other one.
  static std::array<char, 64 * 1024> stack;
  stack_t own{};
  own.ss_sp = stack.data();
  own.ss_size = stack.size();
  ::sigaltstack(&own, nullptr);
  struct sigaction action {};
  action.sa_handler = on_signal;
  action.sa_flags = SA_ONSTACK;
  for (const int number : {SIGABRT, SIGALRM}) ::sigaction(number, &action, nullptr);
  if (__sanitizer_set_death_callback) return __sanitizer_set_death_callback(keep_input);
  for (const int number : {SIGSEGV, SIGBUS, SIGFPE, SIGILL}) {
    ::sigaction(number, &action, nullptr);
  }
}

void run_one(std::string input) {
  current_input = std::move(input);
  ::alarm(kLongestSeconds);
  // A copy of exactly its size: reading behind its end is seen.
  const std::vector<std::uint8_t> bytes(current_input.begin(), current_input.end());
  LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
  ::alarm(0);
}

void name_crash(const std::string& program, std::uint64_t seed, std::uint64_t run) {
  const std::string name = std::filesystem::path(program).filename();
  std::snprintf(crash_path.data(), crash_path.size(), "%s-crash-%llu-%llu", name.c_str(),
                static_cast<unsigned long long>(seed), static_cast<unsigned long long>(run));
}

std::uint64_t number_of(const char* text) {
  std::uint64_t out = 0;
  std::from_chars(text, text + std::strlen(text), out);
  return out;
}

Options read_options(int count, char** arguments) {
  Options out;
  std::uint64_t long_runs = 0;
  for (int i = 1; i < count; ++i) {
    const std::string_view name = arguments[i];
    const bool has_value = i + 1 < count;
    if (name == "--seed" && has_value)
      out.seed = number_of(arguments[++i]);
    else if (name == "--runs" && has_value)
      out.runs = number_of(arguments[++i]);
    else if (name == "--long-runs" && has_value)
      long_runs = number_of(arguments[++i]);
    else if (name == "--seeds" && has_value)
      out.seeds_folder = arguments[++i];
    else
      out.inputs.emplace_back(name);
  }
  if (long_runs > 0 && std::getenv("RULEMAP_LONG_TESTS")) out.runs = long_runs;
  return out;
}

int write_seeds(const std::string& folder) {
  std::size_t number = 0;
  for (const std::string& seed : material().seeds) {
    write_file(folder + "/seed-" + std::to_string(++number), seed);
  }
  std::printf("%zu seeds in %s\n", number, folder.c_str());
  return 0;
}

int drive(const std::string& program, const Options& options) {
  std::printf("seed %llu, %llu runs\n", static_cast<unsigned long long>(options.seed),
              static_cast<unsigned long long>(options.runs));
  std::fflush(stdout);
  Mutator mutator(material(), options.seed);
  for (std::uint64_t run = 1; run <= options.runs; ++run) {
    name_crash(program, options.seed, run);
    run_one(mutator.next());
  }
  std::printf("no promise broken\n");
  return 0;
}

int main_of(int count, char** arguments) {
  const Options options = read_options(count, arguments);
  if (!options.seeds_folder.empty()) return write_seeds(options.seeds_folder);
  watch();
  if (options.inputs.empty()) return drive(arguments[0], options);
  for (const std::string& path : options.inputs) {
    name_crash(arguments[0], 0, 0);
    run_one(read_file(path));
  }
  return 0;
}

}  // namespace
}  // namespace rulemap::fuzz

int main(int count, char** arguments) { return rulemap::fuzz::main_of(count, arguments); }
