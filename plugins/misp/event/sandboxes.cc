// The object sandbox-report: one for each sandbox that said something.
#include "event/sandboxes.h"

#include <algorithm>

#include "event/values.h"

namespace rulemap::misp {
namespace {

constexpr std::size_t kMaxSandboxes = 200;
constexpr std::size_t kLongestName = 200;
constexpr std::size_t kLongestResult = 1000;

// Techniques of these are a rule's, whose id is their source.
constexpr std::string_view kRules[] = {"sigma", "yara", "suricata", "snort"};
// What people ask for first; the rest follows as the sandbox has it.
constexpr std::string_view kFirst[] = {"verdict", "classification", "family", "signature"};
constexpr std::string_view kElsewhere[] = {"sandbox", "analysed", "confidence"};

template <std::size_t n>
bool holds(const std::string_view (&list)[n], std::string_view word) {
  return std::find(std::begin(list), std::end(list), word) != std::end(list);
}

// "SHA256_Sandbox name".
std::string name_of(const Observable& report) {
  for (const Attribute& each : report.attributes) {
    const auto* text = std::get_if<std::string>(&each.value);
    if (each.name == "sandbox" && text && !text->empty()) return clean_line(*text, kLongestName);
  }
  return clean_line(report.key.substr(report.key.find('_') + 1), kLongestName);
}

Sandbox* find(Sandboxes& all, const std::string& name, const std::string& key) {
  for (Sandbox& each : all.list) {
    if (each.name == name) return &each;
  }
  if (name.empty() || all.list.size() >= kMaxSandboxes) return (++all.left_out, nullptr);
  return &all.list.emplace_back(Sandbox{name, key, nullptr, {}});
}

std::string technique_words(const Technique& said) {
  std::string out = "technique " + said.id;
  if (!said.name.empty()) out += " " + said.name;
  if (!said.severity.empty()) out += " (" + said.severity + ")";
  return clean_line(out, kLongestResult);
}

void add_facts(const Subject& subject, ObjectDraft& draft, bool first) {
  for (const Observable* report : subject.observables()) {
    for (const Attribute& each : report->attributes) {
      if (holds(kFirst, each.name) != first || holds(kElsewhere, each.name)) continue;
      const std::string value = clean_line(text_of(each), kLongestResult);
      if (!value.empty()) draft.add("results", each.name + ": " + value);
    }
  }
}

}  // namespace

Sandboxes sandboxes_of(const Subject& subject) {
  Sandboxes out;
  if (subject.type() != "file") return out;
  for (const Observable& each : subject.finding().observables) {
    if (each.type != "sandbox-report") continue;
    Sandbox* found = find(out, name_of(each), each.key);
    if (found && !found->report) found->report = &each;
  }
  for (const Technique& each : subject.finding().techniques) {
    if (each.source.empty() || holds(kRules, each.by)) continue;
    const std::string name = clean_line(each.source, kLongestName);
    Sandbox* found = find(out, name, subject.key() + "_" + name);
    if (found) found->named.push_back(&each);
  }
  return out;
}

MadeObject make_sandbox_report(const Subject& subject, const Sandbox& sandbox) {
  const std::string file = normal_value("sha256", subject.key());
  const Observable none;
  const Subject said(subject.facts(), subject.event(), subject.finding(),
                     sandbox.report ? *sandbox.report : none);
  MadeObject made{
      said.draft("sandbox-report", identity::sandbox_report(subject.event(), file, sandbox.name)),
      subject.thing("sandbox-report", sandbox.key)};
  // Whoever passes on what a sandbox said does not say where that runs: it is a service to us.
  made.draft.add("sandbox-type", "saas");
  made.draft.add("saas-sandbox", sandbox.name);
  if (const std::string score = said.first("confidence"); !score.empty()) {
    made.draft.add("score", "confidence " + score);
  }
  add_facts(said, made.draft, true);
  for (const Technique* each : sandbox.named) made.draft.add("results", technique_words(*each));
  add_facts(said, made.draft, false);
  const std::string analysed = said.time("analysed");
  made.draft.set_seen(analysed, analysed);
  const std::string& by = sandbox.report ? sandbox.report->by : sandbox.named.front()->by;
  made.draft.set_comment(clean_line(sandbox.name + (by.empty() ? "" : ", by " + by), 500));
  said.point_to_related(made.draft);
  return made;
}

}  // namespace rulemap::misp
