// What fuzz targets of plugins share: real rows as seeds, and JSON before the harness wants it.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "fuzz.h"
#include "rulemap/testing/harness.h"

namespace rulemap::fuzz {

struct Answer {
  std::string url;
  std::string body;
};

// The recorded answers of the examples.
inline std::vector<Answer> recorded_answers() {
  std::vector<Answer> out;
  for (const std::string& text : files_below("examples/recordings", ".http")) {
    const std::size_t first = text.find('\n');
    const std::size_t blank = text.find("\n\n");
    expect(blank != std::string::npos, "a recording has a body");
    out.push_back({text.substr(4, first - 4), text.substr(blank + 2)});
  }
  return out;
}

inline bool is_json_object(std::string_view text) {
  rapidjson::Document document;
  return host::parse_json(text, host::kMaxDepth, document).ok() && document.IsObject();
}

inline std::string indicator(std::string_view type, std::string_view value) {
  return R"({"ioc.type": ")" + std::string(type) + R"(", "ioc.value": ")" + std::string(value) +
         R"("})";
}

// Keys and values that records and answers are made of.
inline std::vector<std::string> json_words() {
  return {R"("observables")",
          R"("matches")",
          R"("techniques")",
          R"("events")",
          R"("type")",
          R"("file")",
          R"("domain")",
          R"("ip")",
          R"("url")",
          R"("key")",
          R"("subject")",
          R"("attributes")",
          R"("relations")",
          R"("name")",
          R"("value")",
          R"("ioc.type")",
          R"("ioc.value")",
          R"("sha256")",
          R"("id")",
          R"("data")",
          R"("\u0000")",
          R"("\ud800")",
          R"("T1059.001")",
          R"("2026-02-30")",
          "true",
          "false",
          "null",
          "-1",
          "1e308",
          "18446744073709551615",
          "{}",
          "[]",
          "[[[[[[",
          "]]]]]]",
          R"({"a": 1},)",
          ",",
          ":",
          "\n"};
}

}  // namespace rulemap::fuzz
