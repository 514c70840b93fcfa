#include "reader.h"

#include <algorithm>
#include <utility>

namespace rulemap::sigma {

yaml::Node* Reader::find(std::string_view key) {
  for (yaml::Member& member : node_.members) {
    if (member.key == key) return member.value.is_null() ? nullptr : &member.value;
  }
  return nullptr;
}

yaml::Place Reader::place_of(std::string_view key) const {
  for (const yaml::Member& member : node_.members) {
    if (member.key == key) return member.place;
  }
  return node_.place;
}

void Reader::text(std::string_view key, std::string& out) {
  yaml::Node* const node = find(key);
  if (!node) return;
  if (node->is_scalar()) {
    out = std::move(node->text);
    return;
  }
  error(node->place,
        "`" + std::string(key) + "` is a text, not a " + std::string(yaml::kind_name(node->kind)));
}

void Reader::texts(std::string_view key, std::vector<std::string>& out) {
  yaml::Node* const node = find(key);
  if (!node) return;
  if (!node->is_list()) {
    return error(node->place, "`" + std::string(key) + "` is a list of texts, not a " +
                                  std::string(yaml::kind_name(node->kind)));
  }
  out.reserve(node->items.size());
  for (yaml::Node& item : node->items) {
    if (item.is_scalar()) {
      out.push_back(std::move(item.text));
    } else {
      error(item.place, "`" + std::string(key) + "` is a list of texts, and this is a " +
                            std::string(yaml::kind_name(item.kind)));
    }
  }
}

void Reader::word(std::string_view key, std::span<const std::string_view> words, std::string& out) {
  text(key, out);
  if (out.empty() || std::find(words.begin(), words.end(), out) != words.end()) return;
  error(find(key)->place,
        "`" + std::string(key) + "` is one of " + one_of(words) + did_you_mean(out, words), out);
  out.clear();
}

yaml::Node* Reader::required_map(std::string_view key) {
  yaml::Node* const node = find(key);
  if (node && node->is_map()) return node;
  error(node ? node->place : place_of(key),
        std::string(what_) + " has a map `" + std::string(key) + "`" +
            (node ? ", and this is a " + std::string(yaml::kind_name(node->kind))
                  : std::string("; this one has none")));
  return nullptr;
}

std::vector<Reference> Reader::references(std::string_view key, std::string_view example) {
  std::vector<Reference> out;
  const yaml::Node* const node = find(key);
  const auto take = [&](const yaml::Node& item) {
    if (!item.is_scalar() || item.text.empty()) {
      return error(item.place, "`" + std::string(key) + "` holds " + std::string(example));
    }
    out.push_back({item.text, item.place});
  };
  if (!node || (node->is_list() && node->items.empty())) {
    error(node ? node->place : place_of(key),
          std::string(what_) + " has `" + std::string(key) + "`, " + std::string(example));
  } else if (node->is_list()) {
    std::for_each(node->items.begin(), node->items.end(), take);
  } else {
    take(*node);
  }
  return out;
}

}  // namespace rulemap::sigma
