// Built with -O2 -mavx2, whatever the rest is built with.
#include "parse_baseline.h"

// A namespace of its own: the linker must not give one side the code that was made for the other.
#define RAPIDJSON_NAMESPACE baseline_rapidjson
#define RAPIDJSON_NAMESPACE_BEGIN namespace baseline_rapidjson {
#define RAPIDJSON_NAMESPACE_END }
#include <rapidjson/document.h>

#include <cstdio>
#include <cstdlib>

#include "corpus.h"

namespace rulemap::bench {
namespace {

constexpr std::size_t kPool = std::size_t{8} << 20;

}  // namespace

Spent parse_all(const std::vector<std::string>& recordings) {
  std::vector<char> buffer(kPool);
  baseline_rapidjson::MemoryPoolAllocator<> pool(buffer.data(), buffer.size());
  baseline_rapidjson::Document document(&pool);
  Spent sum;
  for (const std::string& path : recordings) {
    const std::string text = read_file(path);
    const char* body = text.c_str() + text.find("\n\n") + 2;
    const Stopwatch watch;
    document.SetNull();
    pool.Clear();
    document.Parse(body);
    const bool failed = document.HasParseError();
    sum += watch.spent();
    if (!failed) continue;
    std::fprintf(stderr, "%s: no JSON\n", path.c_str());
    std::exit(1);
  }
  return sum;
}

}  // namespace rulemap::bench
