#include "rulemap/sigma/correlate.h"

namespace rulemap::sigma {

ReadField fields_of(const Event& event, const FieldNames& names) {
  return [&event, &names](std::string_view field) -> std::optional<std::string_view> {
    const auto slot = names.find(canonical_field_name(field));
    const Value* const value = slot ? event.first_value(*slot) : nullptr;
    if (!value) return std::nullopt;
    return value->text;
  };
}

}  // namespace rulemap::sigma
