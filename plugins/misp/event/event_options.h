// What every sink of events lets a pipeline file say of them, and what it means.
#pragma once

#include <string>
#include <tuple>
#include <vector>

#include "event/event_case.h"
#include "rulemap/sdk/config.h"
#include "rulemap/sdk/sink.h"

namespace rulemap::misp {

struct EventOptions {
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

inline constexpr const char* kGalaxies = "mitre-attack-pattern|sigma-rules";
inline constexpr const char* kDistributions = "0|1|2|3";
inline constexpr const char* kThreatLevels = "high|medium|low|undefined";
inline constexpr const char* kAnalyses = "initial|ongoing|complete";
inline constexpr const char* kWarned = "unflag|keep|drop";

inline constexpr auto kEventOptions = rulemap::options(
    option("tags", &EventOptions::tags, "Tags of every event"),
    option("galaxies", &EventOptions::galaxies,
           "The galaxies that are attached; without the option all of them")
        .one_of(kGalaxies),
    option("distribution", &EventOptions::distribution,
           "Who may see the event: 0 your organisation, 1 this community, 2 connected communities, "
           "3 all")
        .one_of(kDistributions)
        .standard("0"),
    option("threat_level", &EventOptions::threat_level, "The event's threat level")
        .one_of(kThreatLevels)
        .standard("undefined"),
    option("analysis", &EventOptions::analysis, "How far the analysis of the event is")
        .one_of(kAnalyses)
        .standard("initial"),
    option("related", &EventOptions::related,
           "At most so many things that a record names beside its indicator become objects, from 0 "
           "to 5000")
        .standard("100"),
    option("report", &EventOptions::report,
           "Whether the event has a report for people, in Markdown")
        .standard("true"),
    option("warninglists", &EventOptions::warninglists,
           "MISP's warninglists to hold values against: files, or folders of them")
        .input(),
    option("warninglisted", &EventOptions::warninglisted,
           "What becomes of a value on a warninglist: it stays and alarms nobody, stays as it is, "
           "or is left out, with its record where it is the indicator")
        .one_of(kWarned)
        .standard("unflag"));

inline constexpr auto kEventFields = rulemap::fields(
    field::text("ioc.type"), field::text("ioc.value"), field::integer("ioc.port"),
    field::boolean("ioc.private"), field::integer("ioc.line"), field::object("lookup.*"),
    field::object("reputation.*"), field::list("observables"), field::list("matches"),
    field::list("techniques"), field::list("also"), field::list("errors"), field::list("tags"));

Result<void> validate_event_options(const EventOptions& options);
// Empty where the option names none.
Result<Warninglists> load_warninglists(const Host& host, const EventOptions& options);
EventHeader event_header(const EventOptions& options, const Case& of, const ids::Uuid& uuid);
// Without the places, which are each sink's own. Borrows the lists.
EventCase::Settings event_settings(const EventOptions& options, EventHeader header,
                                   const Warninglists& lists);

}  // namespace rulemap::misp
