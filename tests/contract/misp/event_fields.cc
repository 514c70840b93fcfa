#include "contract/misp/event_fields.h"

#include "contract/misp/event_writer.h"
#include "contract/misp/tagging.h"

namespace rulemap::simulated {
namespace {

constexpr std::size_t kLongestInfo = 65535;

bool is_in(const Json* field, std::int64_t low, std::int64_t high) {
  if (!field) return true;
  const auto value = number_of(field);
  return value && *value >= low && *value <= high;
}

}  // namespace

bool breaks_event(const Json& payload) {
  return has_bare_tags(payload) || text_of(payload, "info").size() > kLongestInfo ||
         given_time(payload).kind == GivenTime::Kind::kBroken;
}

std::optional<Refusal> refused_field(const Json& payload, bool is_new) {
  const Json* uuid = member(payload, "uuid");
  if (is_new && uuid && !is_uuid(text_of(uuid)))
    return Refusal{"uuid", "Please provide a valid RFC 4122 UUID"};
  if ((is_new || given(payload, "info")) && text_of(payload, "info").empty())
    return Refusal{"info", "valueNotEmpty"};
  if (!is_in(given(payload, "distribution"), 0, 4))
    return Refusal{"distribution",
                   "Options : Your organisation only, This community only, Connected communities, "
                   "All communities"};
  if (!is_in(given(payload, "threat_level_id"), 1, 4))
    return Refusal{"threat_level_id", "Options : 1, 2, 3, 4 (for High, Medium, Low, Undefined)"};
  if (!is_in(given(payload, "analysis"), 0, 2))
    return Refusal{"analysis", "Options : 0, 1, 2 (for Initial, Ongoing, Completed)"};
  if (given(payload, "date") && !is_date(text_of(payload, "date")))
    return Refusal{"date", "Expected date format: YYYY-MM-DD"};
  return std::nullopt;
}

void read_event(const Json& payload, Event& to) {
  if (given(payload, "info")) to.info = text_of(payload, "info");
  if (given(payload, "date")) to.date = text_of(payload, "date");
  if (given(payload, "extends_uuid")) to.extends_uuid = text_of(payload, "extends_uuid");
  if (const auto value = number_of(payload, "distribution"))
    to.distribution = static_cast<int>(*value);
  if (const auto value = number_of(payload, "threat_level_id"))
    to.threat_level = static_cast<int>(*value);
  if (const auto value = number_of(payload, "analysis")) to.analysis = static_cast<int>(*value);
  if (const Json* flag = given(payload, "disable_correlation"))
    to.disable_correlation = is_true(flag);
}

}  // namespace rulemap::simulated
