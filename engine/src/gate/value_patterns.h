// Lists of what may leave, or never may: `never_send` and `send_only` of a step.
//
//   corp.example    the domain and everything below it; URLs and e-mail addresses there too
//   10.0.0.0/8      the addresses of a network, networks inside it, URLs of them
//   /^dev-/         RE2, anywhere in the value
//   anything else   the value itself, whatever its case: a hash, an address, a URL
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

  const std::string* find_domain(std::string_view host) const;
  const std::string* find_network(std::string_view host) const;
  Result<void> add_regex(std::string_view written);

  std::size_t size_ = 0;
  Words values_, domains_;  // lower case -> as written
  std::vector<NetworkEntry> networks_;
  std::vector<RegexEntry> regexes_;
};

}  // namespace rulemap::engine
