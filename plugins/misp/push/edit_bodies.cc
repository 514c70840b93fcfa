#include "push/edit_bodies.h"

#include <algorithm>
#include <utility>

#include "event/json_writer.h"

namespace rulemap::misp {
namespace {

void append(std::string& list, const std::string& json) {
  if (!list.empty()) list += ",";
  list += json;
}

std::string tags_json(const std::vector<std::string>& names) {
  std::string out;
  JsonWriter json(out);
  for (const std::string& each : names) json.open('{').member("name", each).close('}');
  return out;
}

void add_list(std::string& body, std::string_view name, const std::string& entries) {
  if (entries.empty()) return;
  ((body += ",\"") += name) += "\":[" + entries + "]";
}

}  // namespace

std::string attribute_json(const NeededAttribute& attribute) {
  std::string out = attribute.is_new || attribute.changed
                        ? attribute.of->json
                        : "{\"uuid\":\"" + attribute.of->uuid.text() + "\"}";
  out.pop_back();
  add_list(out, "Tag", tags_json(attribute.tags));
  return out + "}";
}

void EditBodies::add_tags(const std::vector<std::string>& names) {
  if (names.empty()) return;
  append(tags_, tags_json(names));
  elements_ += names.size();
}

void EditBodies::add_report(const std::string& json) {
  append(reports_, json);
  ++elements_;
}

Result<void> EditBodies::add(const NeededAttribute& attribute) {
  const std::string json = attribute_json(attribute);
  const auto counted = count(json.size(), 1 + attribute.tags.size());
  if (counted.ok()) append(attributes_, json);
  return counted;
}

Result<void> EditBodies::add(const NeededObject& object) {
  Object out{object.of->uuid, object.of->head, "", "", {}};
  // MISP passes over objects that do not say what they are.
  const std::string_view what = object.of->theirs ? there_.template_of(out.uuid) : "";
  if (!what.empty()) (out.head += ",") += what;
  if (object.is_new || object.changed) out.about += ",\"comment\":" + object.of->comment;
  if (object.is_new && !object.of->more.empty()) out.about += "," + object.of->more;
  std::size_t elements = 1 + object.references.size();
  for (const NeededAttribute& each : object.attributes) {
    append(out.attributes, attribute_json(each));
    elements += 1 + each.tags.size();
  }
  std::size_t bytes = out.head.size() + out.about.size() + out.attributes.size();
  for (const WantedReference* each : object.references) {
    out.references.push_back({each->target, each->json});
    bytes += each->json.size();
  }
  const auto counted = count(bytes, elements);
  if (!counted.ok()) return counted;
  left_.insert(out.uuid);
  objects_.push_back(std::move(out));
  return {};
}

Result<void> EditBodies::count(std::size_t bytes, std::size_t elements) {
  const bool is_full = bytes_ + bytes > limits_.bytes || elements_ + elements > limits_.elements;
  if (is_full && elements_ > 0) {
    const auto flushed = flush();
    if (!flushed.ok()) return flushed;
  }
  bytes_ += bytes;
  elements_ += elements;
  return {};
}

bool EditBodies::is_there_now(const Uuid& target) const {
  return there_.find(target) || left_.count(target) != 0;
}

std::string EditBodies::object_json(const Object& object, std::string references) const {
  std::string out = "{" + object.head + object.about;
  add_list(out, "Attribute", object.attributes);
  add_list(out, "ObjectReference", references);
  return out + "}";
}

std::string EditBodies::body() {
  std::string objects;
  for (Object& each : std::exchange(objects_, {})) {
    std::string now;
    Object waits{each.uuid, each.head, "", "", {}};
    for (Reference& reference : each.references) {
      if (is_there_now(reference.target))
        append(now, reference.json);
      else
        waits.references.push_back(std::move(reference));
    }
    append(objects, object_json(each, std::move(now)));
    if (!waits.references.empty()) later_.push_back(std::move(waits));
  }
  std::string out = "{\"uuid\":\"" + event_.text() + "\"";
  add_list(out, "Tag", std::exchange(tags_, {}));
  add_list(out, "EventReport", std::exchange(reports_, {}));
  add_list(out, "Attribute", std::exchange(attributes_, {}));
  add_list(out, "Object", objects);
  return out + "}";
}

Result<void> EditBodies::flush() {
  if (elements_ == 0) return {};
  const std::size_t elements = std::exchange(elements_, 0);
  bytes_ = 0;
  return send_(body(), elements);
}

// A target that was left out altogether is on no server: its reference goes with it.
Result<void> EditBodies::finish() {
  auto flushed = flush();
  for (Object& each : std::exchange(later_, {})) {
    if (!flushed.ok()) return flushed;
    const auto gone = [&](const Reference& reference) { return !is_there_now(reference.target); };
    std::erase_if(each.references, gone);
    if (each.references.empty()) continue;
    flushed = count(each.head.size() + each.references.size() * each.references[0].json.size(),
                    each.references.size());
    if (flushed.ok()) objects_.push_back(std::move(each));
  }
  return flushed.ok() ? flush() : flushed;
}

}  // namespace rulemap::misp
