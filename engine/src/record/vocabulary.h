// The neutral fields of a record: what every plugin may count on. docs/record.md explains them.
#pragma once

#include <array>
#include <string_view>

#include "rulemap/abi/batch.h"

namespace rulemap::engine {

struct NeutralField {
  std::string_view name;
  std::uint32_t type;
  bool by_host;                   // the host writes it; the others need a source or a step
  std::string_view choices = {};  // "a|b": its only values; empty: any
};

inline constexpr std::string_view kTlpWords = "clear|green|amber|amber+strict|red";
inline constexpr std::string_view kPapWords = "clear|green|amber|red";
inline constexpr std::string_view kLookupWords = "known|unknown|failed|not_asked";

inline constexpr std::array kNeutralFields = {
    NeutralField{"kind", RULEMAP_FIELD_TEXT, true},
    NeutralField{"id", RULEMAP_FIELD_TEXT, true},
    NeutralField{"case.id", RULEMAP_FIELD_TEXT, true},
    NeutralField{"case.title", RULEMAP_FIELD_TEXT, true},
    NeutralField{"tlp", RULEMAP_FIELD_TEXT, true, kTlpWords},
    NeutralField{"pap", RULEMAP_FIELD_TEXT, true, kPapWords},
    NeutralField{"errors", RULEMAP_FIELD_LIST, true},
    NeutralField{"also", RULEMAP_FIELD_LIST, true},
    NeutralField{"dead_letter", RULEMAP_FIELD_OBJECT, true},
    NeutralField{"ioc.type", RULEMAP_FIELD_TEXT, false},
    NeutralField{"ioc.value", RULEMAP_FIELD_TEXT, false},
    NeutralField{"ioc.port", RULEMAP_FIELD_INT, false},
    NeutralField{"ioc.private", RULEMAP_FIELD_BOOL, true},
    NeutralField{"ioc.original", RULEMAP_FIELD_TEXT, false},
    NeutralField{"ioc.file", RULEMAP_FIELD_TEXT, false},
    NeutralField{"ioc.line", RULEMAP_FIELD_INT, false},
    NeutralField{"tags", RULEMAP_FIELD_LIST, false},
    NeutralField{"reputation.malicious", RULEMAP_FIELD_INT, false},
    NeutralField{"reputation.suspicious", RULEMAP_FIELD_INT, false},
    NeutralField{"reputation.harmless", RULEMAP_FIELD_INT, false},
    NeutralField{"reputation.total", RULEMAP_FIELD_INT, false},
    NeutralField{"reputation.label", RULEMAP_FIELD_TEXT, false},
    NeutralField{"reputation.by", RULEMAP_FIELD_TEXT, false},
    NeutralField{"reputation.at", RULEMAP_FIELD_TIME, false},
    NeutralField{"observables", RULEMAP_FIELD_LIST, false},
    NeutralField{"events", RULEMAP_FIELD_LIST, false},
    NeutralField{"matches", RULEMAP_FIELD_LIST, false},
    NeutralField{"techniques", RULEMAP_FIELD_LIST, false},
};

}  // namespace rulemap::engine
