#include "run/input_digest.h"

#include <openssl/evp.h>

#include <array>
#include <cstdio>
#include <memory>

#include "rulemap/paths/find_files.h"

namespace rulemap::engine {
namespace {

class Sha256 {
 public:
  Sha256() : context_(EVP_MD_CTX_new(), EVP_MD_CTX_free) {
    EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr);
  }
  void add(const void* bytes, std::size_t size) { EVP_DigestUpdate(context_.get(), bytes, size); }
  // The length goes first, so that two texts never read as another two.
  void add_text(const std::string& text) {
    const std::uint64_t size = text.size();
    add(&size, sizeof size);
    add(text.data(), text.size());
  }
  bool add_file(const std::string& path) {
    std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rbe"),
                                                         std::fclose);
    if (!file) return false;
    std::array<char, 1 << 16> piece;
    while (const std::size_t size = std::fread(piece.data(), 1, piece.size(), file.get())) {
      add(piece.data(), size);
    }
    return !std::ferror(file.get());
  }
  std::string hex() {
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned int size = 0;
    EVP_DigestFinal_ex(context_.get(), digest, &size);
    std::string out;
    char two[3];
    for (unsigned int i = 0; i < size; ++i) {
      std::snprintf(two, sizeof two, "%02x", digest[i]);
      out += two;
    }
    return out;
  }

 private:
  std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> context_;
};

}  // namespace

std::string input_digest(const Plan& plan) {
  Sha256 digest;
  for (const SourcePlan& source : plan.sources) {
    digest.add_text(source.id);
    for (const std::string& path : source.paths) {
      if (path == "-") return "";
      const auto found = paths::find_files({path}, {});
      if (!found.ok()) return "";
      for (const std::string& each : found->paths) {
        digest.add_text(each);
        if (!digest.add_file(each)) return "";
      }
    }
  }
  return digest.hex();
}

}  // namespace rulemap::engine
