// JSON for programs that read a command's output.
#pragma once

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <cstdint>
#include <string>
#include <string_view>

namespace rulemap::cli {

class JsonText {
 public:
  JsonText& key(std::string_view name) {
    writer_.Key(name.data(), static_cast<rapidjson::SizeType>(name.size()));
    return *this;
  }
  JsonText& field(std::string_view name, std::string_view text) { return key(name).string(text); }
  JsonText& string(std::string_view text) {
    writer_.String(text.data() ? text.data() : "", static_cast<rapidjson::SizeType>(text.size()));
    return *this;
  }
  JsonText& number(std::uint64_t value) { return (writer_.Uint64(value), *this); }
  JsonText& boolean(bool value) { return (writer_.Bool(value), *this); }
  JsonText& open_object() { return (writer_.StartObject(), open_.push_back('}'), *this); }
  JsonText& open_list() { return (writer_.StartArray(), open_.push_back(']'), *this); }
  JsonText& close() {
    if (open_.back() == '}')
      writer_.EndObject();
    else
      writer_.EndArray();
    open_.pop_back();
    return *this;
  }
  std::string text() const { return {buffer_.GetString(), buffer_.GetSize()}; }

 private:
  rapidjson::StringBuffer buffer_;
  rapidjson::Writer<rapidjson::StringBuffer> writer_{buffer_};
  std::string open_;
};

}  // namespace rulemap::cli
