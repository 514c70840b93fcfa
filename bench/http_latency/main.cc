// How near `rulemap run` comes to the bound that a slow provider sets: n indicators, each answered
// after some latency over TLS, so many in flight. A second run must not ask at all.
//
//   bench_http_latency [indicators [latency_ms [in_flight]]]
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "e2e/program.h"
#include "e2e/tls_server.h"

namespace {

namespace fs = std::filesystem;
using rulemap::e2e::Reply;
using rulemap::e2e::Request;

int number(int count, char** words, int index, int standard) {
  return index < count ? std::max(1, std::atoi(words[index])) : standard;
}

void write(const fs::path& path, const std::string& text) {
  std::ofstream(path, std::ios::binary) << text;
}

std::string pipeline(const std::string& url, int in_flight) {
  return "pipeline: latency\nversion: 1\nhttp: { ca_file: ca.pem }\nsources:\n"
         "  - { id: list, use: text.iocs, with: { path: list.txt },"
         " case: { title: Latency, tlp: green } }\n"
         "steps:\n  - { id: vt, use: virustotal.report, with: { relations: [], url: \"" +
         url + "\" }, limits: { in_flight: " + std::to_string(in_flight) +
         " } }\n"
         "sinks:\n  - { id: table, use: table.jsonl, with: { path: rows.jsonl } }\n";
}

Reply report(const Request& request, int latency_ms) {
  const std::string name = request.target.substr(request.target.rfind('/') + 1);
  return {.body = R"({"data": {"type": "domain", "id": ")" + name + R"(", "attributes": {}}})",
          .headers = "Content-Type: application/json\r\n",
          .latency_ms = latency_ms};
}

}  // namespace

int main(int argc, char** argv) {
  const int indicators = number(argc, argv, 1, 1000);
  const int latency_ms = number(argc, argv, 2, 150);
  const int in_flight = number(argc, argv, 3, 16);
  const rulemap::e2e::TlsServer server(
      [&](const Request& request) { return report(request, latency_ms); });
  const fs::path folder = fs::temp_directory_path() / "rulemap-bench-http-latency";
  fs::remove_all(folder);
  fs::create_directories(folder);
  std::string lines;
  for (int i = 0; i < indicators; ++i) lines += "d" + std::to_string(i) + ".example\n";
  write(folder / "list.txt", lines);
  write(folder / "ca.pem", server.certificate());
  write(folder / "pipeline.yaml", pipeline(server.url(), in_flight));
  const double bound = indicators * (latency_ms / 1000.0) / in_flight;
  std::printf("%d indicators, %d ms, %d in flight: bound %.2f s\n", indicators, latency_ms,
              in_flight, bound);
  bool as_promised = true;
  for (const char* which : {"first", "second"}) {
    const int before = server.calls();
    const auto ended = rulemap::e2e::run_program(
        {.arguments = {"run", "pipeline.yaml", "--quiet", "--state", "state"},
         .folder = folder.string(),
         .environment = {{"NO_PROXY", "localhost"}, {"no_proxy", "localhost"}}});
    const int calls = server.calls() - before;
    const int expected = before == 0 ? indicators : 0;
    std::printf(
        "%s run: exit %d, %.2f s = %.2f x of the bound, %d calls (expected %d), "
        "%d connections\n",
        which, ended.exit_code, ended.seconds, ended.seconds / bound, calls, expected,
        server.connections());
    if (ended.exit_code != 0 || calls != expected)
      std::printf("%s%s", ended.out.c_str(), ended.err.c_str());
    as_promised = as_promised && ended.exit_code == 0 && calls == expected;
  }
  if (as_promised) fs::remove_all(folder);
  return as_promised ? 0 : 1;
}
