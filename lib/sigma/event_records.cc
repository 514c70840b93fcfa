#include "rulemap/sigma/event_records.h"

#include <utility>

namespace rulemap::sigma {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

// Blanks, and what stands between the objects of a list.
std::string_view without_separators(std::string_view text) {
  const std::size_t at = text.find_first_not_of(" \t\r\n,[]");
  return at == std::string_view::npos ? std::string_view() : text.substr(at);
}

}  // namespace

void EventRecords::add(std::string_view bytes) {
  while (!bytes.empty()) {
    const std::size_t end = bytes.find('\n');
    const std::string_view part = bytes.substr(0, end);
    if (!is_skipping_line_) {
      if (rest_.size() + part.size() > most_)
        is_skipping_line_ = true;
      else if (end == std::string_view::npos || !rest_.empty())
        rest_ += part;
    }
    if (end == std::string_view::npos) return;
    take_line(rest_.empty() ? part : std::string_view(rest_));
    rest_.clear();
    bytes.remove_prefix(end + 1);
  }
}

void EventRecords::finish() {
  if (!rest_.empty() || is_skipping_line_) take_line(rest_);
  rest_.clear();
  if (depth_ > 0) refuse("the object is not closed at the end of the file");
}

std::optional<EventRecord> EventRecords::next() {
  if (ready_.empty()) return std::nullopt;
  EventRecord out = std::move(ready_.front());
  ready_.pop_front();
  return out;
}

void EventRecords::take_line(std::string_view line) {
  ++line_;
  if (line_ == 1 && line.starts_with(kByteOrderMark)) line.remove_prefix(kByteOrderMark.size());
  const bool begins = line.starts_with('{');
  if (depth_ > 0 && (begins || is_skipping_line_)) {
    refuse("the object is not closed before the next one begins");
  }
  if (std::exchange(is_skipping_line_, false)) {
    first_line_ = line_;
    return refuse("the line has more than " + std::to_string(most_) + " bytes");
  }
  if (is_skipping_ && !begins) return;
  is_skipping_ = false;
  take_objects(line);
}

void EventRecords::take_objects(std::string_view line) {
  if (depth_ == 0) line = without_separators(line);
  while (!line.empty()) {
    if (depth_ == 0) {
      first_line_ = line_;
      if (line.front() != '{') return refuse("here is no JSON object");
    }
    const std::size_t end = scan(line);
    if (object_.size() + end > most_) {
      is_skipping_ = true;
      return refuse("the object has more than " + std::to_string(most_) + " bytes");
    }
    object_ += line.substr(0, end);
    line.remove_prefix(end);
    if (depth_ > 0) break;
    ready_.push_back({count_++, first_line_, std::exchange(object_, {})});
    line = without_separators(line);
  }
  if (depth_ == 0) return;
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
