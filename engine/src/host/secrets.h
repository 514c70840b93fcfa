// The secrets of one pipeline: revealed by handle, taken out of every text that leaves.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "rulemap/abi/secret.h"

namespace rulemap::engine {

// Not copied, not printed. Handles count from 1.
class Secrets {
 public:
  Secrets();
  Secrets(const Secrets&) = delete;
  Secrets& operator=(const Secrets&) = delete;
  ~Secrets();

  std::int64_t add(std::string name, std::string text);
  // Empty for an unknown handle.
  std::string_view text(std::int64_t handle) const;
  // Whether the text is one of them; short ones, that a word may be by chance, are not told.
  bool is_one(std::string_view text) const;
  // `line` with every secret of four bytes or more replaced by ***.
  std::string redacted(std::string_view line) const;
  // Whether `text` holds a secret as it is or percent-encoded as in a URL.
  bool occurs_in(std::string_view text) const;
  const rulemap_secret* abi() const { return &abi_; }

 private:
  struct Entry {
    std::string name;
    std::string text;
  };
  std::vector<Entry> entries_;
  rulemap_secret abi_;
};

}  // namespace rulemap::engine
