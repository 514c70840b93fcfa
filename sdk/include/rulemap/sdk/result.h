// Result<T>: a value, or an Error that says what, where and what would be right.
// The one way to report what can go wrong, in the SDK, in lib/ and in the engine.
#pragma once

#include <cassert>
#include <optional>
#include <string>
#include <utility>
#include <variant>

namespace rulemap {

// message: what happened and what would be right, one sentence, no final newline, never a secret.
// where: the place, as `file:line:col`, `record 3`, a URL without its query; empty where unknown.
struct Error {
  std::string message;
  std::string where = {};

  std::string text() const { return where.empty() ? message : where + ": " + message; }
};

// Holds exactly one of T and Error. Cheap to move; never throws by itself.
template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::move(value)) {}
  Result(Error error) : state_(std::move(error)) {}

  bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }

  // Requires ok().
  T& value() & { return (assert(ok()), *std::get_if<0>(&state_)); }
  const T& value() const& { return (assert(ok()), *std::get_if<0>(&state_)); }
  T&& value() && { return (assert(ok()), std::move(*std::get_if<0>(&state_))); }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::move(*this).value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

  // Requires !ok().
  const Error& error() const { return (assert(!ok()), *std::get_if<1>(&state_)); }

 private:
  std::variant<T, Error> state_;
};

template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Error error) : error_(std::move(error)) {}

  bool ok() const { return !error_; }
  explicit operator bool() const { return ok(); }
  const Error& error() const { return (assert(!ok()), *error_); }

 private:
  std::optional<Error> error_;
};

}  // namespace rulemap
