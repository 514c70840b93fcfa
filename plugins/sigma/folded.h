// Text in the form in which titles, authors and descriptions are compared regardless of case.
#pragma once

#include <string>
#include <string_view>

namespace rulemap::sigma_map {

// Letters in lower case, runs of blanks as one blank, none at the ends. Letters are those of ASCII,
// Latin-1, Latin Extended-A, Greek and Cyrillic, folded one to one; all else, bytes that are not
// UTF-8 included, stays as it is.
std::string folded(std::string_view text);

}  // namespace rulemap::sigma_map
