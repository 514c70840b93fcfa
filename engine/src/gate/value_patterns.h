// Lists of what may leave, or never may: `never_send` and `send_only` of a step.
//
//   corp.example    the domain and everything below it; URLs and e-mail addresses there too
//   10.0.0.0/8      the addresses of a network, networks inside it, URLs of them
//   10.1.2.3        the address, and URLs of it; IPv6 spellings of an IPv4 address are that address
//   /^dev-/         RE2 without regard to case, anywhere in the value or in its host
//   a hash, a URL, an e-mail address, a CVE id: itself
//
// An entry is read as indicators are (defanged, international names); what is none of these is
// refused. Of a URL its host counts, not what stands in its path or query: a regex finds that.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "rulemap/sdk/result.h"
#include "rulemap/text/address.h"

namespace re2 {
class RE2;
}

namespace rulemap::engine {

// "user@host:8443" of "https://user@host:8443/a"; empty where it is no URL.
std::string_view authority_of(std::string_view url);

class ValuePatterns {
 public:
  static constexpr std::size_t kMost = 200'000;       // entries
  static constexpr std::size_t kMostCompared = 1000;  // networks and regexes, tried one by one

  ValuePatterns();
  ~ValuePatterns();
  ValuePatterns(ValuePatterns&&) noexcept;
  ValuePatterns& operator=(ValuePatterns&&) noexcept;

  Result<void> add(std::string_view written);
  bool empty() const { return size_ == 0; }
  // The entry, as it was written, that fits an indicator's value; null: none. [any thread]
  const std::string* find(std::string_view value) const;

 private:
  struct NetworkEntry {
    ioc::Network network;
    std::string written;
  };
  struct RegexEntry {
    std::unique_ptr<re2::RE2> regex;
    std::string written;
  };
  using Words = std::unordered_map<std::string, std::string>;

  const std::string* find_host(std::string_view host) const;
  const std::string* find_address(const ioc::Address& address) const;
  const std::string* find_network(std::string_view host) const;
  Result<void> add_value(std::string_view written);
  Result<void> add_regex(std::string_view written);
  bool has_room() const;
  static Error too_many();

  std::size_t size_ = 0;
  Words values_, hosts_;  // lower case -> as written
  std::vector<NetworkEntry> networks_;
  std::vector<RegexEntry> regexes_;
};

}  // namespace rulemap::engine
