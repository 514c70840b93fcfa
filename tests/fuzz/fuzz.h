// What every fuzz target has: seeds and words for the mutations, promises, a folder of its own.
// A target defines material() and LLVMFuzzerTestOneInput; driver.cc or libFuzzer calls them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace rulemap::fuzz {

struct Material {
  std::vector<std::string> seeds;  // at least one
  std::vector<std::string> words;  // whole tokens of the language, to be put in anywhere
  // A change that keeps an input in its language, where tokens would seldom do; for half of them.
  void (*change)(std::string& text, std::mt19937_64& random) = nullptr;
};

// Defined by each target.
Material material();

// Ends the process where the promise does not hold, so that the input is kept.
void expect(bool holds, std::string_view promise);

// The same where two ways should give one result.
void expect_same(std::string_view a, std::string_view b, std::string_view promise);

inline std::string_view view_of(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

// Empty where the file cannot be read.
std::string read_file(const std::string& path);
void write_file(const std::string& path, std::string_view text);

// The texts of all files below a folder of the source tree whose names end so.
std::vector<std::string> files_below(const std::string& folder, std::string_view ending);

// A new folder under the system's one for temporary files; removed at the end.
class Folder {
 public:
  Folder();
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  std::string path(std::string_view name) const { return path_ + "/" + std::string(name); }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace rulemap::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
