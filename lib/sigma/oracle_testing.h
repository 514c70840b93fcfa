// The slow, obvious matcher that tests hold the fast one to: an own tree of the event, plain
// recursion over the rule. It shares no code with event_reader.h and matcher.h.
#pragma once

#include <rapidjson/document.h>

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "rulemap/sigma/rule.h"

namespace rulemap::sigma::testing {

struct OracleValue {
  enum class Kind : std::uint8_t { text, number, boolean, null };

  std::string text;
  Kind kind = Kind::text;
};

// A field that was found, maybe with no values.
struct OracleField {
  int rank = 0;
  std::vector<OracleValue> values;
};

class OracleEvent {
 public:
  // `json` is one JSON object.
  explicit OracleEvent(const std::string& json);

  const OracleField* field(const std::string& name) const;
  const std::vector<OracleValue>& values() const { return values_; }

 private:
  using Path = std::vector<std::string>;

  void walk(const rapidjson::Value& value, const Path& path);
  void record(const Path& path, const OracleValue* value);
  void stand_in(const std::string& name, const std::string& other);
  void name_as_rules_do();
  std::string first(const std::string& name) const;

  std::map<std::string, OracleField> fields_;
  std::vector<OracleValue> values_;
};

bool holds(const Expression& expression, const OracleEvent& event);
bool value_holds(const Test::Ask& ask, const OracleValue& value, const OracleEvent& event);

}  // namespace rulemap::sigma::testing
