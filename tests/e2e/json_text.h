// A JSON text that owns its values, safe to walk whatever it holds.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "rulemap/host/document.h"

namespace rulemap::e2e {

class JsonText {
 public:
  // What is no JSON is null.
  explicit JsonText(std::string_view text = "null") {
    if (!host::parse_json(text, kMaxDepth, *document_).ok()) document_->SetNull();
  }

  // Good as long as this.
  Doc root() const { return Doc(documents_->abi(), host::node_of(*document_)); }

 private:
  static constexpr std::uint32_t kMaxDepth = 512;

  std::unique_ptr<rapidjson::Document> document_ = std::make_unique<rapidjson::Document>();
  std::unique_ptr<host::Documents> documents_ = std::make_unique<host::Documents>();
};

inline std::string text_of(Doc of, std::string_view key) {
  return std::string(of.text(key).value_or(""));
}

inline std::vector<std::string> texts_of(Doc list) {
  std::vector<std::string> out;
  for (const Doc each : list) out.emplace_back(each.text().value_or(""));
  return out;
}

}  // namespace rulemap::e2e
