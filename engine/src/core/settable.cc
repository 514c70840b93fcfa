#include "core/settable.h"

#include <algorithm>
#include <array>

#include "record/vocabulary.h"
#include "rulemap/host/options.h"

namespace rulemap::engine {
namespace {

constexpr std::string_view kTags = "tags";

const NeutralField* neutral(std::string_view field) {
  const auto found = std::find_if(kNeutralFields.begin(), kNeutralFields.end(),
                                  [&](const NeutralField& each) { return each.name == field; });
  return found == kNeutralFields.end() ? nullptr : found;
}

bool is_engine_own(std::string_view field) {
  constexpr std::array<std::string_view, 4> kOwn = {"kind", "id", "errors", "also"};
  return field == "case" || field.starts_with("case.") ||
         std::find(kOwn.begin(), kOwn.end(), field) != kOwn.end();
}

// The gate judges by these: a pipeline file may hold back more, and open nothing.
std::string why_no_indicator(std::string_view field, Doc value) {
  if (field == "ioc.private") {
    if (value.boolean().value_or(false)) return "";
    return "can only be set to true: what is private is judged by the indicator";
  }
  return "is what the source read; another indicator needs a line of its own in the source";
}

std::string why_no_tags(Doc value) {
  if (value.is_list() || value.text()) return "";
  return "holds texts: write it in quotes";
}

const char* name_of(std::uint32_t type) {
  switch (type) {
    case RULEMAP_FIELD_BOOL:
      return "true or false";
    case RULEMAP_FIELD_INT:
      return "a whole number";
    case RULEMAP_FIELD_TIME:
      return "a time in milliseconds since 1970";
    default:
      return "one text: in quotes, where it looks like something else";
  }
}

bool fits(std::uint32_t type, Doc value) {
  if (value.is_list()) return false;
  const std::uint32_t kind = value.value().kind;
  if (type == RULEMAP_FIELD_BOOL) return kind == RULEMAP_BOOL;
  if (type == RULEMAP_FIELD_INT || type == RULEMAP_FIELD_TIME) return kind == RULEMAP_INT;
  return kind == RULEMAP_TEXT;
}

std::string why_not(std::string_view field, Doc value) {
  if (is_engine_own(field)) return "is the engine's own";
  if (field == "lookup" || field.starts_with("lookup.")) {
    return "is what became of a lookup: the step that asks fills it";
  }
  if (field == "ioc" || field.starts_with("ioc.")) return why_no_indicator(field, value);
  if (field == kTags) return why_no_tags(value);
  const NeutralField* found = neutral(field);
  if (!found) return "";
  if (found->type == RULEMAP_FIELD_LIST) return "holds entries that enrichers and mappers write";
  if (!fits(found->type, value)) return std::string("is ") + name_of(found->type);
  if (found->choices.empty() || host::is_choice(found->choices, *value.text())) return "";
  return "is one of " + host::choices_text(found->choices);
}

}  // namespace

std::string why_not_settable(std::string_view field, Doc value) {
  const std::string why = why_not(field, value);
  return why.empty() ? "" : "`" + std::string(field) + "` " + why;
}

bool is_list_of_texts(std::string_view field, Doc value) {
  return field == kTags || value.is_list();
}

}  // namespace rulemap::engine
