// One row as this sink sees it: the neutral fields of a record, read into plain values.
// Nothing of a provider's own fields is here; docs/record.md has the meaning of each.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rulemap/sdk/model.h"

namespace rulemap::misp {

struct Lookup {
  std::string provider;
  std::string state;  // known unknown failed not_asked
};

struct Reputation {
  std::optional<std::int64_t> malicious;
  std::optional<std::int64_t> suspicious;
  std::optional<std::int64_t> total;
  std::string label;
  std::string by;
  std::optional<std::int64_t> at_ms;
};

struct Written {  // an indicator that was merged into the record
  std::string type;
  std::string value;
};

struct Finding {
  std::uint64_t row = 0;
  std::string type;
  std::string value;
  std::optional<std::int64_t> port;
  bool is_private = false;
  bool is_related = false;  // named by a record, and not the indicator of one
  std::int64_t line = 0;
  std::vector<Lookup> lookups;  // by provider
  Reputation reputation;
  std::vector<Observable> observables;
  std::vector<Match> matches;
  std::vector<Technique> techniques;
  std::vector<Written> also;
  std::vector<std::string> failed_steps;
  std::vector<std::string> tags;
};

// In the order in which one of them stands for its file.
inline constexpr std::string_view kHashTypes[] = {"sha256", "sha1", "md5", "sha512"};

inline bool is_hash(std::string_view type) {
  return std::find(std::begin(kHashTypes), std::end(kHashTypes), type) != std::end(kHashTypes);
}

// The observable's type of an indicator: file domain ip url; empty where it becomes no object.
inline std::string_view observable_type(std::string_view indicator_type) {
  if (is_hash(indicator_type)) return "file";
  if (indicator_type == "ipv4" || indicator_type == "ipv6") return "ip";
  if (indicator_type == "domain" || indicator_type == "url") return indicator_type;
  return {};
}

namespace finding {

inline std::vector<Lookup> lookups(Doc fields) {
  constexpr std::string_view kPrefix = "lookup.";
  std::vector<Lookup> out;
  for (auto [name, state] : fields.members()) {
    if (!name.starts_with(kPrefix)) continue;
    out.push_back(
        {std::string(name.substr(kPrefix.size())), std::string(state.text().value_or(""))});
  }
  std::sort(out.begin(), out.end(),
            [](const Lookup& a, const Lookup& b) { return a.provider < b.provider; });
  return out;
}

inline Reputation reputation(Doc fields) {
  return {fields.integer("reputation.malicious"),    fields.integer("reputation.suspicious"),
          fields.integer("reputation.total"),        model::string_of(fields, "reputation.label"),
          model::string_of(fields, "reputation.by"), fields.integer("reputation.at")};
}

inline std::vector<Written> also(Doc list) {
  std::vector<Written> out;
  for (Doc each : list) {
    out.push_back({model::string_of(each, "type"), model::string_of(each, "value")});
  }
  return out;
}

inline std::vector<std::string> failed_steps(Doc errors) {
  std::vector<std::string> out;
  for (Doc each : errors) {
    std::string step = model::string_of(each, "step");
    if (!step.empty() && std::find(out.begin(), out.end(), step) == out.end()) {
      out.push_back(std::move(step));
    }
  }
  return out;
}

// Row: a sink's row that reads ioc.*, lookup.*, reputation.* and the lists.
template <class Row>
Finding read(const Row& row) {
  Finding out;
  out.row = row.id();
  out.type = row.text("ioc.type");
  out.value = row.text("ioc.value");
  out.port = row.integer("ioc.port");
  out.is_private = row.flag("ioc.private");
  out.line = row.integer("ioc.line").value_or(0);
  out.lookups = lookups(row.doc("lookup.*"));
  out.reputation = reputation(row.doc("reputation.*"));
  out.observables = entries<Observable>(row.doc("observables"));
  out.matches = entries<Match>(row.doc("matches"));
  out.techniques = entries<Technique>(row.doc("techniques"));
  out.also = also(row.doc("also"));
  out.failed_steps = failed_steps(row.doc("errors"));
  out.tags = model::strings_of(row.doc("tags"));
  return out;
}

}  // namespace finding
}  // namespace rulemap::misp
