// From what a pipeline file says to the cells that a plugin gets: every option type, one place.
#pragma once

#include <charconv>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rulemap/abi/descriptor.h"
#include "rulemap/host/document.h"
#include "rulemap/sdk/result.h"

namespace rulemap::host {

// "250ms" "30s" "5m" "2h" "7d" "1w" as milliseconds; nothing where it is none of these.
inline std::optional<std::int64_t> parse_duration(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failed != std::errc() || number < 0) return std::nullopt;
  const std::string_view unit(end, static_cast<std::size_t>(text.data() + text.size() - end));
  constexpr std::pair<std::string_view, std::int64_t> kUnits[] = {
      {"ms", 1},        {"s", 1000},       {"m", 60'000},
      {"h", 3'600'000}, {"d", 86'400'000}, {"w", 604'800'000}};
  for (const auto& [name, factor] : kUnits) {
    if (unit == name && number <= INT64_MAX / factor) return number * factor;
  }
  return std::nullopt;
}

// "low|medium|high" as a sentence's list: "low, medium, high".
inline std::string choices_text(std::string_view choices) {
  std::string out;
  for (char c : choices) out += c == '|' ? std::string(", ") : std::string(1, c);
  return out;
}
inline bool is_choice(std::string_view choices, std::string_view text) {
  for (std::size_t at = 0; at <= choices.size();) {
    const std::size_t bar = std::min(choices.find('|', at), choices.size());
    if (choices.substr(at, bar - at) == text) return true;
    at = bar + 1;
  }
  return false;
}

// The values of one instance's configuration, in the order of its options. Owns what they refer to.
class ConfigValues {
 public:
  ConfigValues(const rulemap_descriptor& about, std::string base_folder)
      : about_(about), base_(std::move(base_folder)), values_(about.option_count) {}

  // One scalar of option `index`, as it is written. The error says what would be right.
  Result<void> set(std::uint32_t index, std::string_view written);
  // A list option.
  Result<void> set_list(std::uint32_t index, const std::vector<std::string>& items);
  // One key of a RULEMAP_OPTION_REST option; numbers and booleans where they are not quoted.
  // A list holds texts.
  void set_rest(std::uint32_t index, std::string_view key, std::string_view written, bool quoted);
  void set_rest_list(std::uint32_t index, std::string_view key,
                     const std::vector<std::string>& items);
  void set_secret(std::uint32_t index, std::int64_t handle) {
    values_[index].kind = RULEMAP_SECRET;
    values_[index].as.integer = handle;
  }
  // Fills in the defaults; gives the names of required options that are still missing.
  std::vector<std::string> complete();

  // What the path options name, absolute: files, folders, globs, or "-".
  std::vector<std::string> paths() const {
    std::vector<std::string> out;
    for (std::uint32_t i = 0; i < about_.option_count; ++i) {
      for (std::string& each : paths(i)) out.push_back(std::move(each));
    }
    return out;
  }
  // Of option `index` alone, in their order; none where it is no path option.
  std::vector<std::string> paths(std::uint32_t index) const {
    std::vector<std::string> out;
    const std::uint32_t type = about_.options[index]->type;
    if (type != RULEMAP_OPTION_PATH && type != RULEMAP_OPTION_PATHS) return out;
    const rulemap_value& value = values_[index];
    if (value.kind == RULEMAP_TEXT) out.emplace_back(view(value.as.text));
    if (value.kind != RULEMAP_DOC || !json_of(value.as.doc).IsArray()) return out;
    for (const Json& each : json_of(value.as.doc).GetArray()) {
      if (each.IsString()) out.emplace_back(view_of(each));
    }
    return out;
  }

  rulemap_config abi() const {
    return {sizeof(rulemap_config), values_.data(), static_cast<std::uint32_t>(values_.size())};
  }

 private:
  std::string absolute(std::string_view path) const {
    if (path == "-" || base_.empty()) return std::string(path);
    return (std::filesystem::path(base_) / path).lexically_normal().string();
  }
  void add_rest(std::uint32_t index, std::string_view key, Json value) {
    if (!kept_.count(index)) keep(index, Json(rapidjson::kObjectType));
    kept_[index]->AddMember(copy_text(key, pool_), std::move(value), pool_);
    values_[index] = cell_of(*kept_[index]);
  }
  Json& keep(std::uint32_t index, Json json) {
    kept_[index] = std::make_unique<Json>(std::move(json));
    values_[index] = cell_of(*kept_[index]);
    return *kept_[index];
  }

