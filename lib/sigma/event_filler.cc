#include "event_filler.h"

namespace rulemap::sigma {

EventFiller::EventFiller(const FieldNames& names, const EventLimits& limits)
    : keys_(names), limits_(limits) {}

void EventFiller::begin(Event& event, const rapidjson::InsituStringStream& stream) {
  event_ = &event;
  stream_ = &stream;
  keys_.begin();
  frames_.clear();
  count_of_keys_ = 0;
  reached_ = nullptr;
}

// Values lie in the order of their places, so an empty one has a place, too.
bool EventFiller::Null() { return scalar({stream_->src_, 0}, Value::Kind::null); }

bool EventFiller::Bool(bool value) {
  const std::size_t length = value ? 4 : 5;
  return scalar({stream_->src_ - length, length}, Value::Kind::boolean);
}

bool EventFiller::RawNumber(const char* text, rapidjson::SizeType length, bool) {
  return scalar({text, length}, Value::Kind::number);
}

bool EventFiller::String(const char* text, rapidjson::SizeType length, bool) {
  return scalar({text, length}, Value::Kind::text);
}

bool EventFiller::scalar(std::string_view text, Value::Kind kind) {
  if (frames_.empty()) return false;
  auto& values = event_->values_;
  if (values.size() >= limits_.values) {
    reached_ = "values";
    return false;
  }
  const auto index = static_cast<std::uint32_t>(values.size());
  values.push_back({text, {}, Value::kNone, kind});
  const KeyTree::Node& key = keys_[frames_.back().now];
  const Slot slot = key.slot;
  const std::uint32_t rank = key.rank;
  if (slot == KeyTree::kNoSlot) return true;
  enter(slot, rank);
  auto& state = event_->slots_[slot];
  if (state.rank != rank) return true;
  if (state.first == Value::kNone) {
    state.first = index;
  } else {
    values[state.last].next = index;
  }
  state.last = index;
  return true;
}

// The field is there; what was found in a better way stays, what was found in a worse one goes.
void EventFiller::enter(Slot slot, std::uint32_t rank) {
  auto& state = event_->slots_[slot];
  if (state.generation == event_->generation_ && state.rank <= rank) return;
  state = {event_->generation_, Value::kNone, Value::kNone, rank};
}

bool EventFiller::push(bool is_array) {
  if (frames_.size() >= limits_.depth) {
    reached_ = "depth";
    return false;
  }
  const KeyId key = frames_.empty() ? KeyTree::kRoot : frames_.back().now;
  const KeyTree::Node& node = keys_[key];
  if (node.slot != KeyTree::kNoSlot) enter(node.slot, node.rank);
  frames_.push_back({key, key, is_array});
  return true;
}

bool EventFiller::StartObject() { return push(false); }

bool EventFiller::EndObject(rapidjson::SizeType) {
  frames_.pop_back();
  return true;
}

bool EventFiller::StartArray() { return !frames_.empty() && push(true); }

bool EventFiller::EndArray(rapidjson::SizeType) {
  frames_.pop_back();
  return true;
}

bool EventFiller::Key(const char* text, rapidjson::SizeType length, bool) {
  if (++count_of_keys_ > limits_.fields) {
    reached_ = "fields";
    return false;
  }
  Frame& frame = frames_.back();
  frame.now = keys_.child(frame.key, frame.now, {text, length});
  return true;
}

}  // namespace rulemap::sigma
