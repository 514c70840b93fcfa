// Known keys of a map, each checked for its type. Texts are moved out of the tree.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "drafts.h"
#include "rulemap/yaml/node.h"

namespace rulemap::sigma {

class Reader {
 public:
  // `what` is for messages ("a rule"), and lives longer than this.
  Reader(yaml::Node& node, std::string_view what, Problems& problems)
      : node_(node), what_(what), problems_(problems) {}

  // nullptr where the key is not there or null.
  yaml::Node* find(std::string_view key);
  yaml::Place place_of(std::string_view key) const;

  // Each does nothing where the key is not there or null.
  void text(std::string_view key, std::string& out);
  void texts(std::string_view key, std::vector<std::string>& out);
  void word(std::string_view key, std::span<const std::string_view> words, std::string& out);

  // A map, or nullptr with a problem; absent is a problem as well.
  yaml::Node* required_map(std::string_view key);
  // A list of texts or one text; null and absent are problems.
  std::vector<Reference> references(std::string_view key, std::string_view example);

  void error(yaml::Place place, std::string message, std::string_view piece = {}) {
    problems_.error(place, std::move(message), piece);
  }

 private:
  yaml::Node& node_;
  std::string_view what_;
  Problems& problems_;
};

// Requires that `node` is a map.
Header read_header(yaml::Node& node, std::string_view what, Problems& problems);
LogSource read_log_source(yaml::Node& node, std::string_view what, Problems& problems);

}  // namespace rulemap::sigma
