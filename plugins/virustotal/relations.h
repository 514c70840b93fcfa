// The relations of VirusTotal's objects that are read, by VirusTotal's names for them.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "request_path.h"
#include "rulemap/sdk/result.h"

namespace rulemap::virustotal {

// Who may ask, as VirusTotal documents it; `standard`: everyone may, and `default` does.
enum class Access { standard, everyone, premium };

struct RelationRule {
  Thing of;
  std::string_view name;
  std::string_view kind;      // of a record's relation
  bool from_related = false;  // the related thing is where the relation starts
  Access access = Access::everyone;
};

std::span<const RelationRule> all_relations();
// Null where VirusTotal knows no such relation of a thing, or it is not read.
const RelationRule* find_relation(Thing of, std::string_view name);

// `default` stands for few that every key may ask and that say something of the thing itself.
inline constexpr std::string_view kDefaultRelations = "default";

// An error names the first that is unknown, and what it may have meant.
Result<void> validate_relations(const std::vector<std::string>& names);
// Those of them that this thing has, each once, in their order.
std::vector<const RelationRule*> relations_of(Thing thing, const std::vector<std::string>& names);
// "?relationships=a,b"; empty for none.
std::string relations_query(const std::vector<const RelationRule*>& relations);

}  // namespace rulemap::virustotal
