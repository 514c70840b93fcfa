// rulemap sigma match --rules PATH... --events FILE: which rules hold for which event.
#include <algorithm>
#include <memory>

#include "json_text.h"
#include "rulemap/sigma/correlate.h"
#include "rulemap/sigma/event_reader.h"
#include "rulemap/sigma/event_time.h"
#include "rulemap/sigma/matcher.h"
#include "sigma.h"

namespace rulemap::cli {
namespace {

struct SigmaMatchArguments {
  SigmaRules rules;
  std::string events;
  std::vector<std::string> times;  // the first of them that an event has
  bool no_logsource = false;
};

class MatchRun {
 public:
  MatchRun(const SigmaMatchArguments& arguments, const sigma::RuleSet& rules)
      : arguments_(arguments),
        rules_(rules),
        reported_(sigma::reported(rules)),
        correlator_(rules),
        matcher_(rules, {.by_log_source = !arguments.no_logsource, .fields = fields()}),
        reader_(matcher_.fields()),
        matching_(matcher_),
        read_(sigma::fields_of(event_, matcher_.fields())) {}

  Exit run() {
    const bool was_read = read_events(arguments_.events, [this](const sigma::EventRecord& record) {
      take(record);
      return true;
    });
    if (correlates()) put(correlator_.finish());
    flush();
    say_what_was_left_out();
    if (!was_read) return kFailed;
    return bad_ + untimed_ > 0 ? kProblems : kFine;
  }

 private:
  bool correlates() const { return !arguments_.times.empty(); }

  std::vector<std::string> fields() const {
    if (!correlates()) return {};
    std::vector<std::string> out = correlator_.fields();
    out.insert(out.end(), arguments_.times.begin(), arguments_.times.end());
    out.insert(out.end(), std::begin(kUsualTimes), std::end(kUsualTimes));
    return out;
  }

  void take(const sigma::EventRecord& record) {
    if (!record.trouble.empty()) return refuse(record, record.trouble);
    const auto read = reader_.read(record.text, event_);
    if (!read) return refuse(record, read.error().text());
    const auto matched = matching_.match(event_);
    if (matched.empty()) return;
    put_hits(record.number, matched);
    if (correlates()) correlate(record.number, matched);
  }

  void refuse(const sigma::EventRecord& record, const std::string& why) {
    if (++bad_ > kMostComplaints) return;
    complain(arguments_.events + ":" + std::to_string(record.line) + ": event " +
             std::to_string(record.number) + " is left out: " + why + "\n");
  }

  void put_hits(std::uint64_t number, std::span<const std::uint32_t> matched) {
    std::vector<std::string_view> ids;
    for (const std::uint32_t rule : matched) {
      if (correlates() && !reported_.rules[rule]) continue;
      ids.push_back(id_of(rules_.rules[rule].header));
    }
    if (ids.empty()) return;
    std::sort(ids.begin(), ids.end());
    JsonText line;
    line.open_object().key("event").number(number).key("rules").open_list();
    for (const std::string_view id : ids) line.string(id);
    line.close().close();
    put(line);
  }

  void correlate(std::uint64_t number, std::span<const std::uint32_t> matched) {
    if (!correlator_.counts(matched)) return;
    for (const std::string& field : arguments_.times) {
      const auto text = read_(field);
      const auto time = text ? sigma::event_time_ms(*text) : std::nullopt;
      if (time) return put(correlator_.add(number, *time, matched, read_));
    }
    if (untimed_++ == 0) say_which_time(number);
  }

  // Of the first event that has none of the fields: what it has.
  void say_which_time(std::uint64_t number) const {
    std::string there;
    for (const char* const field : kUsualTimes) {
      const auto text = read_(field);
      if (text && sigma::event_time_ms(*text))
        there += (there.empty() ? "`" : ", `") + std::string(field) + "`";
    }
    std::string asked;
    for (const std::string& each : arguments_.times)
      asked += (asked.empty() ? "`" : ", `") + each + "`";
    complain("rulemap: event " + std::to_string(number) + " has no time in " + asked +
             (there.empty() ? "" : "; it has one in " + there) + "\n");
  }

