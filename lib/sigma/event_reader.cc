#include "rulemap/sigma/event_reader.h"

#include <rapidjson/error/en.h>

#include <algorithm>
#include <cstring>
#include <string>

#include "case_fold.h"
#include "event_filler.h"
#include "rulemap/sigma/log_source.h"

namespace rulemap::sigma {
namespace {

constexpr unsigned kFlags = rapidjson::kParseInsituFlag | rapidjson::kParseNumbersAsStringsFlag;

struct SlotPair {
  Slot field, stands_in;
};

std::vector<SlotPair> slots_of(std::span<const StandIn> stand_ins, const FieldNames& names) {
  std::vector<SlotPair> out;
  for (const StandIn& each : stand_ins) {
    const auto field = names.find(each.field), other = names.find(each.stands_in);
    if (field && other) out.push_back({*field, *other});
  }
  return out;
}

std::string byte_place(std::size_t byte) { return "byte " + std::to_string(byte + 1); }

}  // namespace

struct EventReader::State {
  State(const FieldNames& field_names, const EventLimits& event_limits)
      : names(field_names),
        limits(event_limits),
        filler(field_names, event_limits),
        general(slots_of(general_stand_ins(), field_names)),
        channel(*field_names.find("Channel")),
        provider(*field_names.find("Provider_Name")),
        event_id(*field_names.find("EventID")),
        event_type(*field_names.find("EventType")) {
    for (Origin i = 0; i < count_of_origins(); ++i) {
      of_origin.push_back(slots_of(event_source(i).stand_ins, field_names));
    }
  }

  const FieldNames& names;
  EventLimits limits;
  EventFiller filler;
  rapidjson::Reader reader;
  OriginFinder origins;
  std::vector<SlotPair> general;
  std::vector<std::vector<SlotPair>> of_origin;
  Slot channel, provider, event_id, event_type;
};

void add_reader_fields(FieldNames& names) {
  for (const char* name : {"Channel", "Provider_Name", "EventID", "EventType"}) names.add(name);
  const auto add = [&names](std::span<const StandIn> stand_ins) {
    for (const StandIn& each : stand_ins) {
      if (names.find(each.field)) names.add(each.stands_in);
    }
  };
  add(general_stand_ins());
  for (Origin i = 0; i < count_of_origins(); ++i) add(event_source(i).stand_ins);
}

EventReader::EventReader(const FieldNames& names, const EventLimits& limits)
    : state_(std::make_unique<State>(names, limits)) {}
EventReader::~EventReader() = default;
EventReader::EventReader(EventReader&&) noexcept = default;
EventReader& EventReader::operator=(EventReader&&) noexcept = default;

Result<void> EventReader::read(std::string_view json, Event& event) {
  State& state = *state_;
  event.reset(state.names.size());
  if (json.size() > state.limits.bytes) {
    return Error{"the event has " + std::to_string(json.size()) + " bytes; the limit is " +
                 std::to_string(state.limits.bytes)};
  }
  char* const text = event.take_text(json);
  rapidjson::InsituStringStream stream(text);
  state.filler.begin(event, stream);
  const rapidjson::ParseResult parsed = state.reader.Parse<kFlags>(stream, state.filler);
  const char* const reached = state.filler.reached();
  if (reached != nullptr) {
    event.reset(state.names.size());
    return Error{std::string("the event reaches the limit of ") + reached,
                 byte_place(stream.Tell())};
  }
  // A NUL ends the text for the parser, wherever it stands.
  const bool is_whole = !parsed.IsError() && stream.Tell() >= json.size();
  if (!is_whole) {
    event.reset(state.names.size());
    const bool no_object = parsed.Code() == rapidjson::kParseErrorTermination;
    return Error{no_object || !parsed.IsError() ? "an event is one JSON object"
                                                : rapidjson::GetParseError_En(parsed.Code()),
                 byte_place(parsed.IsError() ? parsed.Offset() : stream.Tell())};
  }
  event.fold_values();
  const auto stand_in = [&event](const std::vector<SlotPair>& pairs) {
    for (const SlotPair& pair : pairs) event.stand_in(pair.field, pair.stands_in);
  };
  stand_in(state.general);
  const auto text_of = [&event](Slot slot) {
    const Value* const value = event.first_value(slot);
    return value == nullptr ? std::string_view() : value->folded;
  };
  event.origin_ = state.origins.find(text_of(state.channel), text_of(state.provider),
                                     text_of(state.event_id), text_of(state.event_type));
  stand_in(state.of_origin[event.origin_]);
  return {};
}

}  // namespace rulemap::sigma
