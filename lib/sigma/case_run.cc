#include <algorithm>

#include "rulemap/sigma/cases.h"
#include "rulemap/sigma/correlate.h"
#include "rulemap/sigma/event_reader.h"
#include "rulemap/sigma/event_time.h"
#include "rulemap/sigma/load.h"
#include "rulemap/sigma/matcher.h"

namespace rulemap::sigma {
namespace {

constexpr const char* kTimeField = "timestamp";

RuleSet load(const Case& test) {
  LoadOptions options;
  options.placeholders = test.placeholders;
  const RuleText text{"rule", test.rule};
  return load_texts(std::span(&text, 1), options);
}

std::string errors_of(const RuleSet& rules) {
  std::string out;
  for (const Problem& problem : rules.problems) {
    if (problem.weight == Problem::Weight::error) out += (out.empty() ? "" : "; ") + problem.text();
  }
  return out;
}

const char* word(bool matches) { return matches ? "matches" : "does not match"; }

std::string listed(const std::vector<std::string>& ids) {
  std::string out = "[";
  for (const std::string& id : ids) out.append(out.size() > 1 ? ", " : "").append(id);
  return out + "]";
}

std::string id_of(const Header& header) {
  if (!header.id.empty()) return header.id;
  return header.name.empty() ? header.title : header.name;
}

// Reads the events of a case one by one.
class Events {
 public:
  Events(const Case& test, const RuleSet& rules, std::vector<std::string> fields)
      : test_(test),
        matcher_(rules, {.by_log_source = false, .fields = std::move(fields)}),
        reader_(matcher_.fields()),
        matching_(matcher_) {}

  // The rules that match events[i].
  Result<std::span<const std::uint32_t>> match(std::size_t i) {
    const auto read = reader_.read(test_.events[i], event_);
    if (!read) return Error{read.error().text(), place(i)};
    return matching_.match(event_);
  }
  static std::string place(std::size_t i) { return "events[" + std::to_string(i) + "]"; }
  const Event& event() const { return event_; }
  const FieldNames& names() const { return matcher_.fields(); }

 private:
  const Case& test_;
  Matcher matcher_;
  EventReader reader_;
  Matching matching_;
  Event event_;
};

void add(std::string& message, const std::string& more) {
  message += (message.empty() ? "" : "; ") + more;
}

std::string detection_message(const Case& test, const RuleSet& rules) {
  if (rules.rules.empty()) return "there is no rule in `rule`";
  std::string message;
  Events events(test, rules, {});
  for (std::size_t i = 0; i < test.events.size(); ++i) {
    const auto matched = events.match(i);
    if (!matched) return matched.error().text();
    const bool matches = !matched->empty() && matched->front() == 0;
    if (matches == test.holds[i]) continue;
    add(message, Events::place(i) + " " + word(matches) + ", expected that it " + word(!matches));
  }
  return message;
}

std::string collection_message(const Case& test, const RuleSet& rules) {
  std::string message;
  Events events(test, rules, {});
  for (std::size_t i = 0; i < test.events.size(); ++i) {
    const auto matched = events.match(i);
    if (!matched) return matched.error().text();
    std::vector<std::string> ids, expected = test.ids[i];
    for (const std::uint32_t rule : *matched) ids.push_back(id_of(rules.rules[rule].header));
    std::sort(ids.begin(), ids.end());
    std::sort(expected.begin(), expected.end());
    if (ids == expected) continue;
    add(message, Events::place(i) + " matches " + listed(ids) + ", expected " + listed(expected));
  }
  return message;
}

std::string correlation_message(const Case& test, const RuleSet& rules) {
  if (rules.correlations.empty()) return "there is no correlation in `rule`";
  Correlator correlator(rules);
  std::vector<std::string> fields = correlator.fields();
  fields.push_back(kTimeField);
  Events events(test, rules, std::move(fields));
  const ReadField read = fields_of(events.event(), events.names());
  bool has_fired = false;
  std::string untimed;
  const auto look = [&](std::span<const Fired> fired) {
    for (const Fired& each : fired) has_fired |= each.correlation + 1 == rules.correlations.size();
  };
  for (std::size_t i = 0; i < test.events.size(); ++i) {
    const auto matched = events.match(i);
    if (!matched) return matched.error().text();
    const auto text = read(kTimeField);
    const auto time = text ? event_time_ms(*text) : std::nullopt;
    if (time)
      look(correlator.add(i, *time, *matched, read));
    else
      untimed += "; " + Events::place(i) + " has no `timestamp` that reads as a time";
  }
  look(correlator.finish());
  if (has_fired == test.holds[0]) return "";
  return (has_fired ? "it fires, expected that it does not"
                    : "it does not fire, expected that it does") +
         untimed;
}

}  // namespace

CaseOutcome run_case(const Case& test) {
  const RuleSet rules = load(test);
  const std::string errors = errors_of(rules);
  if (test.kind == Case::Kind::load_error) {
    if (errors.empty()) return {false, "it loads, expected that it is refused"};
    return {true, errors};
  }
  // Of a collection what is left may still be as expected.
  if (!errors.empty() && test.kind != Case::Kind::collection) return {false, errors};
  std::string message = test.kind == Case::Kind::collection    ? collection_message(test, rules)
                        : test.kind == Case::Kind::correlation ? correlation_message(test, rules)
                                                               : detection_message(test, rules);
  const bool passed = message.empty();
  if (!errors.empty()) add(message, errors);
  return {passed, message};
}

}  // namespace rulemap::sigma
