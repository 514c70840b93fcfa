// The detection rules that a record names: each once, however many of its matches say so.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "event/finding.h"
#include "event/identity.h"

namespace rulemap::misp {

// Of one record: a hostile report could name any number.
inline constexpr std::size_t kMaxRules = 1000;

// Borrows the finding.
struct Rule {
  std::string_view kind;  // sigma yara suricata snort
  std::string key;        // its id, else its title, else the title as it was said
  std::vector<const Match*> said;

  // The match that says most of the rule itself: the first with a text, else the first.
  const Match& best() const;
  // Whether somebody saw it match; a rule that only a tag names is related, no more.
  bool is_seen() const;
};

struct Rules {
  std::vector<Rule> list;  // in the order in which they are said
  std::size_t left_out = 0;
};

// Matches of other kinds, and those without any name, are no rules of MISP.
Rules rules_of(const Finding& finding);

// By which references find the rule.
ids::Uuid rule_thing(const ids::Uuid& event, const Rule& rule);

// "level high; status stable; author Jane Roe; licence DRL-1.1; ...; matched on Image=C:\a.exe".
std::string rule_words(const Rule& rule);

}  // namespace rulemap::misp
