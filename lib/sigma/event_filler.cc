#include "event_filler.h"

#include <cstring>

namespace rulemap::sigma {
namespace {

bool is_special(std::string_view key) {
  bool found = false;
  for (const char c : key) found |= c == ' ' || c == '.';
  return found;
}

// A flat key wins over what a wrapper holds, that over a dotted path.
constexpr std::uint32_t kFlat = 0, kWrapped = 1, kDotted = 2;

void append_without_blanks(std::string_view key, std::string& out) {
  if (key.find(' ') == std::string_view::npos) {
    out.append(key);
    return;
  }
  for (const char c : key) {
    if (c != ' ') out += c;
  }
}

}  // namespace

EventFiller::EventFiller(const FieldNames& names, const EventLimits& limits)
    : names_(names), limits_(limits) {}

void EventFiller::begin(Event& event, const rapidjson::InsituStringStream& stream) {
  event_ = &event;
  stream_ = &stream;
  frames_.clear();
  name_.clear();
  slot_ = kNoSlot;
  keys_ = 0;
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
  const Slot slot = current_slot();
  if (slot == kNoSlot) return true;
  const std::uint32_t rank = current_rank();
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

bool EventFiller::push(const Frame& frame) {
  if (frames_.size() >= limits_.depth) {
    reached_ = "depth";
    return false;
  }
  frames_.push_back(frame);
  return true;
}

bool EventFiller::StartObject() {
  if (frames_.empty()) return push({});
  const Slot slot = current_slot();
  if (slot != kNoSlot) enter(slot, current_rank());
  // Elements of an array are named by the array, whose frame has what its key chose.
  const Frame& outer = frames_.back();
  Frame frame;
  frame.scope = outer.inner;
  frame.prefix = outer.is_array ? outer.prefix : name_.size();
  frame.begin = outer.inner_is_wrapper ? frame.prefix : outer.begin;
  frame.slot = slot;
  frame.slot_rank = current_rank();
  frame.rank = outer.inner_is_wrapper ? kWrapped : kDotted;
  return push(frame);
}

bool EventFiller::EndObject(rapidjson::SizeType) {
  frames_.pop_back();
  return true;
}

bool EventFiller::StartArray() {
  if (frames_.empty()) return false;
  const Slot slot = current_slot();
  if (slot != kNoSlot) enter(slot, current_rank());
  const Frame& outer = frames_.back();
  Frame frame = outer;
  frame.slot = slot;
  frame.slot_rank = current_rank();
  if (!outer.is_array) frame.prefix = name_.size();
  frame.is_array = true;
  return push(frame);
}

bool EventFiller::EndArray(rapidjson::SizeType) {
  frames_.pop_back();
  return true;
}

bool EventFiller::Key(const char* text, rapidjson::SizeType length, bool) {
  if (++keys_ > limits_.fields) {
    reached_ = "fields";
    return false;
  }
  const std::string_view key(text, length);
  Frame& frame = frames_.back();
  name_key(frame, key);
  choose_inner(frame, key);
  if (frame.scope >= Scope::evtx && key == "#text") {
    slot_ = frame.slot;
    rank_ = frame.slot_rank;
    return true;
  }
  rank_ = frame.rank;
  const auto slot = names_.find(std::string_view(name_).substr(frame.begin));
  slot_ = slot ? *slot : kNoSlot;
  return true;
}

void EventFiller::name_key(Frame& frame, std::string_view key) {
  name_.resize(frame.prefix);
  if (frame.scope == Scope::root) {
    name_.append(key);
    if (!is_special(key)) return;
    name_.clear();
    append_without_blanks(key, name_);
    // Flat keys that hold a whole path: "winlog.event_data.Image".
    name_.erase(0, name_.size() - unwrapped_field_name(name_).size());
    return;
  }
  const bool is_evtx = frame.scope >= Scope::evtx_root;
  if (is_evtx && key == "#attributes") return;
  if (frame.prefix > frame.begin) name_ += frame.scope == Scope::attributes ? '_' : '.';
  append_without_blanks(key, name_);
}

void EventFiller::choose_inner(Frame& frame, std::string_view key) const {
  frame.inner_is_wrapper = false;
  const auto wrap = [&frame](Scope scope) {
    frame.inner = scope;
    frame.inner_is_wrapper = true;
  };
  switch (frame.scope) {
    case Scope::root:
      frame.inner = key == "Event"    ? Scope::evtx_root
                    : key == "winlog" ? Scope::winlog
                                      : Scope::plain;
      if (key == "event_data" || key == "user_data") wrap(Scope::plain);
      return;
    case Scope::winlog:
      frame.inner = Scope::plain;
      if (key == "event_data" || key == "user_data") wrap(Scope::plain);
      return;
    case Scope::evtx_root:
      frame.inner = key == "#attributes" ? Scope::attributes : Scope::evtx;
      if (key == "System" || key == "EventData") wrap(Scope::evtx);
      if (key == "UserData") wrap(Scope::user_data);
      return;
    case Scope::user_data:
      if (key == "#attributes") {
        frame.inner = Scope::attributes;
      } else {
        wrap(Scope::evtx);
      }
      return;
    case Scope::evtx:
      frame.inner = key == "#attributes" ? Scope::attributes : Scope::evtx;
      return;
    default:
      frame.inner = frame.scope;
  }
}

}  // namespace rulemap::sigma
