// The file object: digests from the list, from providers and from merged indicators; what a rule
// said of it in words.
#include <algorithm>
#include <utility>

#include "event/subject.h"
#include "event/values.h"
#include "event/words.h"

namespace rulemap::misp {
namespace {

constexpr std::size_t kMaxEvidence = 20;

struct Copied {
  std::string_view name;  // of the observable's attribute
  std::string_view relation;
};
constexpr Copied kCopied[] = {
    {"ssdeep", "ssdeep"},     {"tlsh", "tlsh"},
    {"vhash", "vhash"},       {"authentihash", "authentihash"},
    {"imphash", "imphash"},   {"name", "filename"},
    {"path", "fullpath"},     {"size", "size-in-bytes"},
    {"mimetype", "mimetype"}, {"magic", "magic"},
};

using Digests = std::vector<std::pair<std::string_view, std::string>>;

// As the list has it, as providers know it, as merged indicators have it: the first one counts.
Digests digests_of(const Subject& subject) {
  const Finding& finding = subject.finding();
  Digests out{{finding.type, finding.value}};
  for (std::string_view type : kHashTypes) {
    for (std::string& each : subject.all(type)) out.emplace_back(type, std::move(each));
  }
  for (const Written& each : finding.also) {
    if (is_hash(each.type)) out.emplace_back(each.type, each.value);
  }
  return out;
}

// The strongest digest that MISP takes. Where there is none the object will have no anchor.
std::string key_of(const Digests& digests) {
  for (std::string_view type : kHashTypes) {
    for (const auto& [found, value] : digests) {
      if (found != type) continue;
      std::string normal = normal_value(type, value);
      if (why_no_value(type, normal).empty()) return normal;
    }
  }
  return digests.front().second;
}

void describe_rules(MadeObject& made, const std::vector<Match>& matches) {
  std::vector<std::string> lines;
  const auto describe = [&](bool resolved) {
    for (const Match& each : matches) {
      if (each.id.empty() == resolved) continue;
      std::string line = match_words(each);
      if (std::find(lines.begin(), lines.end(), line) == lines.end()) {
        lines.push_back(std::move(line));
      }
    }
  };
  describe(true);
  describe(false);
  for (std::size_t i = 0; i < std::min(lines.size(), kMaxEvidence); ++i) {
    made.draft.add("text", lines[i]);
  }
  made.evidence_left_out = lines.size() - std::min(lines.size(), kMaxEvidence);
}

}  // namespace

MadeObject make_file(const Subject& subject) {
  const Digests digests = digests_of(subject);
  const std::string key = key_of(digests);
  const Uuid uuid = identity::object(subject.event(), "file", key);
  MadeObject made{subject.draft("file", uuid), subject.thing("file", key)};
  for (const auto& [type, value] : digests) made.draft.add(type, value);
  for (const Copied& each : kCopied) subject.copy(made.draft, each.name, each.relation);
  describe_rules(made, subject.finding().matches);
  return made;
}

}  // namespace rulemap::misp
