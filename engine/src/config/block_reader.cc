#include "config/block_reader.h"

#include <algorithm>

#include "config/secret_words.h"
#include "expr/guess.h"

namespace rulemap::engine {

void report(Diagnostics& diagnostics, yaml::Place place, std::size_t length, std::string message,
            std::string code, std::string hint, Severity severity) {
  diagnostics.add({severity, "", place.line, place.column,
                   static_cast<std::uint32_t>(std::max<std::size_t>(length, 1)), std::move(message),
                   std::move(code), std::move(hint)});
}

void hide(Diagnostics& diagnostics, const yaml::Node& value) {
  if (value.is_scalar() && value.text.find("${") == std::string::npos) {
    diagnostics.hide({value.place.line, value.place.column, value.text});
  }
  for (const yaml::Node& each : value.items) hide(diagnostics, each);
  for (const yaml::Member& each : value.members) hide(diagnostics, each.value);
}

std::string guess(std::string_view word, const std::vector<std::string>& names) {
  const std::string near = expr::nearest(word, names);
  return near.empty() ? "" : "did you mean `" + near + "`?";
}

BlockReader::BlockReader(const yaml::Node& node, std::string what, Diagnostics& diagnostics)
    : node_(node), what_(std::move(what)), diagnostics_(diagnostics), is_map_(node.is_map()) {
  if (is_map_) return;
  problem(node.place, node.text.size(),
          what_ + " has to be a map of keys, not a " + std::string(yaml::kind_name(node.kind)),
          "type");
}

const yaml::Member* BlockReader::member(std::string_view key) {
  if (std::find(known_.begin(), known_.end(), key) == known_.end()) known_.emplace_back(key);
  if (!is_map_) return nullptr;
  for (const yaml::Member& each : node_.members) {
    if (each.key == key) return &each;
  }
  return nullptr;
}

const yaml::Node* BlockReader::node(std::string_view key) {
  const yaml::Member* found = member(key);
  return found ? &found->value : nullptr;
}

Written BlockReader::scalar(std::string_view key) {
  const yaml::Member* found = member(key);
  if (!found) return {};
  if (found->value.is_scalar()) return {found->value.text, found->value.place, found->value.quoted};
  if (!found->value.is_null()) {
    problem(found->value.place, 1,
            "`" + std::string(key) + "` of " + what_ + " has to be one value, not a " +
                std::string(yaml::kind_name(found->value.kind)),
            "type");
  }
  return {"", found->place, false};
}

Written BlockReader::required(std::string_view key, std::string hint) {
  Written found = scalar(key);
  const yaml::Node* there = node(key);
  if (found.empty() && is_map_ && (!there || there->is_null() || there->is_scalar())) {
    problem(found.place.line ? found.place : node_.place, key.size(),
            what_ + " needs `" + std::string(key) + "`", "missing", std::move(hint));
  }
  return found;
}

const std::vector<yaml::Node>& BlockReader::list(std::string_view key) {
  static const std::vector<yaml::Node> kNone;
  const yaml::Node* found = node(key);
  if (!found || found->is_null()) return kNone;
  if (found->is_list()) return found->items;
  problem(found->place, found->text.size(),
          "`" + std::string(key) + "` has to be a list: each entry begins with `- `", "type");
  return kNone;
}

void BlockReader::planned(std::initializer_list<std::string_view> keys) {
  for (std::string_view key : keys) {
    planned_.emplace_back(key);
    if (!is_map_) continue;
    for (const yaml::Member& each : node_.members) {
      if (each.key != key) continue;
      problem(each.place, key.size(), "`" + each.key + "` is not supported yet", "not-yet");
    }
  }
}

void BlockReader::finish() {
  if (!is_map_) return;
  for (const yaml::Member& each : node_.members) {
    if (std::find(known_.begin(), known_.end(), each.key) != known_.end()) continue;
    if (std::find(planned_.begin(), planned_.end(), each.key) != planned_.end()) continue;
    std::string takes;
    if (names_secret(each.key)) hide(diagnostics_, each.value);
    for (const std::string& key : known_) takes += (takes.empty() ? "" : ", ") + key;
    problem(each.place, each.key.size(),
            "`" + each.key + "` is not a key of " + what_ + "; it takes " + takes, "unknown-key",
            guess(each.key, known_));
  }
}

void BlockReader::problem(yaml::Place place, std::size_t length, std::string message,
                          std::string code, std::string hint) {
  report(diagnostics_, place, length, std::move(message), std::move(code), std::move(hint));
}

}  // namespace rulemap::engine
