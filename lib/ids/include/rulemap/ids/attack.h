// The ids of MITRE ATT&CK as rules, tags and galaxies write them: T1055, T1055.001, TA0001,
// S0002, G0016. Only the form is judged; whether an id exists is for whoever holds the data.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rulemap::ids {

// Upper case as ATT&CK writes them: T and four digits, a sub-technique a dot and three more.
bool is_technique_id(std::string_view id);
bool is_tactic_id(std::string_view id);    // TA0001
bool is_software_id(std::string_view id);  // S0001
bool is_group_id(std::string_view id);     // G0001

// "T1055.001" -> "T1055"; a technique without a parent, or any other text, comes back as it is.
// The view points into `id`.
std::string_view parent_of(std::string_view id);

// The id inside a Sigma tag, in upper case: "attack.t1055.001" -> "T1055.001". The tag may be
// written in any case; nullopt for tags that hold another kind of id, a tactic's name or no id.
std::optional<std::string> technique_in_tag(std::string_view tag);
std::optional<std::string> tactic_in_tag(std::string_view tag);
std::optional<std::string> software_in_tag(std::string_view tag);
std::optional<std::string> group_in_tag(std::string_view tag);

// The technique after the last " - " of a galaxy value: "Drive-by Compromise - T1189" -> "T1189".
// Hyphens in the name do no harm. nullopt where what stands there is no technique id.
std::optional<std::string> technique_at_end(std::string_view value);

// The ids that stand as words of their own in a text for people, in upper case, each once, in their
// order: "T1055 - Process Injection", "T1027,. t1083", "attack.t1003.001", and the page of a
// technique, "attack.mitre.org/techniques/T1053/005/". The sub-technique may also follow "/" or
// "_".
struct FoundIds {
  std::vector<std::string> techniques = {};
  std::vector<std::string> tactics = {};
  std::vector<std::string> software = {};
  std::vector<std::string> groups = {};
};

inline constexpr std::size_t kMostFoundIds = 100;  // of each kind; what follows is passed over

// Adds to `found`. Linear in the text.
void find_ids(std::string_view text, FoundIds& found);

}  // namespace rulemap::ids
