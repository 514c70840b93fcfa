#include "host/secrets.h"

#include <openssl/crypto.h>

#include <algorithm>

#include "rulemap/sdk/value.h"

namespace rulemap::engine {
namespace {

// Shorter ones would blank out half of every log line.
constexpr std::size_t kShortest = 4;
constexpr std::size_t kNoChance = 8;

rulemap_status reveal(const rulemap_secret* abi, std::int64_t handle, void* context,
                      void (*use)(void*, rulemap_text) noexcept) noexcept {
  const std::string_view found = static_cast<const Secrets*>(abi->host)->text(handle);
  if (found.empty()) return RULEMAP_FAILED;
  use(context, text(found));
  return RULEMAP_OK;
}

std::string percent_encoded(std::string_view text) {
  constexpr char kHex[] = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) || c == '-' || c == '_' || c == '.' || c == '~')
      out += c;
    else
      (out += '%', out += kHex[byte >> 4], out += kHex[byte & 15]);
  }
  return out;
}

}  // namespace

Secrets::Secrets() : abi_{sizeof abi_, this, reveal} {}

Secrets::~Secrets() {
  for (Entry& each : entries_) OPENSSL_cleanse(each.text.data(), each.text.size());
}

std::int64_t Secrets::add(std::string name, std::string text) {
  entries_.push_back({std::move(name), std::move(text)});
  return static_cast<std::int64_t>(entries_.size());
}

std::string_view Secrets::text(std::int64_t handle) const {
  if (handle < 1 || handle > static_cast<std::int64_t>(entries_.size())) return {};
  return entries_[static_cast<std::size_t>(handle - 1)].text;
}

bool Secrets::is_one(std::string_view text) const {
  return text.size() >= kNoChance &&
         std::any_of(entries_.begin(), entries_.end(),
                     [&](const Entry& each) { return each.text == text; });
}

std::string Secrets::redacted(std::string_view line) const {
  std::string out(line);
  for (const Entry& each : entries_) {
    if (each.text.size() < kShortest) continue;
    for (std::size_t at = 0; (at = out.find(each.text, at)) != std::string::npos; at += 3) {
      out.replace(at, each.text.size(), "***");
    }
  }
  return out;
}

bool Secrets::occurs_in(std::string_view text) const {
  for (const Entry& each : entries_) {
    if (each.text.size() < kShortest) continue;
    if (text.find(each.text) != std::string_view::npos) return true;
    if (text.find(percent_encoded(each.text)) != std::string_view::npos) return true;
  }
  return false;
}

}  // namespace rulemap::engine
