// By which values the hits of a correlation are kept apart, and whose values they bring.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "rulemap/sigma/correlate.h"

namespace rulemap::sigma {

// The fields of a correlation as each of its members calls them.
class GroupFields {
 public:
  // Keeps a reference.
  explicit GroupFields(const Correlation& correlation);

  // The values of group-by as one text, each with its length before it. Nothing where one is
  // absent.
  std::optional<std::string> key(std::uint32_t member, const ReadField& read) const;
  // The values of `field`, in the same way. Nothing where one is absent.
  std::optional<std::string> values(std::uint32_t member, const ReadField& read) const;
  // The value of the only field.
  std::optional<std::string_view> value(std::uint32_t member, const ReadField& read) const;

  // What key() gave, as pairs of the names in group-by and their values.
  std::vector<std::pair<std::string, std::string>> named(std::string_view key) const;

  void add_names_to(std::vector<std::string>& names) const;

 private:
  const std::string& called(const std::string& name, std::uint32_t member) const;
  std::optional<std::string> joined(const std::vector<std::string>& names, std::uint32_t member,
                                    const ReadField& read) const;

  const Correlation* correlation_;
};

}  // namespace rulemap::sigma