  const rulemap_descriptor& about_;
  std::string base_;
  std::vector<rulemap_value> values_;
  Pool pool_;
  std::map<std::uint32_t, std::unique_ptr<Json>> kept_;
};

namespace options {

inline Error expected(const rulemap_option& option, std::string_view written, const char* what) {
  return {
      "`" + std::string(option.name) + "` takes " + what + ", not `" + std::string(written) + "`",
      option.name};
}

template <class Number>
std::optional<Number> number(std::string_view text) {
  Number out{};
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (failed != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return out;
}

}  // namespace options

inline Result<void> ConfigValues::set(std::uint32_t index, std::string_view written) {
  const rulemap_option& option = *about_.options[index];
  if (option.choices && !is_choice(option.choices, written)) {
    return Error{"`" + std::string(option.name) + "` is one of " + choices_text(option.choices) +
                     ", not `" + std::string(written) + "`",
                 option.name};
  }
  switch (option.type) {
    case RULEMAP_OPTION_TEXT:
    case RULEMAP_OPTION_FIELD:
      keep(index, copy_text(written, pool_));
      return {};
    case RULEMAP_OPTION_PATH:
      keep(index, copy_text(absolute(written), pool_));
      return {};
    case RULEMAP_OPTION_PATHS:
    case RULEMAP_OPTION_TEXTS:
      return set_list(index, {std::string(written)});
    case RULEMAP_OPTION_INT: {
      const auto found = options::number<std::int64_t>(written);
      if (!found) return options::expected(option, written, "a whole number");
      values_[index] = Value(*found).cell();
      return {};
    }
    case RULEMAP_OPTION_FLOAT: {
      const auto found = options::number<double>(written);
      if (!found || !std::isfinite(*found)) return options::expected(option, written, "a number");
      values_[index] = Value(*found).cell();
      return {};
    }
    case RULEMAP_OPTION_BOOL:
      if (written != "true" && written != "false") {
        return options::expected(option, written, "true or false");
      }
      values_[index] = Value(written == "true").cell();
      return {};
    case RULEMAP_OPTION_DURATION: {
      const auto found = parse_duration(written);
      if (!found) return options::expected(option, written, "a duration such as 30s, 5m or 7d");
      values_[index] = Value(*found).cell();
      values_[index].kind = RULEMAP_DURATION;
      return {};
    }
    case RULEMAP_OPTION_SECRET:
      return Error{"`" + std::string(option.name) +
                       "` takes a secret: write \"${secrets.NAME}\" and name it under `secrets`",
                   option.name};
    default:
      return options::expected(option, written, "a map");
  }
}

inline Result<void> ConfigValues::set_list(std::uint32_t index,
                                           const std::vector<std::string>& items) {
  const rulemap_option& option = *about_.options[index];
  if (option.type != RULEMAP_OPTION_PATHS && option.type != RULEMAP_OPTION_TEXTS) {
    return Error{"`" + std::string(option.name) + "` takes one value, not a list", option.name};
  }
  Json list(rapidjson::kArrayType);
  for (const std::string& item : items) {
    if (option.choices && !is_choice(option.choices, item)) {
      return Error{"`" + std::string(option.name) + "` takes " + choices_text(option.choices) +
                       ", not `" + item + "`",
                   option.name};
    }
    const bool path = option.type == RULEMAP_OPTION_PATHS;
    list.PushBack(copy_text(path ? absolute(item) : item, pool_), pool_);
  }
  keep(index, std::move(list));
  return {};
}

inline void ConfigValues::set_rest(std::uint32_t index, std::string_view key,
                                   std::string_view written, bool quoted) {
  Json value = copy_text(written, pool_);
  if (!quoted) {
    if (written == "true" || written == "false")
      value = Json(written == "true");
    else if (const auto whole = options::number<std::int64_t>(written))
      value = Json(*whole);
    else if (const auto real = options::number<double>(written))
      value = Json(*real);
  }
  add_rest(index, key, std::move(value));
}

inline void ConfigValues::set_rest_list(std::uint32_t index, std::string_view key,
                                        const std::vector<std::string>& items) {
  Json list(rapidjson::kArrayType);
  for (const std::string& item : items) list.PushBack(copy_text(item, pool_), pool_);
  add_rest(index, key, std::move(list));
}

inline std::vector<std::string> ConfigValues::complete() {
  std::vector<std::string> missing;
  for (std::uint32_t i = 0; i < about_.option_count; ++i) {
    if (values_[i].kind != RULEMAP_MISSING) continue;
    const rulemap_option& option = *about_.options[i];
    if (option.standard) {
      (void)set(i, option.standard);
    } else if (option.flags & RULEMAP_OPTION_REQUIRED) {
      missing.emplace_back(option.name);
    } else if (option.flags & RULEMAP_OPTION_REST) {
      keep(i, Json(rapidjson::kObjectType));
    }
  }
  return missing;
}

}  // namespace rulemap::host
