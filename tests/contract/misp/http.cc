#include "contract/misp/http.h"

#include <zlib.h>

#include <cstdlib>
#include <map>

#include "contract/misp/store.h"

namespace rulemap::simulated {
namespace {

constexpr std::size_t kLongestLine = 64 << 10;

}  // namespace

std::string HttpRequest::header(std::string_view name) const {
  for (const auto& [each, value] : headers)
    if (each == name) return value;
  return {};
}

bool HttpReader::take_line(std::string& to) {
  std::size_t end;
  while ((end = buffer_.find("\r\n")) == std::string::npos)
    if (buffer_.size() > kLongestLine || !more_(buffer_)) return false;
  to = buffer_.substr(0, end);
  buffer_.erase(0, end + 2);
  return true;
}

bool HttpReader::take(std::size_t size, std::string& to) {
  while (buffer_.size() < size)
    if (!more_(buffer_)) return false;
  to.append(buffer_, 0, size);
  buffer_.erase(0, size);
  return true;
}

bool HttpReader::read_head(HttpRequest& to) {
  std::string line;
  if (!take_line(line)) return false;
  const std::size_t first = line.find(' '), last = line.rfind(' ');
  if (first == std::string::npos || last == first) return false;
  to.method = line.substr(0, first);
  to.target = line.substr(first + 1, last - first - 1);
  to.keep_alive = line.substr(last + 1) == "HTTP/1.1";
  while (take_line(line)) {
    if (line.empty()) return true;
    const std::size_t colon = line.find(':');
    if (colon == std::string::npos) return false;
    const std::size_t begin = line.find_first_not_of(' ', colon + 1);
    to.headers.emplace_back(folded(line.substr(0, colon)),
                            begin == std::string::npos ? "" : line.substr(begin));
  }
  return false;
}

bool HttpReader::read_chunks(std::string& to) {
  std::string line;
  while (take_line(line)) {
    const std::size_t size = std::strtoull(line.c_str(), nullptr, 16);
    if (size == 0) break;
    if (!take(size, to) || !take_line(line)) return false;
  }
  while (!line.empty() && take_line(line)) continue;  // trailers
  return line.empty();
}

bool HttpReader::read(HttpRequest& to) {
  to = {};
  if (!read_head(to)) return false;
  if (folded(to.header("connection")) == "close") to.keep_alive = false;
  if (folded(to.header("expect")) == "100-continue") go_on_();
  if (folded(to.header("transfer-encoding")) == "chunked") return read_chunks(to.body);
  return take(std::strtoull(to.header("content-length").c_str(), nullptr, 10), to.body);
}

std::string reason_of(int status) {
  static const std::map<int, std::string> reasons = {{200, "OK"},
                                                     {302, "Found"},
                                                     {400, "Bad Request"},
                                                     {401, "Unauthorized"},
                                                     {403, "Forbidden"},
                                                     {404, "Not Found"},
                                                     {405, "Method Not Allowed"},
                                                     {413, "Request Entity Too Large"},
                                                     {429, "Too Many Requests"},
                                                     {500, "Internal Server Error"},
                                                     {502, "Bad Gateway"},
                                                     {503, "Service Unavailable"},
                                                     {504, "Gateway Timeout"}};
  const auto found = reasons.find(status);
  return found == reasons.end() ? "Simulated" : found->second;
}

bool gunzip(std::string_view packed, std::string& to) {
  z_stream stream{};
  if (inflateInit2(&stream, 16 + MAX_WBITS) != Z_OK) return false;
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
  stream.avail_in = static_cast<uInt>(packed.size());
  int state = Z_OK;
  char piece[16 << 10];
  while (state == Z_OK) {
    stream.next_out = reinterpret_cast<Bytef*>(piece);
    stream.avail_out = sizeof piece;
    state = inflate(&stream, Z_NO_FLUSH);
    to.append(piece, sizeof piece - stream.avail_out);
  }
  inflateEnd(&stream);
  return state == Z_STREAM_END;
}

}  // namespace rulemap::simulated
