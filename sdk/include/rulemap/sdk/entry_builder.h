// Writes one entry of a list field. model.h uses it for the typed entries; use it for your own.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "rulemap/abi/build.h"
#include "rulemap/sdk/value.h"

namespace rulemap {

// Good until the next add or amend on the same row's writer.
class EntryBuilder {
 public:
  explicit EntryBuilder(rulemap_builder* abi) : abi_(abi) {}

  EntryBuilder& key(std::string_view name) {
    abi_->key(abi_, rulemap::text(name));
    return *this;
  }
  EntryBuilder& value(const Value& value) {
    abi_->value(abi_, value.cell());
    return *this;
  }
  EntryBuilder& set(std::string_view name, const Value& to) { return key(name).value(to); }
  // Leaves the key out where there is nothing to say.
  EntryBuilder& set_text(std::string_view name, std::string_view to) {
    return to.empty() ? *this : set(name, to);
  }
  EntryBuilder& set_texts(std::string_view name, const std::vector<std::string>& items) {
    if (items.empty()) return *this;
    key(name).open_list();
    for (const std::string& item : items) value(item);
    return close();
  }
  EntryBuilder& open_object() { return (abi_->open_object(abi_), *this); }
  EntryBuilder& open_list() { return (abi_->open_list(abi_), *this); }
  EntryBuilder& close() { return (abi_->close(abi_), *this); }

 private:
  rulemap_builder* abi_;
};

}  // namespace rulemap
