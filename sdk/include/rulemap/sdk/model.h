// The typed entries of a record's lists: what enrichers and mappers write, and sinks read.
//
//   matches[]      a detection rule that applies       Match
//   techniques[]   an ATT&CK technique that was seen   Technique
//   observables[]  a neutral object with its relations Observable
//   events[]       a sandbox or log event for Sigma    Event
//
// Every entry carries "v", the revision of its layout (now 1). Several steps append; nobody
// replaces another's entry. A reader skips keys that it does not know. Neutral means: no provider's
// names, no sink's names. Texts are UTF-8; empty means unknown and is not written.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "rulemap/sdk/entry_builder.h"
#include "rulemap/sdk/value.h"

namespace rulemap {

namespace how {
inline constexpr std::string_view kObserved = "observed";        // a provider says that it matched
inline constexpr std::string_view kEvaluated = "evaluated";      // this engine evaluated the rule
inline constexpr std::string_view kTheoretical = "theoretical";  // only a tag says so
}  // namespace how

// One event that supports a claim: field names and values as the one who saw it wrote them.
struct Evidence {
  std::vector<std::pair<std::string, std::string>> fields = {};
};

// A candidate, where a title belongs to more than one rule.
struct Candidate {
  std::string id = {};
  std::string title = {};
};

struct Match {
  static constexpr const char* kField = "matches";
  std::string kind = {};    // sigma yara suricata snort
  std::string id = {};      // the rule's own id (a UUID for Sigma); empty while unresolved
  std::string title = {};   // the rule's current title; empty while unresolved
  std::string said = {};    // the title as the provider said it
  std::string level = {};   // critical high medium low informational
  std::string status = {};  // stable test experimental deprecated unsupported
  std::string author = {};
  std::string licence = {};
  std::string source = {};  // rule set or file
  std::string by = {};      // who says that it applies: provider or step
  std::string how = {};     // how::...
  std::string reason = {};  // how the rule was found: title, title_history, ambiguous, unmapped ...
  double score = -1;        // 0..1: how sure the mapping from title to rule is; below 0 it is unset
  std::vector<Evidence> evidence = {};
  std::vector<Candidate> candidates = {};
  std::string description = {};
  std::string category = {};               // an IDS rule's class: trojan-activity
  std::vector<std::string> families = {};  // malware that the rule is made for, as it names it
  std::string url = {};                    // where the rule can be read
  std::string text = {};                   // the whole rule; its licence says who may show it
};

struct Technique {
  static constexpr const char* kField = "techniques";
  std::string id = {};    // as it was said: T1055.001
  std::string name = {};  // as it was said
  std::vector<std::string> tactics = {};
  std::string by = {};      // who says so: "virustotal", "sigma"
  std::string source = {};  // the sandbox, or the rule's id
  std::string how = {};     // how::...
  std::string severity = {};
  std::vector<std::string> evidence = {};
  // Filled in by attack.map under "attack": the technique as ATT&CK knows it today.
  std::string current_id = {};  // after revocations were followed
  std::string current_name = {};
  std::string parent = {};  // id of the parent technique
  std::string tag = {};     // the value of its MISP cluster: "PowerShell - T1059.001"
};

// An attribute's name is one of docs/record.md; the same name may stand more than once.
struct Attribute {
  std::string name = {};
  std::variant<std::string, std::int64_t, double, bool, Time> value = {};
};

// From this observable to another one, which need not be in the record.
struct Relation {
  std::string kind = {};  // communicates-with dropped resolves-to belongs-to ...
  std::string type = {};
  std::string key = {};
};

struct Observable {
  static constexpr const char* kField = "observables";
  std::string type = {};  // file domain ip url asn certificate whois sandbox-report
  std::string key = {};   // what identifies it among its type: the sha256, the address, the URL
  std::string by = {};    // the provider
  bool subject = false;   // it is the record's own indicator, not something related to it
  std::vector<Attribute> attributes = {};
  std::vector<Relation> relations = {};
};

struct Event {
  static constexpr const char* kField = "events";
  std::string product = {};
  std::string category = {};
  std::string service = {};
  std::string by = {};  // the sandbox or log that recorded it
  std::vector<std::pair<std::string, std::string>> fields = {};
};

namespace model {

inline constexpr std::int64_t kRevision = 1;

inline std::string string_of(Doc object, std::string_view key) {
  return std::string(object.text(key).value_or(""));
}
inline std::vector<std::string> strings_of(Doc list) {
  std::vector<std::string> out;
  for (Doc item : list) {
    if (auto found = item.text()) out.emplace_back(*found);
  }
  return out;
}
inline std::vector<std::pair<std::string, std::string>> pairs_of(Doc object) {
  std::vector<std::pair<std::string, std::string>> out;
  for (auto [key, value] : object.members()) {
    out.emplace_back(key, value.text().value_or(""));
  }
  return out;
}
inline void write_pairs(EntryBuilder& out,
                        const std::vector<std::pair<std::string, std::string>>& pairs) {
  out.open_object();
  for (const auto& [key, value] : pairs) out.set(key, value);
  out.close();
}

inline void write(EntryBuilder out, const Match& match) {
  out.set("v", kRevision).set_text("kind", match.kind).set_text("id", match.id);
  out.set_text("title", match.title).set_text("said", match.said);
  out.set_text("level", match.level).set_text("status", match.status);
  out.set_text("author", match.author).set_text("licence", match.licence);
  out.set_text("source", match.source).set_text("by", match.by).set_text("how", match.how);
  out.set_text("reason", match.reason);
  if (match.score >= 0) out.set("score", match.score);
  out.set_text("description", match.description).set_text("category", match.category);
  out.set_texts("families", match.families);
  out.set_text("url", match.url).set_text("text", match.text);
  if (!match.evidence.empty()) {
    out.key("evidence").open_list();
    for (const Evidence& each : match.evidence) write_pairs(out, each.fields);
    out.close();
  }
  if (match.candidates.empty()) return;
  out.key("candidates").open_list();
  for (const Candidate& each : match.candidates) {
    out.open_object().set("id", each.id).set("title", each.title).close();
  }
  out.close();
}

inline void write(EntryBuilder out, const Technique& technique) {
  out.set("v", kRevision).set_text("id", technique.id).set_text("name", technique.name);
  out.set_texts("tactics", technique.tactics);
  out.set_text("by", technique.by).set_text("source", technique.source);
  out.set_text("how", technique.how).set_text("severity", technique.severity);
  out.set_texts("evidence", technique.evidence);
}

// What attack.map adds to an entry that is there.
inline void write_attack(EntryBuilder out, const Technique& technique) {
  out.key("attack").open_object();
  out.set_text("id", technique.current_id).set_text("name", technique.current_name);
  out.set_texts("tactics", technique.tactics);
  out.set_text("parent", technique.parent).set_text("tag", technique.tag).close();
}

inline void write(EntryBuilder out, const Observable& observable) {
  out.set("v", kRevision).set_text("type", observable.type).set_text("key", observable.key);
  out.set_text("by", observable.by);
  if (observable.subject) out.set("subject", true);
  out.key("attributes").open_list();
  for (const Attribute& each : observable.attributes) {
    out.open_object().set("name", each.name).key("value");
    std::visit([&](const auto& value) { out.value(value); }, each.value);
    if (std::holds_alternative<Time>(each.value)) out.set("is", "time");
    out.close();
  }
  out.close();
  if (observable.relations.empty()) return;
  out.key("relations").open_list();
  for (const Relation& each : observable.relations) {
    out.open_object().set("kind", each.kind).set("type", each.type).set("key", each.key).close();
  }
  out.close();
}

inline void write(EntryBuilder out, const Event& event) {
  out.set("v", kRevision).set_text("product", event.product);
  out.set_text("category", event.category).set_text("service", event.service);
  out.set_text("by", event.by).key("fields");
  write_pairs(out, event.fields);
}

inline void read(Doc entry, Match& match) {
  match = Match{string_of(entry, "kind"),
                string_of(entry, "id"),
                string_of(entry, "title"),
                string_of(entry, "said"),
                string_of(entry, "level"),
                string_of(entry, "status"),
                string_of(entry, "author"),
                string_of(entry, "licence"),
                string_of(entry, "source"),
                string_of(entry, "by"),
                string_of(entry, "how"),
                string_of(entry, "reason"),
                entry["score"].number().value_or(-1.0),
                {},
                {},
                string_of(entry, "description"),
                string_of(entry, "category"),
                strings_of(entry["families"]),
                string_of(entry, "url"),
                string_of(entry, "text")};
  for (Doc each : entry["evidence"]) match.evidence.push_back({pairs_of(each)});
  for (Doc each : entry["candidates"]) {
    match.candidates.push_back({string_of(each, "id"), string_of(each, "title")});
  }
}

inline void read(Doc entry, Technique& technique) {
  const Doc attack = entry["attack"];
  technique = Technique{
      string_of(entry, "id"),       string_of(entry, "name"),      strings_of(entry["tactics"]),
      string_of(entry, "by"),       string_of(entry, "source"),    string_of(entry, "how"),
      string_of(entry, "severity"), strings_of(entry["evidence"]), string_of(attack, "id"),
      string_of(attack, "name"),    string_of(attack, "parent"),   string_of(attack, "tag")};
  if (attack["tactics"]) technique.tactics = strings_of(attack["tactics"]);
}

inline void read(Doc entry, Observable& observable) {
  observable = Observable{string_of(entry, "type"),
                          string_of(entry, "key"),
                          string_of(entry, "by"),
                          entry["subject"].boolean().value_or(false),
                          {},
                          {}};
  for (Doc each : entry["attributes"]) {
    Attribute attribute{string_of(each, "name"), {}};
    const rulemap_value cell = each["value"].value();
    const bool is_time = each.text("is") == "time";
    if (cell.kind == RULEMAP_TEXT)
      attribute.value = std::string(view(cell.as.text));
    else if (cell.kind == RULEMAP_FLOAT)
      attribute.value = cell.as.number;
    else if (cell.kind == RULEMAP_BOOL)
      attribute.value = cell.as.integer != 0;
    else if (cell.kind == RULEMAP_INT && is_time)
      attribute.value = Time{cell.as.integer};
    else if (cell.kind == RULEMAP_INT)
      attribute.value = cell.as.integer;
    else
      continue;
    observable.attributes.push_back(std::move(attribute));
  }
  for (Doc each : entry["relations"]) {
    observable.relations.push_back(
        {string_of(each, "kind"), string_of(each, "type"), string_of(each, "key")});
  }
}

inline void read(Doc entry, Event& event) {
  event = Event{string_of(entry, "product"), string_of(entry, "category"),
                string_of(entry, "service"), string_of(entry, "by"), pairs_of(entry["fields"])};
}

}  // namespace model

// All entries of a list cell: for (const Match& match : entries<Match>(row.doc("matches"))) ...
template <class Entry>
std::vector<Entry> entries(Doc list) {
  std::vector<Entry> out(list.is_list() ? list.size() : 0);
  for (std::size_t i = 0; i < out.size(); ++i) model::read(list.at(i), out[i]);
  return out;
}

}  // namespace rulemap
