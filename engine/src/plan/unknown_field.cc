#include "plan/unknown_field.h"

#include <algorithm>

#include "config/block_reader.h"
#include "record/vocabulary.h"

namespace rulemap::engine {
namespace {

bool is_neutral(const std::string& name) {
  return std::any_of(kNeutralFields.begin(), kNeutralFields.end(), [&](const NeutralField& each) {
    return each.name == name || each.name.starts_with(name + ".");
  });
}

UnknownField unwritten(const std::string& name) {
  std::string hint = "a source or a step writes it; `rulemap plugins ID` says what each one writes";
  if (name == "tags") hint = "a step writes them: `use: core.set, with: { tags: [one, another] }`";
  return {"nothing above writes `" + name + "`", hint};
}

bool is_lookup(const std::string& name) { return name.starts_with("lookup."); }

std::vector<std::string> neutral_names(bool with_dot) {
  std::vector<std::string> out;
  for (const NeutralField& each : kNeutralFields) {
    const bool has_dot = each.name.find('.') != std::string_view::npos;
    if (has_dot == with_dot) out.emplace_back(each.name);
  }
  return out;
}

UnknownField unknown(const std::string& name, const std::vector<std::string>& known) {
  if (is_lookup(name))
    return {"no step above looks up `" + name.substr(7) + "`", guess(name, known)};
  std::string near = guess(name, known);
  if (near.empty() && name.find('.') == std::string::npos) near = guess(name, neutral_names(false));
  return {"unknown field `" + name + "`", near};
}

}  // namespace

bool is_misspelt_neutral(const std::string& name) {
  const std::size_t dot = name.find('.');
  if (dot == std::string::npos) return !guess(name, neutral_names(false)).empty();
  const std::string group = name.substr(0, dot);
  return (group == "ioc" || group == "case" || group == "reputation") && !is_neutral(name);
}

bool is_field_of_records(const std::string& name, const std::map<std::string, Writer>& later) {
  return is_neutral(name) || is_lookup(name) || later.count(name);
}

UnknownField unknown_field(const std::string& name, const std::vector<std::string>& known,
                           const std::map<std::string, Writer>& later) {
  UnknownField out = is_neutral(name) ? unwritten(name) : unknown(name, known);
  if (const auto found = later.find(name); found != later.end()) {
    out.hint = "step `" + found->second.step + "` (line " + std::to_string(found->second.line) +
               ") writes it, but runs later";
  }
  return out;
}

}  // namespace rulemap::engine
