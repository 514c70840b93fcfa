#include "fields.h"

#include <algorithm>
#include <set>
#include <utility>

#include "field_content.h"

namespace rulemap::virustotal {
namespace {

bool has(const std::vector<Attribute>& all, std::string_view name) {
  return std::any_of(all.begin(), all.end(),
                     [&](const Attribute& each) { return each.name == name; });
}

void put(std::vector<Attribute>& all, std::string_view name, const Content& content) {
  if (!name.empty() && !has(all, name)) all.push_back({std::string(name), content});
}

std::set<std::string> texts_of(const Fields& fields, std::string_view name) {
  std::set<std::string> out;
  for (const Attribute& each : fields.attributes) {
    const auto* text = std::get_if<std::string>(&each.value);
    if (text && each.name == name) out.insert(*text);
  }
  return out;
}

// Whether a value is nothing to be read, rather than one that could not be.
bool says_nothing(Doc value) {
  const auto text = value.text();
  if (text) return text->find_first_not_of(' ') == std::string_view::npos || text == "TNULL";
  return (value.is_list() || value.is_object()) && value.size() == 0;
}

}  // namespace

Doc walk(Doc object, std::string_view path) {
  while (true) {
    const std::size_t dot = std::min(path.find('.'), path.size());
    object = object[path.substr(0, dot)];
    if (dot == path.size()) return object;
    path.remove_prefix(dot + 1);
  }
}

std::string Fields::text(std::string_view attribute) const {
  for (const Attribute& each : attributes) {
    const auto* text = std::get_if<std::string>(&each.value);
    if (text && each.name == attribute) return *text;
  }
  return {};
}

Fields FieldReader::read(Doc object, std::span<const FieldRule> rules) {
  Fields out;
  for (const FieldRule& rule : rules) {
    const Doc value = walk(object, rule.path);
    if (rule.kind == Kind::own || value.is_null()) continue;
    if (gives_texts(rule.kind))
      read_texts(value, rule, out);
    else
      read_one(value, rule, out);
  }
  return out;
}

void FieldReader::read_one(Doc value, const FieldRule& rule, Fields& out) {
  Content content;
  if (!read_content(value, rule.kind, content)) {
    const bool is_text = value.text().has_value();
    return leave_out(is_text && says_nothing(value) ? 0 : 1);
  }
  put(out.attributes, rule.attribute, content);
  put(out.facts, rule.fact, content);
  put(out.facts, rule.neutral, content);
}

void FieldReader::read_texts(Doc value, const FieldRule& rule, Fields& out) {
  const bool is_names = rule.kind == Kind::names;
  std::set<std::string> seen = texts_of(out, rule.attribute);
  std::size_t taken = seen.size();
  const std::size_t most = is_names ? max_names_ : kMaxTexts;
  const std::vector<std::string> all = texts_in(value, rule);
  if (all.empty() && !says_nothing(value)) leave_out();
  for (std::size_t i = 0; i < all.size(); ++i) {
    const Doc entry = value.is_list() ? value.at(i) : value;
    if (all[i].empty()) {
      leave_out(says_nothing(entry) ? 0 : 1);
    } else if (seen.insert(all[i]).second) {
      if (taken++ < most)
        out.attributes.push_back({std::string(rule.attribute), all[i]});
      else
        ++(is_names ? names_left_out_ : values_left_out_);
      if (!rule.fact.empty()) put(out.facts, rule.fact, all[i]);
    }
  }
}

}  // namespace rulemap::virustotal
