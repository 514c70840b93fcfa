#include "event/words.h"

#include <algorithm>

#include "event/values.h"

namespace rulemap::misp {
namespace {

constexpr std::size_t kLongestWord = 200;
constexpr std::size_t kLongestText = 2000;
constexpr std::size_t kMaxFields = 8;
constexpr std::size_t kMaxCandidates = 5;

std::string word(std::string_view text) { return clean_line(text, kLongestWord); }

// Adds `more` behind what is there, with `between` in front where something is.
void append(std::string& out, std::string_view between, std::string_view more) {
  if (more.empty()) return;
  if (!out.empty()) out += between;
  out += more;
}

bool has_lookup(const Finding& finding, std::string_view state) {
  return std::any_of(finding.lookups.begin(), finding.lookups.end(),
                     [&](const Lookup& each) { return each.state == state; });
}

// The steps that failed, but those whose failed lookup says it already.
std::vector<std::string> other_failed_steps(const Finding& finding) {
  std::vector<std::string> out;
  for (const std::string& step : finding.failed_steps) {
    const bool said = std::any_of(
        finding.lookups.begin(), finding.lookups.end(),
        [&](const Lookup& each) { return each.provider == step && each.state == "failed"; });
    if (!said) out.push_back(word(step));
  }
  return out;
}

// The rule's id, or what stands for it.
std::string identity_words(const Match& match) {
  if (!match.id.empty()) return word(match.id);
  const std::string candidates = candidate_words(match);
  return candidates.empty() ? "without id" : "one of " + candidates;
}

}  // namespace

std::string candidate_words(const Match& match) {
  std::string out;
  for (std::size_t i = 0; i < std::min(match.candidates.size(), kMaxCandidates); ++i) {
    append(out, " or ", word(match.candidates[i].id));
  }
  if (match.candidates.size() > kMaxCandidates) out += " or others";
  return out;
}

std::string evidence_words(const Match& match) {
  if (match.evidence.empty()) return {};
  std::string out;
  const auto& fields = match.evidence.front().fields;
  for (std::size_t i = 0; i < std::min(fields.size(), kMaxFields); ++i) {
    append(out, ", ", word(fields[i].first) + "=" + word(fields[i].second));
  }
  if (out.empty()) return {};
  if (fields.size() > kMaxFields) out += ", ...";
  if (match.evidence.size() > 1) {
    out += ", and " + std::to_string(match.evidence.size() - 1) + " more events";
  }
  return "matched on " + out;
}

std::string reputation_words(const Reputation& said) {
  std::string out;
  if (said.malicious && said.total) {
    out = std::to_string(*said.malicious) + " of " + std::to_string(*said.total) + " say malicious";
    if (said.suspicious.value_or(0) > 0) {
      out += ", " + std::to_string(*said.suspicious) + " suspicious";
    }
  }
  if (!said.label.empty()) append(out, ", ", "label " + word(said.label));
  if (out.empty()) return {};
  const std::string date = said.at_ms ? iso_date({*said.at_ms}) : "";
  if (!date.empty()) out += " (" + date + ")";
  return (said.by.empty() ? "reputation" : word(said.by)) + ": " + out;
}

std::string lookup_words(const Finding& finding) {
  std::string unknown, missed, steps;
  for (const Lookup& each : finding.lookups) {
    if (each.state == "unknown") append(unknown, ", ", word(each.provider));
    if (each.state == "failed") append(missed, ", ", word(each.provider) + " failed");
    if (each.state == "not_asked") append(missed, ", ", word(each.provider) + " was not asked");
  }
  for (const std::string& step : other_failed_steps(finding)) append(steps, ", ", step);
  std::string out;
  if (!unknown.empty()) append(out, "; ", "unknown to " + unknown);
  if (!missed.empty()) append(out, "; ", "not looked up: " + missed);
  if (!steps.empty()) append(out, "; ", "incomplete, these steps failed: " + steps);
  return clean_line(out, kLongestText);
}

bool is_incomplete(const Finding& finding) {
  return has_lookup(finding, "failed") || has_lookup(finding, "not_asked") ||
         !finding.failed_steps.empty();
}

std::string match_words(const Match& match) {
  std::string out = word(match.kind) + " " + identity_words(match);
  append(out, " ", word(match.level));
  append(out, " ", word(match.title.empty() ? match.said : match.title));
  if (!match.author.empty()) out += " by " + word(match.author);
  if (!match.licence.empty()) out += ", licence " + word(match.licence);
  std::string who;
  append(who, ", ", word(match.how));
  append(who, ", ", word(match.by));
  append(who, ", ", match.id.empty() ? word(match.reason) : "");
  append(who, "; ", evidence_words(match));
  if (!who.empty()) out += " (" + who + ")";
  return clean_line(out, kLongestText);
}

}  // namespace rulemap::misp
