#include "contract/misp/json.h"

#include <rapidjson/prettywriter.h>
#include <rapidjson/writer.h>

#include <charconv>

namespace rulemap::simulated {
namespace {

// Shadows what it is told of numbers: MISP on PHP 7 has the strings of its database.
template <typename Writer>
class StringsForNumbers : public Writer {
 public:
  using Writer::Writer;
  bool Int(int value) { return say(std::to_string(value)); }
  bool Uint(unsigned value) { return say(std::to_string(value)); }
  bool Int64(std::int64_t value) { return say(std::to_string(value)); }
  bool Uint64(std::uint64_t value) { return say(std::to_string(value)); }

 private:
  bool say(const std::string& text) {
    return this->String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
  }
};

template <typename Writer>
std::string print(const Json& json, rapidjson::StringBuffer& to, Writer& writer) {
  json.Accept(writer);
  return {to.GetString(), to.GetSize()};
}

std::string print_pretty(const Json& json, bool strings) {
  rapidjson::StringBuffer to;
  using Pretty = rapidjson::PrettyWriter<rapidjson::StringBuffer>;
  if (strings) {
    StringsForNumbers<Pretty> writer(to);
    return print(json, to, writer);
  }
  Pretty writer(to);
  return print(json, to, writer);
}

}  // namespace

const Json* member(const Json& json, const char* name) {
  if (!json.IsObject()) return nullptr;
  const auto found = json.FindMember(name);
  return found == json.MemberEnd() ? nullptr : &found->value;
}

const Json* given(const Json& json, const char* name) {
  const Json* found = member(json, name);
  return found && !found->IsNull() ? found : nullptr;
}

std::string text_of(const Json* json) {
  if (!json) return {};
  if (json->IsString()) return {json->GetString(), json->GetStringLength()};
  if (json->IsBool()) return json->GetBool() ? "1" : "";
  if (json->IsNumber()) return print_json(*json, false, false);
  return {};
}

std::optional<std::int64_t> number_of(const Json* json) {
  if (!json) return std::nullopt;
  if (json->IsInt64()) return json->GetInt64();
  const std::string digits = text_of(json);
  std::int64_t out = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), out);
  if (digits.empty() || error != std::errc() || end != digits.data() + digits.size())
    return std::nullopt;
  return out;
}

bool is_true(const Json* json) {
  if (!json) return false;
  if (json->IsBool()) return json->GetBool();
  const std::string value = text_of(json);
  return !value.empty() && value != "0" && value != "false";
}

std::vector<const Json*> list_of(const Json* json) {
  std::vector<const Json*> out;
  if (!json) return out;
  if (json->IsObject()) return {json};
  if (!json->IsArray()) return out;
  for (const Json& each : json->GetArray()) out.push_back(&each);
  return out;
}

bool parse_json(std::string_view body, Document& to) {
  to.Parse<rapidjson::kParseValidateEncodingFlag | rapidjson::kParseFullPrecisionFlag>(body.data(),
                                                                                       body.size());
  return !to.HasParseError();
}

std::string print_json(const Json& json, bool pretty, bool strings) {
  if (pretty) return print_pretty(json, strings);
  rapidjson::StringBuffer to;
  using Compact = rapidjson::Writer<rapidjson::StringBuffer>;
  if (strings) {
    StringsForNumbers<Compact> writer(to);
    return print(json, to, writer);
  }
  Compact writer(to);
  return print(json, to, writer);
}

}  // namespace rulemap::simulated
