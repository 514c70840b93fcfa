// misp.event: one MISP event a case, as a JSON file. It reads neutral fields only.
#include <algorithm>
#include <map>
#include <string>

#include "event/case_path.h"
#include "event/event_case.h"
#include "event/values.h"
#include "rulemap/sdk/plugin.h"

namespace rulemap::misp {
namespace {

constexpr const char* kDistributions = "0|1|2|3";
constexpr const char* kThreatLevels = "high|medium|low|undefined";
constexpr const char* kAnalyses = "initial|ongoing|complete";
constexpr const char* kGalaxies = "mitre-attack-pattern|sigma-rules";
constexpr const char* kWarned = "unflag|keep|drop";
constexpr std::size_t kLongestInfo = 1000;
constexpr std::int64_t kMostRelated = 5000;

// The position of `word` in "a|b|c", which holds it.
std::int64_t index_of(std::string_view words, std::string_view word) {
  std::int64_t index = 0;
  while (!words.empty()) {
    const std::size_t end = std::min(words.find('|'), words.size());
    if (words.substr(0, end) == word) break;
    words.remove_prefix(std::min(end + 1, words.size()));
    ++index;
  }
  return index;
}

}  // namespace

class MispEvent final : public Sink<MispEvent> {
 public:
  struct Config {
    Path path;
    std::vector<std::string> tags;
    std::vector<std::string> galaxies = {"mitre-attack-pattern", "sigma-rules"};
    std::string distribution;
    std::string threat_level;
    std::string analysis;
    std::int64_t related = 100;
    bool report = true;
    Paths warninglists;
    std::string warninglisted;
  };
  static constexpr Label label{.id = "misp.event",
                               .summary = "Writes one MISP event a case, as a JSON file.",
                               .label = "sink",
                               .flags = RULEMAP_FLAG_IDENTITIES};
  static constexpr auto options = rulemap::options(
      option("path", &Config::path,
             "The file to write; {case} in it stands for the case's title and the event's uuid")
          .output()
          .required(),
      option("tags", &Config::tags, "Tags of every event"),
      option("galaxies", &Config::galaxies,
             "The galaxies that are attached; without the option all of them")
          .one_of(kGalaxies),
      option("distribution", &Config::distribution,
             "Who may see the event: 0 your organisation, 1 this community, 2 connected "
             "communities, 3 all")
          .one_of(kDistributions)
          .standard("0"),
      option("threat_level", &Config::threat_level, "The event's threat level")
          .one_of(kThreatLevels)
          .standard("undefined"),
      option("analysis", &Config::analysis, "How far the analysis of the event is")
          .one_of(kAnalyses)
          .standard("initial"),
      option("related", &Config::related,
             "At most so many things that a record names beside its indicator become objects, from "
             "0 to 5000")
          .standard("100"),
      option("report", &Config::report, "Whether the event has a report for people, in Markdown")
          .standard("true"),
      option("warninglists", &Config::warninglists,
             "MISP's warninglists to hold values against: files, or folders of them")
          .input(),
      option(
          "warninglisted", &Config::warninglisted,
          "What becomes of a value on a warninglist: it stays and alarms nobody, stays as it is, "
          "or is left out, with its record where it is the indicator")
          .one_of(kWarned)
          .standard("unflag"));
  static constexpr auto reads = rulemap::fields(
      field::text("ioc.type"), field::text("ioc.value"), field::integer("ioc.port"),
      field::boolean("ioc.private"), field::integer("ioc.line"), field::object("lookup.*"),
      field::object("reputation.*"), field::list("observables"), field::list("matches"),
      field::list("techniques"), field::list("also"), field::list("errors"), field::list("tags"));

  MispEvent(Config config, Host host) : config_(std::move(config)), host_(host) {}

