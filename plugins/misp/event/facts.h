// What MISP knows: object templates, attribute types and the names of relationships, as one edition
// of its data has them. The compiled-in edition is data/*.tsv.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "rulemap/sdk/result.h"

namespace rulemap::misp {

struct AttributeType {
  std::string_view name;
  std::string_view default_category;
  bool default_to_ids = false;
  std::vector<std::string_view> categories;  // the allowed ones
};

struct TemplateAttribute {
  std::string_view relation;
  std::string_view type;
  // The template's first category that the type allows, else the type's default.
  std::string_view category;
  bool multiple = false;  // may stand more than once in an object
  bool no_correlation = false;
};

struct Template {
  std::string_view name;
  std::string_view uuid;
  std::string_view version;
  std::string_view meta_category;
  std::vector<std::string_view> required;         // all of these
  std::vector<std::string_view> required_one_of;  // and one of these
  std::vector<TemplateAttribute> attributes;

  // nullptr where the template has no such relation.
  const TemplateAttribute* find(std::string_view relation) const;
};

// Borrows the texts that it was read from.
class Facts {
 public:
  // Three texts of tab separated lines, comments beginning with #. Fails with the line in `where`;
  // also where an attribute has a type that is not listed.
  static Result<Facts> from_tsv(std::string_view templates, std::string_view types,
                                std::string_view relationships);

  // nullptr for names that MISP does not know. They live as long as the facts.
  const Template* find_template(std::string_view name) const;
  const AttributeType* find_type(std::string_view name) const;
  // The number of a relationship's name in relationships(), or -1.
  std::int32_t find_relationship(std::string_view name) const;

  const std::vector<Template>& templates() const { return templates_; }
  const std::vector<AttributeType>& types() const { return types_; }
  // In the order of their bytes.
  const std::vector<std::string_view>& relationships() const { return relationships_; }

 private:
  Result<void> add_line(const std::vector<std::string_view>& columns);
  Result<void> add_attribute(const std::vector<std::string_view>& columns);

  std::vector<Template> templates_;
  std::vector<AttributeType> types_;
  std::vector<std::string_view> relationships_;
};

// The edition inside this plugin. Fails only where its build went wrong.
Result<Facts> compiled_in_facts();

}  // namespace rulemap::misp
