#include "tree_reader.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>

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

// The techniques of one sandbox, while its tactics are read.
class SandboxReader {
 public:
  SandboxReader(std::string sandbox, FieldReader& reader, std::vector<SandboxTechnique>& out)
      : sandbox_(std::move(sandbox)), reader_(reader), out_(out) {}

  void read_tactic(Doc tactic) {
    const Fields said = reader_.read(tactic, tactic_fields());
    const std::string name = said.text("name").empty() ? said.text("id") : said.text("name");
    for (const Doc each : tactic["techniques"]) read_technique(each, short_name(name));
  }

 private:
  struct Seen {
    std::size_t index;
    std::size_t severity = 0;
    std::set<std::string> reasons = {};
  };

  void read_technique(Doc technique, const std::string& tactic) {
    const Fields said = reader_.read(technique, technique_fields());
    // The id stands under its own key: a name may hold hyphens, or look like an id.
    const std::string key = said.text("id").empty() ? said.text("name") : said.text("id");
    Seen* seen = key.empty() ? nullptr : find(key, said);
    if (!seen) return reader_.leave_out();
    add_tactic(out_[seen->index].technique.tactics, tactic);
    for (const Doc each : technique["signatures"]) add_reason(each, *seen);
  }

  // Null where there are too many.
  Seen* find(const std::string& key, const Fields& said) {
    if (const auto found = seen_.find(key); found != seen_.end()) return &found->second;
    if (out_.size() >= kMaxTechniques) return nullptr;
    out_.push_back({{.id = said.text("id"),
                     .name = said.text("name"),
                     .by = "virustotal",
                     .source = sandbox_,
                     .how = std::string(how::kObserved)}});
    return &seen_.emplace(key, Seen{out_.size() - 1}).first->second;
  }

  void add_tactic(std::vector<std::string>& tactics, const std::string& tactic) {
    if (tactic.empty() || std::find(tactics.begin(), tactics.end(), tactic) != tactics.end()) {
      return;
    }
    if (tactics.size() >= kMaxTactics) return reader_.leave_out();
    tactics.push_back(tactic);
  }

  void add_reason(Doc signature, Seen& seen) {
    SandboxTechnique& out = out_[seen.index];
    const Fields said = reader_.read(signature, signature_fields());
    const std::size_t rank = rank_of(said.text("severity"));
    if (rank > seen.severity) {
      seen.severity = rank;
      out.technique.severity = kSeverities[rank - 1];
    }
    const std::string reason = said.text("description");
    if (reason.empty() || !seen.reasons.insert(reason).second) return;
    if (out.technique.evidence.size() >= kMaxReasons)
      ++out.evidence_left_out;
    else
      out.technique.evidence.push_back(reason);
  }

  std::string sandbox_;
  FieldReader& reader_;
  std::vector<SandboxTechnique>& out_;
  std::map<std::string, Seen> seen_;
};

}  // namespace

Behaviour read_trees(Doc data, FieldReader& reader) {
  Behaviour out;
  for (const auto [name, trees] : data.members()) {
    if (!trees["tactics"].is_list()) continue;
    out.was_run = true;
    SandboxReader sandbox(line_of(name, 200), reader, out.techniques);
    for (const Doc each : trees["tactics"]) sandbox.read_tactic(each);
  }
  return out;
}

}  // namespace rulemap::virustotal
