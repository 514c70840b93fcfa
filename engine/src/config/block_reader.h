// Reads one map of a pipeline file: each key is taken by name; what nobody took is an error with a
// guess, and a key that is planned says so.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "config/pipeline_file.h"
#include "rulemap/engine/diagnostic.h"
#include "rulemap/yaml/node.h"

namespace rulemap::engine {

class BlockReader {
 public:
  // what: how a message calls this map: "step `vt`", "limits". The node has to outlive the reader.
  BlockReader(const yaml::Node& node, std::string what, Diagnostics& diagnostics);

  // False where the node is no map; that has been reported then.
  bool is_map() const { return is_map_; }

  // A scalar; empty where the key is absent or no scalar (reported).
  Written scalar(std::string_view key);
  // The same, and a problem where it is absent or empty. hint: what would be right.
  Written required(std::string_view key, std::string hint = {});
  // Null where the key is absent.
  const yaml::Node* node(std::string_view key);
  const yaml::Member* member(std::string_view key);
  // A list; a null or absent value is an empty list, anything else a problem.
  const std::vector<yaml::Node>& list(std::string_view key);
  // Keys that a later version will know: a problem of their own where they are used.
  void planned(std::initializer_list<std::string_view> keys);
  // Reports every key that nobody asked for.
  void finish();

  void problem(yaml::Place place, std::size_t length, std::string message, std::string code,
               std::string hint = {});

 private:
  const yaml::Node& node_;
  std::string what_;
  Diagnostics& diagnostics_;
  bool is_map_;
  std::vector<std::string> known_;
  std::vector<std::string> planned_;
};

// Reports one problem at a place.
void report(Diagnostics& diagnostics, yaml::Place place, std::size_t length, std::string message,
            std::string code, std::string hint = {}, Severity severity = Severity::error);

// Never shows the texts of this value: they were written where a secret belongs.
void hide(Diagnostics& diagnostics, const yaml::Node& value);

}  // namespace rulemap::engine
