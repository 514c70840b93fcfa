#include "sigma_reader.h"

#include <algorithm>

#include "field_tables.h"
#include "plain_text.h"

namespace rulemap::virustotal {
namespace {

// Sigma's own words; another one would be taken for a level by nobody.
std::string level_of(std::string_view said) {
  constexpr std::string_view kLevels[] = {"informational", "low", "medium", "high", "critical"};
  std::string level = lower(said);
  const bool known = std::find(std::begin(kLevels), std::end(kLevels), level) != std::end(kLevels);
  return known ? level : std::string();
}

Evidence event_of(Doc values, FieldReader& reader) {
  Evidence out;
  for (const auto [name, value] : values.members()) {
    const auto text = value.text();
    const std::string key = line_of(name, 200);
    if (!text || key.empty() || out.fields.size() >= kMaxEventFields) {
      reader.leave_out();
      continue;
    }
    out.fields.emplace_back(key, block_of(*text));
  }
  return out;
}

void read_events(Doc context, SigmaResult& out, FieldReader& reader) {
  for (const Doc each : context) {
    if (out.match.evidence.size() >= kMaxEvents) {
      ++out.evidence_left_out;
      continue;
    }
    Evidence event = event_of(each["values"], reader);
    if (event.fields.empty())
      reader.leave_out();
    else
      out.match.evidence.push_back(std::move(event));
  }
}

}  // namespace

std::vector<SigmaResult> read_sigma(Doc results, FieldReader& reader) {
  std::vector<SigmaResult> out;
  for (const Doc each : results) {
    const Fields said = reader.read(each, sigma_fields());
    const std::string title = said.text("title");
    if (title.empty() || out.size() >= kMaxRules) {
      reader.leave_out();
      continue;
    }
    SigmaResult& result = out.emplace_back();
    result.match = {.kind = "sigma",
                    .said = title,
                    .level = level_of(said.text("level")),
                    .author = said.text("author"),
                    .source = said.text("source"),
                    .by = "virustotal",
                    .how = std::string(how::kObserved)};
    result.match.description = said.text("description");
    result.provider_rule_id = said.text("id");
    read_events(each["match_context"], result, reader);
  }
  return out;
}

}  // namespace rulemap::virustotal
