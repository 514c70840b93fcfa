#include "correlate_testing.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <sstream>

#include "load_testing.h"

namespace rulemap::sigma::testing {
namespace {

std::vector<std::string> parts_of(const std::string& text, char between) {
  std::vector<std::string> out;
  std::istringstream in(text);
  for (std::string each; std::getline(in, each, between);) out.push_back(each);
  return out;
}

std::string seconds(std::int64_t ms) {
  std::string out = std::to_string(ms / 1000);
  if (ms % 1000 != 0) out += "." + std::to_string(ms % 1000 / 100);
  return out;
}

}  // namespace

ReadField StreamEvent::reader() const {
  return [this](std::string_view field) -> std::optional<std::string_view> {
    const auto at = fields.find(std::string(field));
    if (at == fields.end()) return std::nullopt;
    return at->second;
  };
}

RuleSet correlations(std::string_view lines) {
  std::string text;
  for (const char* name : {"a", "b", "c"}) {
    text += std::string("title: ") + name + "\nname: " + name +
            "\nlogsource: {category: c}\ndetection:\n  s: {F: a}\n  condition: s\n---\n";
  }
  for (const std::string& line : parts_of(std::string(lines), '\n')) {
    const std::size_t colon = line.find(": ");
    const std::string name = line.substr(0, colon);
    text += "title: " + name + "\nname: " + name + "\ncorrelation: {" + line.substr(colon + 2) +
            "}\n---\n";
  }
  RuleSet rules = load_text(text);
  EXPECT_EQ(problems_of(rules), "") << lines;
  return rules;
}

Stream stream(std::string_view text) {
  Stream out;
  for (const std::string& word : parts_of(std::string(text), ' ')) {
    StreamEvent event;
    const std::size_t colon = word.find(':');
    const std::string head = word.substr(0, colon);
    const std::size_t letter = head.find_first_of("abc");
    event.time_ms = static_cast<std::int64_t>(std::strtod(head.c_str(), nullptr) * 1000);
    for (const std::string& rule : parts_of(head.substr(letter), ',')) {
      event.rules.push_back(static_cast<std::uint32_t>(rule[0] - 'a'));
    }
    const std::string fields = colon == std::string::npos ? "" : word.substr(colon + 1);
    for (const std::string& field : parts_of(fields, ',')) {
      const std::size_t equals = field.find('=');
      event.fields[field.substr(0, equals)] = field.substr(equals + 1);
    }
    out.push_back(std::move(event));
  }
  return out;
}

std::vector<Fired> run(const RuleSet& rules, const Stream& stream, const CorrelateLimits& limits,
                       CorrelateLosses* losses) {
  std::vector<Fired> out;
  Correlator correlator(rules, limits);
  const auto keep = [&](std::span<const Fired> fired) {
    out.insert(out.end(), fired.begin(), fired.end());
  };
  for (std::size_t i = 0; i < stream.size(); ++i) {
    keep(correlator.add(i, stream[i].time_ms, stream[i].rules, stream[i].reader()));
  }
  keep(correlator.finish());
  if (losses) *losses = correlator.losses();
  return out;
}

std::string shown(const RuleSet& rules, const std::vector<Fired>& fired) {
  std::string out;
  for (const Fired& each : fired) {
    out += (out.empty() ? "" : " ") + rules.correlations[each.correlation].header.title + "@" +
           seconds(each.time_ms) + "[";
    for (const std::uint64_t event : each.events) {
      out += (out.back() == '[' ? "" : ",") + std::to_string(event);
    }
    out += "]";
    for (const auto& [name, value] : each.group) {
      out.append("{").append(name).append("=").append(value).append("}");
    }
  }
  return out;
}

std::string fired(std::string_view lines, std::string_view text, const CorrelateLimits& limits) {
  const RuleSet rules = correlations(lines);
  return shown(rules, run(rules, stream(text), limits));
}

}  // namespace rulemap::sigma::testing
