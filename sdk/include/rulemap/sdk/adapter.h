// What the adapters of step.h, source.h and sink.h share: the descriptor, the configuration, and
// the wall that no exception crosses. Authors of plugins need none of this by name.
#pragma once

#include <array>
#include <exception>
#include <memory>
#include <string>
#include <tuple>
#include <utility>

#include "rulemap/abi/descriptor.h"
#include "rulemap/sdk/config.h"
#include "rulemap/sdk/fields.h"
#include "rulemap/sdk/host.h"

namespace rulemap {

// What a step says of itself: static constexpr rulemap::Label label{.id = "acme.whois", ...};
struct Label {
  const char* id;
  const char* version = "0.1.0";
  const char* summary;
  const char* label = "";
  const char* provider = nullptr;  // fills lookup.<provider>
  std::uint32_t threads = RULEMAP_SERIAL;
  std::uint32_t flags = 0;
  std::uint32_t max_batch = 0;
};

// How a call ended, where it can do more than fail. A Result<void> converts.
class Outcome {
 public:
  Outcome() = default;
  Outcome(Error error) : status_(RULEMAP_FAILED), error_(std::move(error)) {}
  Outcome(Result<void> result) {
    if (!result.ok()) *this = Outcome(result.error());
  }
  // The whole run has to stop: a credential was refused.
  static Outcome stop(std::string why) { return Outcome(RULEMAP_STOP, std::move(why)); }
  // The run is to end, and the call gave up what it was doing: its rows stay pending.
  static Outcome cancelled() { return Outcome(RULEMAP_CANCELLED, "the run ends"); }
  // A source has no more rows.
  static Outcome end() { return Outcome(RULEMAP_END, ""); }

  rulemap_status status() const { return status_; }
  const Error& error() const { return error_; }

 private:
  Outcome(rulemap_status status, std::string why) : status_(status), error_{std::move(why), ""} {}

  rulemap_status status_ = RULEMAP_OK;
  Error error_{"", ""};
};

namespace adapter {

template <class T>
struct ConfigOf {
  using type = NoConfig;
};
template <class T>
requires requires { typename T::Config; }
struct ConfigOf<T> {
  using type = typename T::Config;
};

template <class T>
constexpr auto options_of() {
  if constexpr (requires { T::options; }) {
    return T::options;
  } else {
    return std::tuple<>{};
  }
}

// The ABI's tables, built by the compiler from a step's declarations.
template <class T, std::uint32_t kExtraFlags = 0>
struct Describe {
  static constexpr auto kOptions = std::apply(
      [](const auto&... each) { return std::array<rulemap_option, sizeof...(each)>{each.abi...}; },
      options_of<T>());

  template <std::size_t... I>
  static constexpr auto pointers(std::index_sequence<I...>) {
    return std::array<const rulemap_option*, sizeof...(I)>{&kOptions[I]...};
  }
  static constexpr auto kPointers = pointers(std::make_index_sequence<kOptions.size()>{});

  static constexpr rulemap_descriptor kDescriptor{sizeof(rulemap_descriptor),
                                                  T::label.id,
                                                  T::label.version,
                                                  T::label.summary,
                                                  T::label.label,
                                                  T::label.provider,
                                                  kPointers.data(),
                                                  static_cast<std::uint32_t>(kPointers.size()),
                                                  T::label.threads,
                                                  T::label.flags | kExtraFlags,
                                                  T::label.max_batch};
};

template <class T>
auto read_config(const rulemap_host* host, const rulemap_config* abi) {
  typename ConfigOf<T>::type config{};
  const Host services(host);
  if constexpr (requires { T::options; }) {
    std::size_t i = 0;
    const auto bind_one = [&](const auto& option) {
      if (i < abi->count) config::bind(services.docs(), abi->values[i], config.*option.member);
      ++i;
    };
    std::apply([&](const auto&... each) { (bind_one(each), ...); }, T::options);
  }
  return config;
}

inline rulemap_status report(const Outcome& outcome, rulemap_error* error) {
  if (outcome.status() != RULEMAP_OK && outcome.status() != RULEMAP_END) {
    error->set(error, text(outcome.error().message), text(outcome.error().where));
  }
  return outcome.status();
}

// Runs `body`, which returns Outcome; an exception becomes FAILED with its text.
template <class Body>
rulemap_status guarded(rulemap_error* error, Body&& body) noexcept {
  try {
    return report(std::forward<Body>(body)(), error);
  } catch (const std::exception& thrown) {
    error->set(error, text(std::string_view(thrown.what())), {});
  } catch (...) {
    error->set(error, text(std::string_view("an exception of an unknown type")), {});
  }
  return RULEMAP_FAILED;
}

template <class T>
rulemap_status validate(const rulemap_host* host, const rulemap_config* config,
                        rulemap_error* error) noexcept {
  return guarded(error, [&]() -> Outcome {
    if constexpr (requires(typename ConfigOf<T>::type c) { T::validate(c); }) {
      return T::validate(read_config<T>(host, config));
    } else {
      return {};
    }
  });
}

template <class T>
rulemap_status fields(const rulemap_host* host, const rulemap_config* config, rulemap_fields* out,
                      rulemap_error* error) noexcept {
  return guarded(error, [&]() -> Outcome {
    FieldSet set(out);
    if constexpr (requires { T::reads; }) {
      for (const Field& each : T::reads) set.reads(each.name, each.type);
    }
    if constexpr (requires { T::writes; }) {
      for (const Field& each : T::writes) set.writes(each.name, each.type, each.choices);
    }
    if constexpr (requires(typename ConfigOf<T>::type c) { T::fields(c, set); }) {
      T::fields(read_config<T>(host, config), set);
    }
    return {};
  });
}

template <class T>
struct Instance {
  Host host;
  T object;
};

template <class T>
T construct(const rulemap_host* host, const rulemap_config* config) {
  using Config = typename ConfigOf<T>::type;
  if constexpr (std::is_constructible_v<T, Config, Host>) {
    return T(read_config<T>(host, config), Host(host));
  } else if constexpr (std::is_constructible_v<T, Config>) {
    return T(read_config<T>(host, config));
  } else {
    return T();
  }
}

template <class T>
rulemap_status create(const rulemap_host* host, const rulemap_config* config, void** out,
                      rulemap_error* error) noexcept {
  return guarded(error, [&]() -> Outcome {
    auto instance =
        std::unique_ptr<Instance<T>>(new Instance<T>{Host(host), construct<T>(host, config)});
    *out = instance.release();
    return {};
  });
}

template <class T>
T& object(void* instance) {
  return static_cast<Instance<T>*>(instance)->object;
}

template <class T>
rulemap_status start(void* instance, rulemap_error* error) noexcept {
  return guarded(error, [&]() -> Outcome {
    if constexpr (requires(T t) { t.start(); }) {
      return object<T>(instance).start();
    } else {
      return {};
    }
  });
}

template <class T>
rulemap_status stop(void* instance, rulemap_error* error) noexcept {
  return guarded(error, [&]() -> Outcome {
    if constexpr (requires(T t) { t.stop(); }) {
      return object<T>(instance).stop();
    } else {
      return {};
    }
  });
}

template <class T>
void destroy(void* instance) noexcept {
  delete static_cast<Instance<T>*>(instance);
}

}  // namespace adapter
}  // namespace rulemap
