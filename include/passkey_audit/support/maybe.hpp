// std::optional for types with a value to spare, and no larger than the type: a million accounts
// hold several dates each. Such a type has a static member `spare()` that no real value equals.
#pragma once

#include <cassert>
#include <optional>

namespace passkey_audit {

template <class T>
class Maybe {
 public:
  Maybe() = default;
  Maybe(T value) : value_(value) {}                                      // NOLINT
  Maybe(std::optional<T> value) : value_(value.value_or(T::spare())) {}  // NOLINT

  bool has_value() const { return value_ != T::spare(); }
  explicit operator bool() const { return has_value(); }
  operator std::optional<T>() const {  // NOLINT
    return has_value() ? std::optional<T>(value_) : std::nullopt;
  }
  const T& operator*() const {
    assert(has_value());
    return value_;
  }
  const T* operator->() const { return &**this; }
  T value_or(T other) const { return has_value() ? value_ : other; }
  friend bool operator==(const Maybe&, const Maybe&) = default;

 private:
  T value_ = T::spare();
};

}  // namespace passkey_audit
