// Whose key it is, and what it may do: what a server would drop for this role is known beforehand.
#pragma once

#include <string>

#include "server/api.h"

namespace rulemap::misp {

struct Account {
  std::string organisation;  // its uuid
  std::string organisation_name;
  std::string role;
  bool may_add = false;
  bool may_modify = false;
  bool may_tag = false;
  bool may_create_tags = false;  // perm_tag_editor; without it unknown tags are dropped silently
  bool may_publish = false;
};

struct AccountAnswer {
  Answer answer;
  Account account;  // where the answer is done
};

// GET /users/view/me.json
AccountAnswer ask_account(Api& api);

// Why this key cannot write events; empty: it can.
std::string why_no_writer(const Account& account);

}  // namespace rulemap::misp
