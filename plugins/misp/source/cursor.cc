#include "source/cursor.h"

#include <charconv>

namespace rulemap::misp {

Cursor Cursor::parse(std::string_view text) {
  Cursor out;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), out.time_);
  if (failed != std::errc() || out.time_ < 0) return {};
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  while (text.starts_with(' ')) {
    const auto uuid = ids::Uuid::parse(text.substr(1, 36));
    if (!uuid) return {};
    out.events_.insert(*uuid);
    text.remove_prefix(37);
  }
  return text.empty() ? out : Cursor();
}

std::string Cursor::text() const {
  std::string out = std::to_string(time_);
  for (const ids::Uuid& each : events_) (out += " ") += each.text();
  return out;
}

void Cursor::pass(std::int64_t time, const ids::Uuid& event) {
  if (time < time_) return;
  if (time > time_) events_.clear();
  time_ = time;
  events_.insert(event);
}

void Cursor::pass(const Cursor& other) {
  for (const ids::Uuid& each : other.events_) pass(other.time_, each);
}

}  // namespace rulemap::misp