  static Result<void> validate(const Config& config) {
    if (config.related < 0 || config.related > kMostRelated) {
      return Error{"`related` is a number from 0 to " + std::to_string(kMostRelated), "related"};
    }
    for (const std::string& each : config.tags) {
      const std::string_view why = why_no_tag(each);
      if (!why.empty()) return Error{"a tag is not right: " + std::string(why), "tags"};
    }
    return {};
  }

  Result<void> start() {
    auto facts = compiled_in_facts();
    if (!facts.ok()) return facts.error();
    facts_ = std::move(*facts);
    if (!config_.warninglists.items.empty()) {
      auto lists = Warninglists::load(host_, config_.warninglists.items);
      if (!lists.ok()) return lists.error();
      warninglists_ = std::move(*lists);
    }
    if (!host_.folder().empty()) return {};
    return Error{"this host lends no folder, where misp.event keeps open cases"};
  }

  Result<void> case_open(const Case& of) {
    if (first_case_.empty()) first_case_ = of.id;
    if (of.id != first_case_ && !has_case_place(config_.path.text)) {
      return Error{
          "there is more than one case, and each becomes a file of its own: write {case} "
          "into the option, with its quotes: `path: \"out/{case}.json\"`",
          config_.path.text};
    }
    const auto name_space = ids::Uuid::parse(of.name_space);
    if (!name_space) return Error{"the installation's namespace is no UUID"};
    const ids::Uuid uuid = identity::event(*name_space, of.id);
    cases_.erase(of.id);  // one that was open begins anew
    auto opened = EventCase::open(
        facts_, {.header = header_of(of, uuid),
                 .galaxies = galaxies(),
                 .warninglists = warninglists_.size() ? &warninglists_ : nullptr,
                 .warned = static_cast<Warned>(index_of(kWarned, config_.warninglisted)),
                 .most_related = static_cast<std::size_t>(config_.related),
                 .wants_report = config_.report,
                 .path = case_path(config_.path.text, case_slug(of.title, uuid)),
                 .spool_path = host_.folder() + "/" + uuid.text() + ".spool"});
    if (!opened.ok()) return opened.error();
    cases_.emplace(of.id, std::move(*opened));
    return {};
  }

  Result<void> write(const Case& of, Row row, Receipts& receipts) {
    const auto found = cases_.find(of.id);
    if (found == cases_.end()) return Error{"the case is not open"};
    return found->second.take(finding::read(row), receipts);
  }

  Result<void> case_close(const Case& of, Receipts& receipts) {
    const auto found = cases_.find(of.id);
    if (found == cases_.end()) return Error{"the case is not open"};
    const auto closed = found->second.close(receipts);
    if (closed.ok()) cases_.erase(found);
    return closed;
  }

 private:
  EventHeader header_of(const Case& of, const ids::Uuid& uuid) const {
    EventHeader out;
    out.uuid = uuid;
    out.info = clean_line(of.title.empty() ? of.id : of.title, kLongestInfo);
    out.date = iso_date(of.started);
    out.threat_level_id = index_of(kThreatLevels, config_.threat_level) + 1;
    out.analysis = index_of(kAnalyses, config_.analysis);
    out.distribution = index_of(kDistributions, config_.distribution);
    out.tags.insert(config_.tags.begin(), config_.tags.end());
    if (!of.tlp.empty()) out.tags.insert(tlp_tag(of.tlp));
    if (!of.pap.empty()) out.tags.insert(pap_tag(of.pap));
    return out;
  }

  Galaxies galaxies() const {
    const auto has = [&](std::string_view name) {
      return std::find(config_.galaxies.begin(), config_.galaxies.end(), name) !=
             config_.galaxies.end();
    };
    return {.attack = has("mitre-attack-pattern"), .sigma = has("sigma-rules")};
  }

  Config config_;
  Host host_;
  Facts facts_;
  Warninglists warninglists_;
  std::string first_case_;
  std::map<std::string, EventCase> cases_;
};

}  // namespace rulemap::misp

RULEMAP_PLUGIN(rulemap::misp::MispEvent)
