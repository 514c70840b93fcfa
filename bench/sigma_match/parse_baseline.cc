// Built with -O2 -mavx2, whatever the rest is built with.
#include "parse_baseline.h"

// A namespace of its own: the linker must not give one side the code that was made for the other.
#define RAPIDJSON_NAMESPACE baseline_rapidjson
#define RAPIDJSON_NAMESPACE_BEGIN namespace baseline_rapidjson {
#define RAPIDJSON_NAMESPACE_END }
#include <rapidjson/document.h>
#include <rapidjson/reader.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <vector>

namespace rulemap::bench {
namespace {

constexpr std::size_t kPool = std::size_t{8} << 20;

void stop_unless(bool is_json) {
  if (is_json) return;
  std::fputs("a line is no JSON\n", stderr);
  std::exit(1);
}

}  // namespace

std::size_t parse_documents(std::span<const std::string> lines) {
  static std::vector<char> buffer(kPool);
  baseline_rapidjson::MemoryPoolAllocator<> pool(buffer.data(), buffer.size());
  baseline_rapidjson::Document document(&pool);
  std::size_t bytes = 0;
  for (const std::string& line : lines) {
    document.SetNull();
    pool.Clear();
    document.Parse(line.c_str());
    stop_unless(!document.HasParseError());
    bytes += document.MemberCount();
  }
  return bytes;
}

std::size_t parse_only(std::span<const std::string> lines) {
  namespace json = baseline_rapidjson;
  static std::vector<char> buffer(kPool);
  json::Reader reader;
  json::BaseReaderHandler<> nothing;
  std::size_t bytes = 0;
  for (const std::string& line : lines) {
    std::memcpy(buffer.data(), line.c_str(), line.size() + 1);
    json::InsituStringStream stream(buffer.data());
    constexpr unsigned kFlags = json::kParseInsituFlag | json::kParseNumbersAsStringsFlag;
    stop_unless(!reader.Parse<kFlags>(stream, nothing).IsError());
    bytes += stream.Tell();
  }
  return bytes;
}

}  // namespace rulemap::bench
