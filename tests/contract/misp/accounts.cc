#include "contract/misp/accounts.h"

#include <algorithm>

namespace rulemap::simulated {
namespace {

// Roles as MISP ships them: number 3 is "User", 4 "Publisher", 6 "Read Only".
const Role kSiteAdmin = {1, "admin", true, true, true, true, true, true, true, false, true};
const Role kUser = {3, "User", true, false, false, false, true, false, true, false, true};
const Role kPublisher = {4, "Publisher", true, true, false, false, true, false, true, false, true};
const Role kSync = {5, "Sync user", true, true, true, false, true, true, true, false, true};
const Role kReadOnly = {6, "Read Only"};
const Role kNoTagger = {7, "No tagger", true, false, false, false, false, false, true, false};
const Role kRateLimited = {8, "Rate limited", true, false, false, false, true, false, true, true};

std::vector<Account> make_accounts() {
  const Organisation& own = own_organisation();
  const auto account = [](int id, std::string_view key, const char* email, const Role& role,
                          const Organisation& organisation) {
    return Account{id, std::string(key), email, organisation, role, key == kDisabledKey};
  };
  return {account(1, kSiteAdminKey, "admin@simulated.test", kSiteAdmin, own),
          account(2, kUserKey, "user@simulated.test", kUser, own),
          account(3, kPublisherKey, "publisher@simulated.test", kPublisher, own),
          account(4, kReadOnlyKey, "reader@simulated.test", kReadOnly, own),
          account(5, kNoTaggerKey, "no-tagger@simulated.test", kNoTagger, own),
          account(6, kSyncKey, "sync@simulated.test", kSync, own),
          account(7, kRateLimitedKey, "limited@simulated.test", kRateLimited, own),
          account(8, kDisabledKey, "disabled@simulated.test", kUser, own),
          account(9, kOtherOrgKey, "user@other.test", kPublisher, other_organisation())};
}

}  // namespace

const Organisation& own_organisation() {
  static const Organisation own = {1, "SIMULATED", "2b7c1a0e-6a0b-4a55-9d3e-5f0f6c1d7e01"};
  return own;
}

const Organisation& other_organisation() {
  static const Organisation other = {2, "OTHERORG", "9c4d2f1b-1e8a-4c39-8b7d-0a6e5d4c3b02"};
  return other;
}

const std::vector<Account>& accounts() {
  static const std::vector<Account> all = make_accounts();
  return all;
}

const Account* account_of(std::string_view key) {
  const auto found = std::find_if(accounts().begin(), accounts().end(),
                                  [&](const Account& each) { return each.key == key; });
  return found == accounts().end() ? nullptr : &*found;
}

}  // namespace rulemap::simulated
