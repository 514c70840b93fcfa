#include "event/rules.h"

#include <algorithm>
#include <map>
#include <utility>

#include "event/values.h"
#include "event/words.h"

namespace rulemap::misp {
namespace {

constexpr std::string_view kKinds[] = {"sigma", "yara", "suricata", "snort"};
constexpr std::size_t kLongestKey = 500;
constexpr std::size_t kLongestWord = 500;
constexpr std::size_t kLongestWords = 4000;

std::string_view kind_of(const Match& match) {
  const auto found = std::find(std::begin(kKinds), std::end(kKinds), match.kind);
  return found == std::end(kKinds) ? std::string_view{} : *found;
}

std::string key_of(const Match& match) {
  const std::string& name = match.title.empty() ? match.said : match.title;
  return clean_line(match.id.empty() ? name : match.id, kLongestKey);
}

class Words {
 public:
  Words& add(std::string_view label, std::string_view value) {
    if (value.empty()) return *this;
    if (!out_.empty()) out_ += "; ";
    out_.append(label).append(label.empty() ? "" : " ").append(clean_line(value, kLongestWord));
    return *this;
  }
  std::string text() const { return clean_line(out_, kLongestWords); }

 private:
  std::string out_;
};

std::string joined(const std::vector<std::string>& all) {
  std::string out;
  for (const std::string& each : all) out += (out.empty() ? "" : ", ") + each;
  return out;
}

// Who says so, each once: "virustotal", "sigma.match".
std::string sayers(const Rule& rule) {
  std::vector<std::string> all;
  for (const Match* each : rule.said) {
    const std::string who = (each->how.empty() ? "said" : each->how) + " by " + each->by;
    if (each->by.empty() || std::find(all.begin(), all.end(), who) != all.end()) continue;
    all.push_back(who);
  }
  return joined(all);
}

}  // namespace

const Match& Rule::best() const {
  const auto found =
      std::find_if(said.begin(), said.end(), [](const Match* each) { return !each->text.empty(); });
  return **(found == said.end() ? said.begin() : found);
}

bool Rule::is_seen() const {
  return std::any_of(said.begin(), said.end(),
                     [](const Match* each) { return each->how != how::kTheoretical; });
}

Rules rules_of(const Finding& finding) {
  Rules out;
  std::map<std::pair<std::string_view, std::string>, std::size_t> places;
  for (const Match& each : finding.matches) {
    const std::string_view kind = kind_of(each);
    std::string key = key_of(each);
    if (kind.empty() || key.empty()) continue;
    const auto found = places.find({kind, key});
    if (found != places.end()) {
      out.list[found->second].said.push_back(&each);
    } else if (out.list.size() < kMaxRules) {
      places.emplace(std::pair(kind, key), out.list.size());
      out.list.push_back({kind, std::move(key), {&each}});
    } else {
      ++out.left_out;
    }
  }
  return out;
}

ids::Uuid rule_thing(const ids::Uuid& event, const Rule& rule) {
  return identity::thing(event, "rule", ids::joined({rule.kind, rule.key}));
}

std::string rule_words(const Rule& rule) {
  const Match& best = rule.best();
  Words words;
  words.add("", best.description).add("id", best.id).add("level", best.level);
  words.add("status", best.status).add("author", best.author).add("licence", best.licence);
  words.add("source", best.source).add("class", best.category);
  words.add("made for", joined(best.families));
  if (best.id.empty()) words.add("not told which rule:", best.reason);
  words.add("one of", candidate_words(best)).add("", sayers(rule));
  for (const Match* each : rule.said) {
    const std::string evidence = evidence_words(*each);
    if (evidence.empty()) continue;
    words.add("", evidence);
    break;
  }
  return words.text();
}

}  // namespace rulemap::misp
