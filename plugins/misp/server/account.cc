#include "server/account.h"

#include "server/loose.h"

namespace rulemap::misp {

AccountAnswer ask_account(Api& api) {
  AccountAnswer out;
  out.answer = api.ask({.path = "/users/view/me.json", .asked = {.expected = "Role"}});
  if (!out.answer.done()) return out;
  const Doc role = out.answer.body["Role"];
  const Doc organisation = out.answer.body["Organisation"];
  const auto may = [&](std::string_view name) { return loose::flag(role[name]); };
  out.account = {.organisation = loose::text(organisation["uuid"]),
                 .organisation_name = loose::text(organisation["name"]),
                 .role = loose::text(role["name"]),
                 .may_add = may("perm_add"),
                 .may_modify = may("perm_modify"),
                 .may_tag = may("perm_tagger"),
                 .may_create_tags = may("perm_tag_editor") || may("perm_site_admin"),
                 .may_publish = may("perm_publish")};
  api.release(out.answer);
  return out;
}

std::string why_no_writer(const Account& account) {
  const std::string role = "the key's role `" + account.role + "` may not ";
  if (!account.may_add) return role + "add events (perm_add)";
  if (!account.may_modify) return role + "change events (perm_modify)";
  if (account.organisation.empty()) return "the server does not say whose key it is";
  return "";
}

}  // namespace rulemap::misp
