#include "observable_list.h"

#include <algorithm>
#include <variant>

namespace rulemap::virustotal {
namespace {

bool is_same(const decltype(Attribute::value)& a, const decltype(Attribute::value)& b) {
  if (a.index() != b.index()) return false;
  const Time* time = std::get_if<Time>(&a);
  if (time) return time->ms == std::get<Time>(b).ms;
  const auto* text = std::get_if<std::string>(&a);
  if (text) return *text == std::get<std::string>(b);
  const auto* number = std::get_if<std::int64_t>(&a);
  if (number) return *number == std::get<std::int64_t>(b);
  const bool* flag = std::get_if<bool>(&a);
  return flag ? *flag == std::get<bool>(b) : std::get<double>(a) == std::get<double>(b);
}

}  // namespace

ObservableList::ObservableList(std::string_view type, std::string_view key) {
  Observable* own = find(type, key);
  own->subject = true;
}

Observable* ObservableList::find(std::string_view type, std::string_view key) {
  std::pair<std::string, std::string> place{type, key};
  if (const auto found = places_.find(place); found != places_.end()) return found->second;
  if (all_.size() >= kMaxObservables) return nullptr;
  Observable& made = all_.emplace_back();
  made.type = type;
  made.key = key;
  made.by = "virustotal";
  places_.emplace(std::move(place), &made);
  return &made;
}

void ObservableList::relate(Observable& from, std::string_view kind, const Observable& to) {
  if (&from == &to || !said_.emplace(&from, kind, &to).second) return;
  from.relations.push_back({std::string(kind), to.type, to.key});
}

void ObservableList::add(Observable& to, std::string_view name,
                         const decltype(Attribute::value)& value) {
  const bool is_there = std::any_of(
      to.attributes.begin(), to.attributes.end(),
      [&](const Attribute& each) { return each.name == name && is_same(each.value, value); });
  if (is_there) return;
  if (to.attributes.size() >= kMaxAttributes)
    ++left_out_;
  else
    to.attributes.push_back({std::string(name), value});
}

void ObservableList::add_all(Observable& to, const std::vector<Attribute>& attributes) {
  for (const Attribute& each : attributes) add(to, each.name, each.value);
}

}  // namespace rulemap::virustotal
