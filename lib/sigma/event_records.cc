#include "rulemap/sigma/event_records.h"

#include <algorithm>
#include <utility>

namespace rulemap::sigma {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::size_t kLongLine = std::size_t{64} << 10;  // what is longer is taken in parts

// Blanks, and what stands between the objects of a list.
std::string_view without_separators(std::string_view text) {
  const std::size_t at = text.find_first_not_of(" \t\r\n,[]");
  return at == std::string_view::npos ? std::string_view() : text.substr(at);
}

// How much of `text` is there before a backslash that escapes what did not come yet.
std::size_t without_open_escape(std::string_view text) {
  std::size_t at = text.size();
  while (at > 0 && text[at - 1] == '\\') --at;
  return text.size() - (text.size() - at) % 2;
}

}  // namespace

void EventRecords::add(std::string_view bytes) {
  while (!bytes.empty()) {
    const std::size_t end = bytes.find('\n');
    const std::string_view part = bytes.substr(0, end);
    if (end == std::string_view::npos) {
      rest_ += part;
      if (rest_.size() < std::min(most_, kLongLine)) return;
      const std::size_t whole = without_open_escape(rest_);
      take_part(std::string_view(rest_).substr(0, whole), false);
      rest_.erase(0, whole);
      return;
    }
    if (!rest_.empty()) rest_ += part;
    take_part(rest_.empty() ? part : std::string_view(rest_), true);
    rest_.clear();
    bytes.remove_prefix(end + 1);
  }
}

void EventRecords::finish() {
  if (!rest_.empty() || is_within_line_) take_part(rest_, true);
  rest_.clear();
  if (depth_ > 0) refuse("the object is not closed at the end of the file");
}

std::optional<EventRecord> EventRecords::next() {
  if (ready_.empty()) return std::nullopt;
  EventRecord out = std::move(ready_.front());
  ready_.pop_front();
  return out;
}

void EventRecords::take_part(std::string_view part, bool ends_line) {
  bool begins = false;
  if (!std::exchange(is_within_line_, !ends_line)) {
    is_skipping_line_ = false;
    ++line_;
    if (line_ == 1 && part.starts_with(kByteOrderMark)) part.remove_prefix(kByteOrderMark.size());
    begins = part.starts_with('{');
    if (depth_ > 0 && begins) refuse("the object is not closed before the next one begins");
  }
  if (is_skipping_line_ || (is_skipping_ && !begins)) return;
  is_skipping_ = false;
  take_objects(part, ends_line);
}

void EventRecords::take_objects(std::string_view part, bool ends_line) {
  if (depth_ == 0) part = without_separators(part);
  while (!part.empty()) {
    if (depth_ == 0) {
      first_line_ = line_;
      if (part.front() != '{') {
        is_skipping_line_ = true;
        return refuse("here is no JSON object");
      }
    }
    const std::size_t end = scan(part);
    if (object_.size() + end > most_) {
      is_skipping_ = true;
      return refuse("the object has more than " + std::to_string(most_) + " bytes");
    }
    object_ += part.substr(0, end);
    part.remove_prefix(end);
    if (depth_ > 0) break;
    ready_.push_back({count_++, first_line_, std::exchange(object_, {})});
    part = without_separators(part);
  }
  if (depth_ == 0 || !ends_line) return;
  if (is_in_text_) {
    is_skipping_ = first_line_ != line_;
    return refuse("a text is not closed at the end of its line");
  }
  object_ += '\n';
}

// How far the open object goes in `text`: up to its end, or all.
std::size_t EventRecords::scan(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (is_in_text_) {
      i = text.find_first_of("\"\\", i);
      if (i == std::string_view::npos) return text.size();
      if (text[i] == '\\')
        ++i;
      else
        is_in_text_ = false;
      continue;
    }
    const char c = text[i];
    if (c == '"')
      is_in_text_ = true;
    else if (c == '{' || c == '[')
      ++depth_;
    else if ((c == '}' || c == ']') && --depth_ == 0)
      return i + 1;
  }
  return text.size();
}

void EventRecords::refuse(const std::string& why) {
  ready_.push_back({count_++, first_line_, {}, why});
  object_.clear();
  depth_ = 0;
  is_in_text_ = false;
}

}  // namespace rulemap::sigma
