#include "group_key.h"

#include <cstring>

namespace rulemap::sigma {

GroupFields::GroupFields(const Correlation& correlation) : correlation_(&correlation) {}

const std::string& GroupFields::called(const std::string& name, std::uint32_t member) const {
  for (const Correlation::Alias& alias : correlation_->aliases) {
    if (alias.alias != name) continue;
    for (const auto& [of, field] : alias.fields) {
      if (of == member) return field;
    }
  }
  return name;
}

std::optional<std::string> GroupFields::joined(const std::vector<std::string>& names,
                                               std::uint32_t member, const ReadField& read) const {
  std::string out;
  for (const std::string& name : names) {
    const auto value = read(called(name, member));
    if (!value) return std::nullopt;
    const std::uint64_t size = value->size();
    char length[sizeof size];
    std::memcpy(length, &size, sizeof size);
    out.append(length, sizeof size).append(*value);
  }
  return out;
}

std::optional<std::string> GroupFields::key(std::uint32_t member, const ReadField& read) const {
  return joined(correlation_->group_by, member, read);
}

std::optional<std::string> GroupFields::values(std::uint32_t member, const ReadField& read) const {
  return joined(correlation_->fields, member, read);
}

std::optional<std::string_view> GroupFields::value(std::uint32_t member,
                                                   const ReadField& read) const {
  return read(called(correlation_->fields.front(), member));
}

std::vector<std::pair<std::string, std::string>> GroupFields::named(std::string_view key) const {
  std::vector<std::pair<std::string, std::string>> out;
  for (const std::string& name : correlation_->group_by) {
    std::uint64_t size = 0;
    std::memcpy(&size, key.data(), sizeof size);
    out.emplace_back(name, key.substr(sizeof size, size));
    key.remove_prefix(sizeof size + size);
  }
  return out;
}

void GroupFields::add_names_to(std::vector<std::string>& names) const {
  const auto add = [&](const std::string& name) { names.push_back(name); };
  for (const std::string& each : correlation_->group_by) add(each);
  for (const std::string& each : correlation_->fields) add(each);
  for (const Correlation::Alias& alias : correlation_->aliases) {
    for (const auto& [member, field] : alias.fields) add(field);
  }
}

}  // namespace rulemap::sigma
