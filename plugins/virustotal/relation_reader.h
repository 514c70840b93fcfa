// `relationships` of a report, and further pages of one relation: the things that VirusTotal
// relates to the record's indicator.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fields.h"
#include "observable_list.h"
#include "relations.h"

namespace rulemap::virustotal {

inline constexpr std::size_t kMaxPage = 40;  // objects that one answer is asked for

// Where a relation goes on: the cursor of its next page, and how many of it were read.
struct NextPage {
  const RelationRule* relation = nullptr;
  std::string cursor = {};
  std::size_t read = 0;

  std::size_t limit(std::size_t most) const;  // of the page
};

// What became of one relation, or of one page of it.
struct RelationRead {
  bool has_more = false;              // more are there than are wanted
  std::optional<NextPage> next = {};  // more are wanted than came
};

// `data` is one object, a list of objects or null. At most `most` entries are read of a relation,
// those that earlier pages had included; what cannot be read is counted.
RelationRead read_relation(const NextPage& from, Doc data, Doc meta, std::size_t most,
                           ObservableList& list, FieldReader& reader);

// The pages that are still to be asked for, as a field of the record keeps them, and back.
std::string written(const std::vector<NextPage>& pages);
std::vector<NextPage> next_pages(Thing thing, std::string_view written);

}  // namespace rulemap::virustotal
