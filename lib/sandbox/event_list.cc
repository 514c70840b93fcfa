#include "event_list.h"

#include <algorithm>

namespace rulemap::sandbox {
namespace {

// Cut between characters.
void cut(std::string& text, std::size_t most) {
  if (text.size() <= most) return;
  while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0) == 0x80) --most;
  text.resize(most);
}

}  // namespace

void EventList::add(std::string_view category, const std::string& product, Fields fields) {
  // Real reports hold NUL characters, in names of hosts as well; no log has them.
  for (auto& [name, value] : fields) std::erase(value, '\0');
  std::erase_if(fields, [](const auto& each) { return each.second.empty(); });
  if (fields.empty()) return;
  std::string key(category);
  for (auto& [name, value] : fields) {
    cut(value, limits_.text);
    key += '\0' + name + '\0' + value;
  }
  if (seen_.count(key)) return;
  if (made_.events.size() >= limits_.events) return leave_out();
  seen_.insert(std::move(key));
  made_.events.push_back({.product = product,
                          .category = std::string(category),
                          .by = by_,
                          .fields = std::move(fields)});
}

}  // namespace rulemap::sandbox
