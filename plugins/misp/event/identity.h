// The uuids of everything that is written: version 5, so that the same case gives the same event.
// docs/misp-event.md has the table; identity_test.cc freezes it.
#pragma once

#include <string_view>

#include "rulemap/ids/uuid.h"

namespace rulemap::misp::identity {

using ids::Uuid;

Uuid event(const Uuid& name_space, std::string_view case_id);
// key: a file's hash, the domain, the URL; docs/misp-event.md has those of the other templates.
Uuid object(const Uuid& event, std::string_view template_name, std::string_view key);
// port: empty where the address was written without one.
Uuid ip_port(const Uuid& event, std::string_view ip, std::string_view port);
// file: its key, as above.
Uuid sandbox_report(const Uuid& event, std::string_view file, std::string_view sandbox);
// A rule whose text is not at hand. kind: suricata, snort.
Uuid rule_annotation(const Uuid& event, std::string_view kind, std::string_view key);
Uuid report(const Uuid& event, std::string_view name);
// Of a relation that may stand more than once in its object.
Uuid attribute(const Uuid& object, std::string_view relation, std::string_view value);
// Of a relation that stands once: its value may change, it stays the same attribute.
Uuid single_attribute(const Uuid& object, std::string_view relation);
Uuid event_attribute(const Uuid& event, std::string_view type, std::string_view value);
Uuid reference(const Uuid& object, std::string_view relation, const Uuid& target);

// Of an indicator as it was listed, whatever object it becomes.
Uuid indicator(const Uuid& event, std::string_view type, std::string_view value);
// A neutral observable within an event, by which references find their targets. Never written.
Uuid thing(const Uuid& event, std::string_view type, std::string_view key);

}  // namespace rulemap::misp::identity
