// JSON text into a string: escaped, always valid UTF-8, no blanks. Commas come by themselves.
//
//   JsonWriter json(out);
//   json.open('{').key("name").text("file").key("to_ids").flag(true).close('}');
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

#include "rulemap/utf8/decode.h"

namespace rulemap::misp {

// Appends to `out`, which outlives the writer. Bytes that are no UTF-8 become U+FFFD.
class JsonWriter {
 public:
  explicit JsonWriter(std::string& out) : out_(out) {}

  JsonWriter& open(char bracket) { return (separate(), out_.push_back(bracket), *this); }
  JsonWriter& close(char bracket) { return (out_.push_back(bracket), *this); }
  JsonWriter& key(std::string_view name) { return (text(name), out_.push_back(':'), *this); }
  JsonWriter& number(std::int64_t value) {
    separate();
    out_ += std::to_string(value);
    return *this;
  }
  JsonWriter& flag(bool value) { return (separate(), out_ += value ? "true" : "false", *this); }
  JsonWriter& text(std::string_view value) {
    separate();
    out_.push_back('"');
    while (!value.empty()) {
      const std::size_t run = plain_run(value);
      out_ += value.substr(0, run);
      value.remove_prefix(run);
      if (!value.empty()) value.remove_prefix(put_character(value));
    }
    out_.push_back('"');
    return *this;
  }
  JsonWriter& member(std::string_view name, std::string_view value) {
    return key(name).text(value);
  }

 private:
  // What stands in front says whether a comma is wanted: every text ends with a quote.
  void separate() {
    const char last = out_.empty() ? '{' : out_.back();
    if (last != '{' && last != '[' && last != ':' && last != '\n') out_.push_back(',');
  }
  // How many bytes of ASCII stand for themselves.
  static std::size_t plain_run(std::string_view value) {
    const auto odd = [](unsigned char c) { return c < 0x20 || c >= 0x80 || c == '"' || c == '\\'; };
    return static_cast<std::size_t>(std::find_if(value.begin(), value.end(), odd) - value.begin());
  }
  // Gives the bytes of `value` that were used up.
  std::size_t put_character(std::string_view value) {
    const utf8::Character found = utf8::decode(value);
    if (found.length == 0) return (out_ += "\xEF\xBF\xBD", 1);
    if (found.code == '"' || found.code == '\\') out_.push_back('\\');
    if (found.code < 0x20)
      put_escape(found.code);
    else
      out_ += value.substr(0, found.length);
    return found.length;
  }
  void put_escape(std::uint32_t code) {
    constexpr char kDigits[] = "0123456789abcdef";
    out_ += "\\u00";
    out_.push_back(kDigits[code >> 4]);
    out_.push_back(kDigits[code & 15]);
  }

  std::string& out_;
};

}  // namespace rulemap::misp
