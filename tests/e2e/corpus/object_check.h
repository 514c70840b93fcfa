// An object of an event against MISP's own templates, read apart from the plugin that wrote it.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "e2e/event_file.h"
#include "e2e/json_text.h"

namespace rulemap::e2e {

class ObjectCheck {
 public:
  // The folder holds NAME.json for each template and relationships.json; `types` says which
  // categories MISP allows for each type of attribute, in columns.
  ObjectCheck(const std::string& templates, const std::string& types);

  // Everything that is not as the template says; nothing for a right object.
  std::vector<std::string> problems(const EventObject& object) const;

 private:
  std::vector<std::string> problems(const EventAttribute& of, Doc rule) const;

  std::map<std::string, JsonText> templates_;
  std::map<std::string, Names> categories_;  // by type
  Names relationships_;
};

}  // namespace rulemap::e2e
