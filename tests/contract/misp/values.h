// What the simulated MISP server makes of the values of attributes before it stores them.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "contract/misp/settings.h"
#include "contract/misp/store.h"

namespace re2 {
class RE2;
}

namespace rulemap::simulated {

// Why an attribute is not stored; MISP names the field.
struct Refusal {
  std::string field;
  std::string message;
};

class ImportFilterTable {
 public:
  explicit ImportFilterTable(const std::vector<ImportFilter>& lines);
  ~ImportFilterTable();
  // Rewrites; false where the value is blocked.
  bool rewrite(std::string& value) const;

 private:
  struct Line;
  std::vector<Line> lines_;
};

struct TypeRow {
  std::string type;
  std::string category;  // where none is given
  bool to_ids;           // where nothing is said
  std::vector<std::string> categories;
};
const TypeRow* attribute_type(std::string_view type);

// Rewrites the value as it will be stored, or says why it will not be.
std::optional<Refusal> normalise(Attribute& attribute, const ImportFilterTable& filter);

// "2026-01-02T03:04:05.000000+00:00" from ISO 8601, with or without a time; else nothing.
std::optional<std::string> seen_time(std::string_view text);
// "2026-11-24"
bool is_date(std::string_view text);

}  // namespace rulemap::simulated
