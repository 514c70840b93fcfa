// Values that expressions read and compute, and the types that the checker knows.
// Read next: scope.h, where they come from.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace rulemap::expr {

// time is milliseconds since 1970, duration is milliseconds; both are integers when read.
// `any` is a field whose type is known only when it is read: every check is put off until then.
enum class Type : uint8_t { boolean, integer, number, text, time, duration, list, object, any };

// As people say it in a message: "text", "a whole number".
std::string_view type_name(Type type);

struct Value;

// A list of the record, borrowed while an expression is evaluated.
class List {
 public:
  virtual ~List() = default;
  virtual size_t size() const = 0;
  // Requires index < size().
  virtual Value at(size_t index) const = 0;
};

// One value. Texts and lists are borrowed from whoever made it; an object is only known to be
// there.
struct Value {
  enum class Kind : uint8_t { missing, boolean, integer, number, text, list, object };

  static Value of_boolean(bool value);
  static Value of_integer(int64_t value);
  static Value of_number(double value);
  static Value of_text(std::string_view value);
  static Value of_list(const List& value);
  static Value of_object();

  // A missing value, and everything that is not a boolean, is no condition that holds.
  bool holds() const { return kind == Kind::boolean && boolean; }

  Kind kind = Kind::missing;
  union {
    bool boolean;
    int64_t integer = 0;
    double number;
    const List* list;
  };
  std::string_view text = {};
};

// The order of two values. Unordered: a missing value, two kinds that do not compare, lists,
// objects, NaN, and unequal booleans. Integers and doubles compare exactly; texts compare by bytes.
std::partial_ordering compare(const Value& a, const Value& b);

}  // namespace rulemap::expr
