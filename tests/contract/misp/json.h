// JSON as PHP reads it: numbers, strings and booleans stand in for each other.
#pragma once

#include <rapidjson/document.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rulemap::simulated {

using Json = rapidjson::Value;
using Document = rapidjson::Document;
using Pool = Document::AllocatorType;

// Null where there is no such member, or where `json` is no object.
const Json* member(const Json& json, const char* name);
// The same, but a member that is null counts as absent.
const Json* given(const Json& json, const char* name);
// Empty where it is absent or no scalar.
std::string text_of(const Json* json);
inline std::string text_of(const Json& json, const char* name) {
  return text_of(member(json, name));
}
// A number or a string of digits.
std::optional<std::int64_t> number_of(const Json* json);
inline std::optional<std::int64_t> number_of(const Json& json, const char* name) {
  return number_of(member(json, name));
}
bool is_true(const Json* json);
// The elements of a list; a map stands for a list of itself.
std::vector<const Json*> list_of(const Json* json);

inline Json text(std::string_view value, Pool& pool) {
  return Json(value.data(), static_cast<rapidjson::SizeType>(value.size()), pool);
}
// Adds a member; names are literals.
template <std::size_t N>
void put(Json& object, const char (&name)[N], Json value, Pool& pool) {
  object.AddMember(Json(rapidjson::StringRef(name)), value, pool);
}
template <std::size_t N>
void put(Json& object, const char (&name)[N], std::string_view value, Pool& pool) {
  put(object, name, text(value, pool), pool);
}
template <std::size_t N>
void put(Json& object, const char (&name)[N], const std::string& value, Pool& pool) {
  put(object, name, text(value, pool), pool);
}
template <std::size_t N>
void put(Json& object, const char (&name)[N], const char* value, Pool& pool) {
  put(object, name, text(value, pool), pool);
}
inline Json integer(std::int64_t value) { return Json(value); }

// Strict UTF-8, no lone surrogates, one value.
bool parse_json(std::string_view body, Document& to);
// With `pretty`, four spaces a level; with `strings`, numbers as strings.
std::string print_json(const Json& json, bool pretty, bool strings);

}  // namespace rulemap::simulated
