// Built with -O2 -mavx2, whatever the rest is built with.
#include "parse_baseline.h"

// A namespace of its own: the linker must not give one side the code that was made for the other.
#define RAPIDJSON_NAMESPACE baseline_rapidjson
#define RAPIDJSON_NAMESPACE_BEGIN namespace baseline_rapidjson {
#define RAPIDJSON_NAMESPACE_END }
#include <rapidjson/document.h>

#include <cstdio>
#include <cstdlib>
#include <vector>

#include "../ioc_to_misp/stopwatch.h"

namespace rulemap::bench {
namespace {

constexpr std::size_t kPool = std::size_t{8} << 20;

}  // namespace

double parse_all(std::span<const std::string> bodies) {
  static std::vector<char> buffer(kPool);
  baseline_rapidjson::MemoryPoolAllocator<> pool(buffer.data(), buffer.size());
  baseline_rapidjson::Document document(&pool);
  const Stopwatch watch;
  for (const std::string& body : bodies) {
    document.SetNull();
    pool.Clear();
    document.Parse(body.c_str());
    if (!document.HasParseError()) continue;
    std::fprintf(stderr, "a body is no JSON\n");
    std::exit(1);
  }
  return watch.spent().cpu;
}

}  // namespace rulemap::bench
