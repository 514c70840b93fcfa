// Where a URL leads: the chain of redirections and its end.
#pragma once

#include "fields.h"
#include "observable_list.h"

namespace rulemap::virustotal {

inline constexpr std::size_t kMaxRedirections = 50;

// The URL relates to each that it led to; `last_final_url` is not in the chain.
void read_redirections(Doc attributes, ObservableList& list, FieldReader& reader);

}  // namespace rulemap::virustotal
