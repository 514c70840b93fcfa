// The accounts of the simulated MISP server, one key a role. All belong to one organisation, save
// the last.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace rulemap::simulated {

inline constexpr std::string_view kSiteAdminKey = "SimulatedSiteAdmin0000000000000000000000";
// Role "User": may add, modify and use tags, but neither make tags nor publish.
inline constexpr std::string_view kUserKey = "SimulatedUser000000000000000000000000000";
inline constexpr std::string_view kPublisherKey = "SimulatedPublisher0000000000000000000000";
inline constexpr std::string_view kReadOnlyKey = "SimulatedReadOnly00000000000000000000000";
inline constexpr std::string_view kNoTaggerKey = "SimulatedNoTagger00000000000000000000000";
inline constexpr std::string_view kSyncKey = "SimulatedSync000000000000000000000000000";
inline constexpr std::string_view kRateLimitedKey = "SimulatedRateLimited00000000000000000000";
inline constexpr std::string_view kDisabledKey = "SimulatedDisabled00000000000000000000000";
// Role "Publisher" of another organisation.
inline constexpr std::string_view kOtherOrgKey = "SimulatedOtherOrg00000000000000000000000";

struct Organisation {
  int id;
  std::string name;
  std::string uuid;
};

struct Role {
  int id;
  std::string name;
  bool add = false;
  bool publish = false;
  bool sync = false;
  bool site_admin = false;
  bool tagger = false;
  bool tag_editor = false;
  bool galaxy_editor = false;
  bool rate_limited = false;
  bool audit = false;  // sees who made an event
};

struct Account {
  int id;
  std::string key;
  std::string email;
  Organisation organisation;
  Role role;
  bool disabled = false;
};

const Organisation& own_organisation();
const Organisation& other_organisation();
const std::vector<Account>& accounts();
// Null where the key is nobody's.
const Account* account_of(std::string_view key);

}  // namespace rulemap::simulated
