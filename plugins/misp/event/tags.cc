#include "event/tags.h"

#include <algorithm>

#include "event/values.h"

namespace rulemap::misp {
namespace {

constexpr std::size_t kMaxTags = 1000;
constexpr std::size_t kLongestShown = 200;

void add(FindingTags& out, std::string name) {
  const std::string_view why = why_no_tag(name);
  if (!why.empty()) {
    out.refusals.push_back({"tag", clean_line(name, kLongestShown), std::string(why)});
  } else if (out.names.size() < kMaxTags) {
    out.names.insert(std::move(name));
  } else if (out.names.count(name) == 0) {
    ++out.left_out;
  }
}

std::string machine_tag(std::string_view name, std::string_view value) {
  return std::string(name) + "=\"" + std::string(value) + "\"";
}

void add_rule(FindingTags& out, const Match& match) {
  if (!match.id.empty() && !match.title.empty()) {
    return add(out, machine_tag("misp-galaxy:sigma-rules", match.title));
  }
  const std::string& name = match.said.empty() ? match.title : match.said;
  if (!name.empty()) add(out, machine_tag("sigma:unmapped", name));
}

}  // namespace

FindingTags tags_of(const Finding& finding, const Galaxies& galaxies) {
  FindingTags out;
  for (const Technique& each : finding.techniques) {
    if (!galaxies.attack) break;
    if (each.tag.empty())
      ++out.without_cluster;
    else
      add(out, machine_tag("misp-galaxy:mitre-attack-pattern", each.tag));
  }
  for (const Match& each : finding.matches) {
    if (galaxies.sigma && each.kind == "sigma") add_rule(out, each);
  }
  for (const std::string& each : finding.tags) add(out, each);
  return out;
}

std::string tlp_tag(std::string_view word) {
  return word.empty() ? "" : "tlp:" + std::string(word);
}

std::string pap_tag(std::string_view word) {
  if (word.empty()) return {};
  std::string out = "PAP:" + std::string(word);
  std::transform(out.begin(), out.end(), out.begin(), [](char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  });
  return out;
}

}  // namespace rulemap::misp
