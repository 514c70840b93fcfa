// What goes into comments and texts, for people: judgements, lookups that failed, rules that
// matched.
#pragma once

#include <string>

#include "event/finding.h"

namespace rulemap::misp {

// "vt: 41 of 72 say malicious, 2 suspicious, label trojan.agent (2026-01-01)"; empty where nobody
// judged.
std::string reputation_words(const Reputation& said);

// "unknown to vt; not looked up: other failed"; empty where all is known or nothing was asked for.
// What failed never reads as unknown.
std::string lookup_words(const Finding& finding);

// True where something could not be looked up: a provider failed or was not asked, or a step
// failed.
bool is_incomplete(const Finding& finding);

// "ID or ID or others": where a title belongs to more than one rule; else empty.
std::string candidate_words(const Match& match);
// "matched on Image=C:\a.exe, ..., and 2 more events" of the match's first event; else empty.
std::string evidence_words(const Match& match);

// "sigma 2617e7ed-... high Suspicious Run by Jane Roe, licence DRL 1.1 (observed, virustotal;
// matched on Image=C:\a.exe)": what a tag has no room for.
std::string match_words(const Match& match);

}  // namespace rulemap::misp
