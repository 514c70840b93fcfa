// The object of a provider that MISP has a template for: what its judges say, and its page.
#include <algorithm>
#include <optional>

#include "event/sandboxes.h"
#include "event/values.h"
#include "rulemap/ids/uuid.h"

namespace rulemap::misp {
namespace {

// A provider's name decides which template it has and where its page is, and nothing else.
struct Provider {
  std::string_view by;
  std::string_view object;
  std::string_view page;
};
constexpr Provider kProviders[] = {
    {"virustotal", "virustotal-report", "https://www.virustotal.com/gui/"}};

struct Place {
  std::string_view type;
  std::string_view path;
};
constexpr Place kPlaces[] = {
    {"file", "file/"}, {"domain", "domain/"}, {"ip", "ip-address/"}, {"url", "url/"}};

const Observable* told_by(const Subject& subject, const Provider& provider) {
  for (const Observable* each : subject.observables()) {
    if (each->by == provider.by) return each;
  }
  return nullptr;
}

const Provider* provider_of(const Subject& subject) {
  for (const Provider& each : kProviders) {
    if (told_by(subject, each)) return &each;
  }
  return nullptr;
}

// Its page has the key in it; of a URL, which is no name, the SHA-256.
std::string page_of(const Subject& subject, const Provider& provider) {
  const std::string& key = told_by(subject, provider)->key;
  for (const Place& each : kPlaces) {
    if (each.type != subject.type()) continue;
    const std::string name = each.type == "url" ? ids::sha256_hex(key) : key;
    return std::string(provider.page).append(each.path).append(name);
  }
  return {};
}

}  // namespace

Uuid provider_report_thing(const Subject& subject) {
  const Provider* provider = provider_of(subject);
  return provider ? subject.thing("report", page_of(subject, *provider)) : Uuid();
}

std::optional<MadeObject> make_provider_report(const Subject& subject) {
  const Provider* provider = provider_of(subject);
  const std::string page = provider ? page_of(subject, *provider) : "";
  if (page.empty()) return std::nullopt;
  const Uuid uuid = identity::object(subject.event(), provider->object, page);
  MadeObject made{subject.draft(provider->object, uuid), subject.thing("report", page)};
  made.draft.add("permalink", page);
  const Reputation& said = subject.finding().reputation;
  if (said.by == provider->by && said.malicious && said.total) {
    made.draft.add("detection-ratio",
                   std::to_string(*said.malicious) + "/" + std::to_string(*said.total));
  }
  const std::pair<const char*, const char*> dates[] = {{"first_seen", "first-submission"},
                                                       {"last_seen", "last-submission"}};
  for (const auto& [name, relation] : dates) {
    const std::string time = subject.time(name);
    if (!time.empty()) made.draft.add(relation, time);
  }
  if (said.by == provider->by && !said.label.empty()) {
    made.draft.add("comment", "label " + clean_line(said.label, 500));
  }
  return made;
}

}  // namespace rulemap::misp
