#include "plan/network_keys.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "config/block_reader.h"

namespace rulemap::engine {
namespace fs = std::filesystem;
namespace {

constexpr std::uintmax_t kLargestCaFile = std::uintmax_t{16} << 20;

std::string below(const std::string& base, const Written& path) {
  return (fs::path(base) / path.text).lexically_normal().string();
}

void problem(Diagnostics& diagnostics, const Written& at, std::string message, std::string code) {
  report(diagnostics, at.place, at.text.size(), std::move(message), std::move(code));
}

bool is_proxy_url(std::string_view url) {
  constexpr std::string_view kSchemes[] = {"http://", "https://", "socks5://", "socks5h://"};
  return std::any_of(std::begin(kSchemes), std::end(kSchemes), [&](std::string_view scheme) {
    return url.starts_with(scheme) && url.size() > scheme.size();
  });
}

std::string proxy(const Written& written, const Variables& variables, Diagnostics& diagnostics,
                  const Secrets& secrets) {
  if (written.empty()) return "";
  const Interpolated found = variables.interpolate(written, diagnostics);
  if (found.failed) return "";
  if (!found.secret && found.text.find('@') != std::string::npos) {
    diagnostics.hide({written.place.line, written.place.column, written.text});
    problem(diagnostics, written,
            "`proxy` holds a user: an address with credentials belongs in a secret, "
            "`proxy: ${secrets.NAME}`",
            "secret");
    return "";
  }
  const std::string url(found.secret ? secrets.text(*found.secret) : found.text);
  if (found.secret && url.empty()) return "";  // said where the secret stands
  if (is_proxy_url(url)) return url;
  problem(diagnostics, written,
          "`proxy` is an address such as http://proxy.example:3128 (http, https, socks5, socks5h)",
          "value");
  return "";
}

std::string ca_file(const Written& written, const std::string& base, Diagnostics& diagnostics) {
  if (written.empty()) return "";
  const std::string path = below(base, written);
  std::error_code failed;
  const bool is_there = fs::is_regular_file(path, failed);
  const std::uintmax_t size = is_there ? fs::file_size(path, failed) : 0;
  std::string text(failed || size > kLargestCaFile ? 0 : size, '\0');
  std::ifstream file(path, std::ios::binary);
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (text.find("-----BEGIN CERTIFICATE-----") != std::string::npos) return path;
  problem(diagnostics, written,
          is_there
              ? "`ca_file` holds certificates in PEM form; there is none in `" + written.text + "`"
              : "there is no file `" + written.text + "`",
          "file");
  return "";
}

}  // namespace

void use_network_keys(const HttpFile& http, const std::string& base, const Variables& variables,
                      World& world, Diagnostics& diagnostics) {
  world.set_way({proxy(http.proxy, variables, diagnostics, world.secrets()),
                 ca_file(http.ca_file, base, diagnostics)});
  if (http.cache_bytes) world.set_cache_size(*http.cache_bytes);
  if (!http.record.empty()) world.record_to(below(base, http.record));
  if (http.replay.empty()) return;
  const std::string folder = below(base, http.replay);
  std::error_code failed;
  if (!fs::is_directory(folder, failed)) {
    problem(diagnostics, http.replay, "there is no folder of recordings `" + http.replay.text + "`",
            "file");
  }
  world.replay_from(folder);
}

}  // namespace rulemap::engine