  void put(std::span<const sigma::Fired> fired) {
    for (const sigma::Fired& each : fired) {
      if (!reported_.correlations[each.correlation]) continue;
      JsonText line;
      line.open_object().key("event").number(each.event);
      line.field("correlation", id_of(rules_.correlations[each.correlation].header));
      line.key("events").open_list();
      for (const std::uint64_t event : each.events) line.number(event);
      line.close().key("group").open_object();
      for (const auto& [name, value] : each.group) line.field(name, value);
      line.close().close();
      put(line);
    }
  }

  void put(const JsonText& line) {
    out_ += line.text() + "\n";
    if (out_.size() > (1 << 16)) flush();
  }

  void flush() {
    print(out_);
    out_.clear();
  }

  void say_what_was_left_out() const {
    if (bad_ > 0) {
      complain("rulemap: " + counted(bad_, "event") + " left out" +
               (bad_ > kMostComplaints ? "; the first are named" : "") + "\n");
    }
    if (!correlates()) {
      if (!rules_.correlations.empty()) {
        complain("rulemap: " + counted(rules_.correlations.size(), "correlation") +
                 " not evaluated: --time names the field with the time of an event\n");
      }
      return;
    }
    const sigma::CorrelateLosses& losses = correlator_.losses();
    struct Row {
      std::uint64_t count;
      const char *what, *why;
    };
    for (const Row& row : {Row{untimed_, "event", "without a time"},
                           Row{losses.without_group, "hit", "without a field of its group"},
                           Row{losses.without_value, "hit", "without a value, or with no number"},
                           Row{losses.late, "hit", "that came too late"},
                           Row{losses.events, "hit", "beyond what a group keeps"},
                           Row{losses.groups, "group", "given up for want of room"}}) {
      if (row.count == 0) continue;
      complain("rulemap: not correlated: " + counted(row.count, row.what) + " " + row.why + "\n");
    }
  }

  static constexpr std::uint64_t kMostComplaints = 20;
  // Where the times of events usually stand: what a wrong --time is told.
  static constexpr const char* kUsualTimes[] = {"UtcTime",     "TimeCreated_SystemTime",
                                                "TimeCreated", "@timestamp",
                                                "EventTime",   "timestamp",
                                                "time",        "eventTime"};

  const SigmaMatchArguments& arguments_;
  const sigma::RuleSet& rules_;
  const sigma::Reported reported_;
  sigma::Correlator correlator_;
  sigma::Matcher matcher_;
  sigma::EventReader reader_;
  sigma::Matching matching_;
  sigma::Event event_;
  sigma::ReadField read_;
  std::string out_;
  std::uint64_t bad_ = 0, untimed_ = 0;
};

void match(const SigmaMatchArguments& arguments, Common& common) {
  const sigma::RuleSet rules = load_rules(arguments.rules);
  common.exit_code = has_rules(rules) ? MatchRun(arguments, rules).run() : kFailed;
}

}  // namespace

void add_sigma_match(CLI::App& sigma, Common& common) {
  auto arguments = std::make_shared<SigmaMatchArguments>();
  CLI::App* command = sigma.add_subcommand("match", "Say which rules hold for which event");
  command->add_option("--rules", arguments->rules.paths, "Rule files, and folders of them")
      ->type_name("PATH")
      ->required();
  command
      ->add_option(
          "--events", arguments->events,
          "JSON objects, one a line or over several lines, plain or gzip; - is standard input")
      ->type_name("FILE")
      ->required();
  command->add_flag("--no-logsource", arguments->no_logsource,
                    "Ask every rule of every event, whatever its log source");
  command
      ->add_option(
          "--time", arguments->times,
          "Evaluate correlations by the time in this field, such as UtcTime, @timestamp or "
          "TimeCreated_SystemTime (EVTX); given several times, by the first that an event "
          "has. Rules that only correlations use are not listed")
      ->type_name("FIELD");
  add_placeholders(*command, arguments->rules);
  command
      ->add_option("--rules-cache", arguments->rules.cache,
                   "Keep the loaded rules in this file; while their files stay the same, the next "
                   "run takes them from there")
      ->type_name("FILE");
  command->add_flag("--json")->description("One JSON object a line, as always");
  command->callback([arguments, &common] { match(*arguments, common); });
}

}  // namespace rulemap::cli
