#include "rule_reader.h"

#include <charconv>
#include <utility>

#include "engine.h"
#include "meaning.h"
#include "references.h"
#include "rule_scan.h"

namespace rulemap::suricata {
namespace {

constexpr std::int64_t kGreatest = 4'294'967'295;  // both engines keep 32 bits

std::size_t place_in(std::string_view text, std::string_view part) {
  return static_cast<std::size_t>(part.data() - text.data());
}

std::string said(std::string_view value, Rule& rule) {
  std::string out = plain(value);
  if (out.size() <= kLongestText) return out;
  ++rule.left_out;
  out.resize(kLongestText);
  return out;
}

std::optional<Fault> read_header(std::string_view text, const ScannedRule& scanned, Rule& rule) {
  const auto& words = scanned.header;
  if (words.empty()) return Fault{0, "a rule begins with its action, such as `alert`"};
  if (!is_action(words[0])) {
    return Fault{
        place_in(text, words[0]),
        quoted(words[0]) + " is no action: a rule begins with one, such as `alert` or `drop`"};
  }
  if (words.size() != 1 && words.size() != 2 && words.size() != 7) {
    return Fault{place_in(text, words[0]),
                 "the header has " + std::to_string(words.size()) +
                     " words: it is action, protocol, address, port, direction, address and port, "
                     "as in `alert tcp any any -> any any`"};
  }
  rule.action = words[0];
  if (words.size() > 1) rule.protocol = words[1];
  if (words.size() != 7) return std::nullopt;
  if (words[4] != "->" && words[4] != "<>" && words[4] != "<-" && words[4] != "=>") {
    return Fault{place_in(text, words[4]),
                 quoted(words[4]) + " is no direction: one is `->` or `<>`"};
  }
  rule.source = words[2];
  rule.source_ports = words[3];
  rule.direction = words[4];
  rule.destination = words[5];
  rule.destination_ports = words[6];
  return std::nullopt;
}

std::optional<Fault> read_number(const Option& option, std::int64_t least, std::int64_t& out) {
  const std::string text = plain(option.value);
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (error == std::errc() && end == text.data() + text.size() && out >= least &&
      out <= kGreatest) {
    return std::nullopt;
  }
  return Fault{option.at, quoted(option.name) + " is a whole number from " + std::to_string(least) +
                              " to " + std::to_string(kGreatest) + ", not " + quoted(text)};
}

// "created_at 2017_02_07, deployment Perimeter".
void read_metadata(std::string_view value, Rule& rule) {
  for (std::size_t at = 0; at < value.size();) {
    const std::size_t comma = std::min(value.find(',', at), value.size());
    const std::string_view pair = trimmed(value.substr(at, comma - at));
    at = comma + 1;
    if (pair.empty()) continue;
    if (rule.metadata.size() >= kMostMetadata) {
      ++rule.left_out;
      continue;
    }
    std::size_t blank = 0;
    while (blank < pair.size() && !is_blank(pair[blank])) ++blank;
    rule.metadata.emplace_back(said(pair.substr(0, blank), rule), said(pair.substr(blank), rule));
  }
}

void read_reference(std::string_view value, Rule& rule) {
  if (rule.references.size() >= kMostReferences || value.size() > kLongestText) {
    ++rule.left_out;
    return;
  }
  rule.references.push_back(reference_of(value));
}

std::optional<Fault> read_option(const Option& option, Rule& rule) {
  const std::string_view name = option.name;
  if (name == "sid") {
    if (rule.sid != 0) return Fault{option.at, "`sid` stands twice: a rule has one"};
    return read_number(option, 1, rule.sid);
  }
  if (name == "gid") return read_number(option, 0, rule.gid);
  if (name == "rev") return read_number(option, 0, rule.rev);
  if (name == "priority") return read_number(option, 0, rule.priority.emplace());
  if (name == "msg") rule.msg = said(option.value, rule);
  if (name == "classtype") rule.classtype = said(option.value, rule);
  if (name == "reference") read_reference(option.value, rule);
  if (name == "metadata") read_metadata(option.value, rule);
  return std::nullopt;
}

}  // namespace

std::variant<Rule, Fault> read_rule(std::string_view text, Engine engine) {
  if (text.size() > kLongestRule) {
    return Fault{0, "the rule has " + std::to_string(text.size()) + " bytes; up to " +
                        std::to_string(kLongestRule) + " are read"};
  }
  ScannedRule scanned;
  Rule rule;
  if (auto fault = scan_rule(text, scanned)) return *std::move(fault);
  if (auto fault = read_header(text, scanned, rule)) return *std::move(fault);
  for (const Option& each : scanned.options) {
    if (auto fault = read_option(each, rule)) return *std::move(fault);
  }
  if (rule.sid == 0)
    return Fault{text.size(), "the rule has no `sid`: `sid:1000001;` gives it one"};
  find_meaning(rule);
  rule.engine = engine == Engine::unknown ? engine_of(scanned, rule) : engine;
  return rule;
}

}  // namespace rulemap::suricata
