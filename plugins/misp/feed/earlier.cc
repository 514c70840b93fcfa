#include "feed/earlier.h"

#include <algorithm>

#include "server/loose.h"

namespace rulemap::misp {
namespace {

bool is_left_out(std::string_view name) {
  constexpr std::string_view kNames[] = {"timestamp", "Attribute", "ObjectReference", "Object",
                                         "EventReport"};
  return std::find(std::begin(kNames), std::end(kNames), name) != std::end(kNames);
}

Uuid uuid_of(Doc element) {
  return Uuid::parse(element.text("uuid").value_or("")).value_or(Uuid());
}

EarlierElement element_of(Doc element) {
  return {element.json(), content_json(element), loose::number(element["timestamp"]).value_or(0)};
}

}  // namespace

std::string content_json(Doc element) {
  std::string out;
  for (auto [name, value] : element.members()) {
    if (is_left_out(name)) continue;
    if (!out.empty()) out += ",";
    ((out += "\"") += name) += "\":" + value.json();
  }
  return out;
}

EarlierEvent earlier_event(Doc event) {
  EarlierEvent out;
  out.timestamp = loose::number(event["timestamp"]).value_or(0);
  out.head = content_json(event);
  const auto take = [&](Doc list, std::vector<Uuid>& order) {
    for (Doc each : list) {
      order.push_back(uuid_of(each));
      out.elements.emplace(order.back(), element_of(each));
    }
  };
  take(event["Attribute"], out.attribute_order);
  take(event["EventReport"], out.report_order);
  for (Doc each : event["Object"]) {
    EarlierObject object;
    object.head = element_of(each);
    take(each["Attribute"], object.attributes);
    take(each["ObjectReference"], object.references);
    out.object_order.push_back(uuid_of(each));
    out.objects.emplace(out.object_order.back(), std::move(object));
  }
  return out;
}

}  // namespace rulemap::misp
