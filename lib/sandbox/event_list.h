// Events as they are found: bounded, each once, with the fields that are not empty.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "rulemap/sandbox/behaviour.h"

namespace rulemap::sandbox {

using Fields = std::vector<std::pair<std::string, std::string>>;

class EventList {
 public:
  EventList(std::string by, std::string product, const Limits& limits)
      : by_(std::move(by)), product_(std::move(product)), limits_(limits) {}

  const Limits& limits() const { return limits_; }
  bool is_windows() const { return product_ == "windows"; }
  // Empty fields are left out; an event without fields is none.
  void add(std::string_view category, Fields fields) { add(category, product_, std::move(fields)); }
  // Of a log that belongs to no system, such as a proxy's.
  void add_of_no_product(std::string_view category, Fields fields) {
    add(category, "", std::move(fields));
  }
  void leave_out() { ++made_.left_out; }
  Behaviour take() { return std::move(made_); }

  // Calls use(text) for each text of a list, and counts what is none.
  template <class Use>
  void each_text(Doc list, Use use) {
    for (const Doc each : list) {
      if (const auto text = each.text())
        use(*text);
      else
        leave_out();
    }
  }
  template <class Use>
  void each_object(Doc list, Use use) {
    for (const Doc each : list) {
      if (each.is_object())
        use(each);
      else
        leave_out();
    }
  }

 private:
  void add(std::string_view category, const std::string& product, Fields fields);

  std::string by_, product_;
  Limits limits_;
  Behaviour made_;
  std::set<std::string> seen_;
};

}  // namespace rulemap::sandbox
