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

}  // namespace

bool is_field_of_records(const std::string& name, const std::map<std::string, Writer>& later) {
  return is_neutral(name) || later.count(name);
}

UnknownField unknown_field(const std::string& name, const std::vector<std::string>& known,
                           const std::map<std::string, Writer>& later) {
  UnknownField out = is_neutral(name)
                         ? unwritten(name)
                         : UnknownField{"unknown field `" + name + "`", guess(name, known)};
  if (const auto found = later.find(name); found != later.end()) {
    out.hint = "step `" + found->second.step + "` (line " + std::to_string(found->second.line) +
               ") writes it, but runs later";
  }
  return out;
}

}  // namespace rulemap::engine
