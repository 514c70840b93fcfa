// Values as MISP takes them. A server drops what it does not take without a word, so it is refused
// here, where it can be reported.
#pragma once

#include <string>
#include <string_view>

#include "rulemap/sdk/value.h"

namespace rulemap::misp {

// Longer values and comments are an error of the server, halfway through an event.
inline constexpr std::size_t kMaxValueBytes = 65'535;

// The spelling that MISP gives a value of this type by itself: hashes and names in lower case,
// addresses in their shortest form, AS numbers without "AS".
std::string normal_value(std::string_view type, std::string_view value);

// Why MISP would not take `value`, already normal, as an attribute of this type; empty: it would.
std::string_view why_no_value(std::string_view type, std::string_view value);

// Why MISP would not take `name` as a tag; empty: it would.
std::string_view why_no_tag(std::string_view name);

// One line of at most `longest` bytes: control characters become blanks, bytes that are no UTF-8
// question marks, what is too long ends with "...".
std::string clean_line(std::string_view text, std::size_t longest);

// "2020-08-12T12:07:40+00:00"; empty outside the years 1 to 9999.
std::string iso_time(Time time);
// "2020-08-12", likewise.
std::string iso_date(Time time);

}  // namespace rulemap::misp
