#include "event/origin.h"

#include "event/identity.h"
#include "event/json_writer.h"
#include "event/object_draft.h"

namespace rulemap::misp::origin {

std::string element_json(const Origin& of, const std::set<std::string>& tags) {
  std::string out;
  JsonWriter json(out);
  const bool in_object = of.object != ids::Uuid();
  if (in_object) {
    json.open('{').member("uuid", of.object.text()).key("theirs").flag(true);
    json.key("Attribute").open('[');
  }
  json.open('{').member("uuid", of.attribute.text()).key("theirs").flag(true);
  json.member("type", of.type).member("value", of.value);
  write_tags(json, tags);
  json.close('}');
  if (in_object) json.close(']');
  return out;
}

ids::Uuid thing(const Origin& of) {
  return identity::thing(of.event, "misp-attribute", of.attribute.text());
}

}  // namespace rulemap::misp::origin
