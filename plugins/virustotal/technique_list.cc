#include "technique_list.h"

#include <algorithm>

#include "plain_text.h"

namespace rulemap::virustotal {
namespace {

constexpr std::size_t kMaxTactics = 32;  // ATT&CK has half as many
constexpr std::string_view kSeverities[] = {"info", "low", "medium", "high", "critical"};

// 0 for UNKNOWN and for words that are none; file_behaviour puts IMPACT_SEVERITY_ before them.
std::size_t rank_of(std::string_view severity) {
  constexpr std::string_view kPrefix = "impact_severity_";
  std::string word = lower(severity);
  if (word.starts_with(kPrefix)) word.erase(0, kPrefix.size());
  const auto found = std::find(std::begin(kSeverities), std::end(kSeverities), word);
  if (found == std::end(kSeverities)) return 0;
  return static_cast<std::size_t>(found - std::begin(kSeverities)) + 1;
}

// "Command and Control" -> "command-and-control", as ATT&CK's short names are.
std::string short_name(std::string_view tactic) {
  std::string out = lower(tactic);
  std::replace(out.begin(), out.end(), ' ', '-');
  return out;
}

bool has(const std::vector<std::string>& all, const std::string& one) {
  return std::find(all.begin(), all.end(), one) != all.end();
}

}  // namespace

bool TechniqueList::add(const Fields& said) {
  // The id stands under its own key: a name may hold hyphens, or look like an id.
  const std::string key = said.text("id").empty() ? said.text("name") : said.text("id");
  const auto found = seen_.find(key);
  last_ = found == seen_.end() ? nullptr : &found->second;
  if (last_) return true;
  if (key.empty() || out_.size() >= kMaxTechniques) {
    reader_.leave_out();
    return false;
  }
  out_.push_back({{.id = said.text("id"),
                   .name = said.text("name"),
                   .by = "virustotal",
                   .source = sandbox_,
                   .how = std::string(how::kObserved)}});
  last_ = &seen_.emplace(key, Seen{out_.size() - 1}).first->second;
  return true;
}

void TechniqueList::add_tactic(std::string_view tactic) {
  const std::string name = short_name(tactic);
  std::vector<std::string>& tactics = out_[last_->index].technique.tactics;
  if (name.empty() || has(tactics, name)) return;
  if (tactics.size() >= kMaxTactics) return reader_.leave_out();
  tactics.push_back(name);
}

void TechniqueList::add_reason(std::string_view severity, const std::string& description) {
  SandboxTechnique& out = out_[last_->index];
  const std::size_t rank = rank_of(severity);
  if (rank > last_->severity) {
    last_->severity = rank;
    out.technique.severity = kSeverities[rank - 1];
  }
  if (description.empty() || !last_->reasons.insert(description).second) return;
  if (out.technique.evidence.size() >= kMaxReasons)
    ++out.evidence_left_out;
  else
    out.technique.evidence.push_back(description);
}

void TechniqueList::add_ref(const std::string& ref) {
  std::vector<std::string>& refs = out_[last_->index].refs;
  if (has(refs, ref)) return;
  if (refs.size() >= kMaxReasons) return reader_.leave_out();
  refs.push_back(ref);
}

}  // namespace rulemap::virustotal
