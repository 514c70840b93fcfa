// The observables that one call gathers, each once by type and key; the first is the record's own.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "rulemap/sdk/model.h"

namespace rulemap::virustotal {

inline constexpr std::size_t kMaxObservables = 5000;
inline constexpr std::size_t kMaxAttributes = 3000;  // of an observable

class ObservableList {
 public:
  ObservableList(std::string_view type, std::string_view key);
  ObservableList(ObservableList&&) = default;
  ObservableList& operator=(ObservableList&&) = default;

  Observable& subject() { return all_.front(); }
  // The one of this type and key, made where it is new; null above the limit. Pointers stay good.
  Observable* find(std::string_view type, std::string_view key);
  // Said once, however often it is told. Nothing relates to itself.
  void relate(Observable& from, std::string_view kind, const Observable& to);
  // Beside values of the same name, unless it is one of them.
  void add(Observable& to, std::string_view name, const decltype(Attribute::value)& value);
  void add_all(Observable& to, const std::vector<Attribute>& attributes);

  const std::deque<Observable>& all() const { return all_; }
  // Attributes above the limit.
  std::int64_t left_out() const { return left_out_; }

 private:
  std::deque<Observable> all_;
  std::map<std::pair<std::string, std::string>, Observable*, std::less<>> places_;
  std::set<std::tuple<const Observable*, std::string, const Observable*>> said_;
  std::int64_t left_out_ = 0;
};

}  // namespace rulemap::virustotal
