// The last line of a plugin: RULEMAP_PLUGIN(MyStep, MySink, ...) makes its one exported symbol.
#pragma once

#include "rulemap/abi/entry.h"
#include "rulemap/sdk/sink.h"
#include "rulemap/sdk/source.h"
#include "rulemap/sdk/step.h"

#ifndef RULEMAP_PLUGIN_NAME
#define RULEMAP_PLUGIN_NAME "unnamed"
#endif
#ifndef RULEMAP_PLUGIN_VERSION
#define RULEMAP_PLUGIN_VERSION "0.1.0"
#endif

namespace rulemap::adapter {

template <class T>
constexpr auto table_of() {
  if constexpr (std::is_base_of_v<Source<T>, T>) {
    return std::tuple(std::array{&SourceOf<T>::kAbi}, std::array<const rulemap_step*, 0>{},
                      std::array<const rulemap_sink*, 0>{});
  } else if constexpr (std::is_base_of_v<Sink<T>, T>) {
    return std::tuple(std::array<const rulemap_source*, 0>{}, std::array<const rulemap_step*, 0>{},
                      std::array{&SinkOf<T>::kAbi});
  } else {
    static_assert(std::is_base_of_v<Step<T>, T>, "a plugin lists sources, steps and sinks");
    return std::tuple(std::array<const rulemap_source*, 0>{}, std::array{&StepOf<T>::kAbi},
                      std::array<const rulemap_sink*, 0>{});
  }
}

template <class T, std::size_t... N>
constexpr auto joined(const std::array<T, N>&... parts) {
  std::array<T, (N + ...)> out{};
  std::size_t at = 0;
  const auto copy = [&](const auto& part) {
    for (const T& each : part) out[at++] = each;
  };
  (copy(parts), ...);
  return out;
}

template <class... Ts>
struct Entry {
  static constexpr auto kSources = joined(std::get<0>(table_of<Ts>())...);
  static constexpr auto kSteps = joined(std::get<1>(table_of<Ts>())...);
  static constexpr auto kSinks = joined(std::get<2>(table_of<Ts>())...);

  static constexpr rulemap_entry make(const char* name, const char* version) {
    return {RULEMAP_MAGIC,
            RULEMAP_ABI_MAJOR,
            RULEMAP_ABI_MINOR,
            sizeof(rulemap_entry),
            name,
            version,
            kSources.data(),
            kSteps.data(),
            kSinks.data(),
            static_cast<std::uint32_t>(kSources.size()),
            static_cast<std::uint32_t>(kSteps.size()),
            static_cast<std::uint32_t>(kSinks.size()),
            nullptr};
  }
};

}  // namespace rulemap::adapter

#define RULEMAP_PLUGIN(...)                                                \
  extern "C" RULEMAP_EXPORT constexpr rulemap_entry RULEMAP_ENTRY_SYMBOL = \
      ::rulemap::adapter::Entry<__VA_ARGS__>::make(RULEMAP_PLUGIN_NAME, RULEMAP_PLUGIN_VERSION);
