// One value of an answer, held against the kind that it has to be of.
#pragma once

#include <string>
#include <vector>

#include "fields.h"

namespace rulemap::virustotal {

using Content = decltype(Attribute::value);

// Fills `out` and says true, or leaves the value out. No optional: g++ 12 sees uninitialized
// members in an optional of a variant where there are none.
bool read_content(Doc value, Kind kind, Content& out);

// What a value of a kind that may give several texts gives; an entry that gives none is empty.
bool gives_texts(Kind kind);
std::vector<std::string> texts_in(Doc value, const FieldRule& rule);

}  // namespace rulemap::virustotal
