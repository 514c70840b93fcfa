// The fields that blocks say they write and read, followed from writer to reader.
#pragma once

#include <vector>

#include "plan/planning.h"

namespace rulemap::engine {

// The fields of an instance are written from here on.
void declare(Planning& planning, const host::Declared& declared, const BlockFile& block,
             FieldScope& scope);

// Options of type `field` have to name something that is written above.
void check_field_options(Planning& planning, const BlockFile& block,
                         const rulemap_descriptor& about, const FieldScope& scope);

// What steps further down write, so that a `when` that comes too early can be told so.
void collect_later(Planning& planning, const std::vector<StepFile>& steps);

}  // namespace rulemap::engine
