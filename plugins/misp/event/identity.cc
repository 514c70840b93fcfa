#include "event/identity.h"

namespace rulemap::misp::identity {

using ids::joined;
using ids::uuid_v5;

Uuid event(const Uuid& name_space, std::string_view case_id) {
  return uuid_v5(name_space, case_id);
}
Uuid object(const Uuid& event, std::string_view template_name, std::string_view key) {
  return uuid_v5(event, joined({template_name, key}));
}
Uuid ip_port(const Uuid& event, std::string_view ip, std::string_view port) {
  return uuid_v5(event, joined({"ip-port", ip, port}));
}
Uuid sandbox_report(const Uuid& event, std::string_view file, std::string_view sandbox) {
  return uuid_v5(event, joined({"sandbox-report", file, sandbox}));
}
Uuid rule_annotation(const Uuid& event, std::string_view kind, std::string_view key) {
  return uuid_v5(event, joined({"annotation", kind, key}));
}
Uuid report(const Uuid& event, std::string_view name) {
  return uuid_v5(event, joined({"report", name}));
}
Uuid attribute(const Uuid& object, std::string_view relation, std::string_view value) {
  return uuid_v5(object, joined({relation, value}));
}
Uuid single_attribute(const Uuid& object, std::string_view relation) {
  return uuid_v5(object, relation);
}
Uuid event_attribute(const Uuid& event, std::string_view type, std::string_view value) {
  return uuid_v5(event, joined({type, value}));
}
Uuid reference(const Uuid& object, std::string_view relation, const Uuid& target) {
  return uuid_v5(object, joined({relation, target.text()}));
}
Uuid indicator(const Uuid& event, std::string_view type, std::string_view value) {
  return uuid_v5(event, joined({"indicator", type, value}));
}
Uuid thing(const Uuid& event, std::string_view type, std::string_view key) {
  return uuid_v5(event, joined({"thing", type, key}));
}

}  // namespace rulemap::misp::identity
