// The services that the embedding program has for plugins of its own.
#pragma once

#include <functional>
#include <string_view>

#include "rulemap/abi/host.h"

namespace rulemap::engine {

class ProgramServices {
 public:
  using Find = std::function<const void*(std::string_view id)>;
  explicit ProgramServices(Find find)
      : find_(std::move(find)),
        abi_{sizeof abi_, this, [](const rulemap_host* host, const char* id) noexcept {
               return static_cast<const ProgramServices*>(host->host)->find_(id);
             }} {}
  ProgramServices(const ProgramServices&) = delete;
  ProgramServices& operator=(const ProgramServices&) = delete;

  // Null where the program has none.
  const rulemap_host* abi() const { return find_ ? &abi_ : nullptr; }

 private:
  Find find_;
  rulemap_host abi_;
};

}  // namespace rulemap::engine
