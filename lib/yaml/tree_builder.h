// Parse events -> located trees, within limits. Both drivers feed it, so that duplicate keys,
// merge keys, aliases, tags and limits are judged in one place.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "rulemap/yaml/parse.h"

namespace rulemap::yaml {

// Every call answers whether to go on: false once a limit is reached.
class TreeBuilder {
 public:
  explicit TreeBuilder(const Limits& limits) : limits_(limits) {}

  // A written scalar. A plain null word becomes a null.
  bool scalar(Place place, std::string text, bool quoted);
  // A value that is not written. `near` is only for a message where a key was due.
  bool absent(Place near);
  // A reference to an anchor: reported, and a null stands in for it.
  bool alias(Place place);
  // Node::Kind::list or map begins, ends.
  bool open(Node::Kind kind, Place place);
  bool close();

  bool report_anchor(Place place);
  bool report_tag(Place place);
  bool report(Place place, std::string message, std::size_t length = 1);

  // What was built; the builder is empty afterwards.
  Parsed take();

 private:
  // A list or map that is not closed yet; in a map, the key that waits for its value.
  struct Open {
    Node node;
    Member pending;
    bool has_key = false;
    bool discard = false;  // the pending key was refused: its value goes nowhere
    bool is_key = false;   // this list or map stands where a key should
  };

  bool wants_key() const;
  bool inside_key() const;
  bool count(Place place);
  bool attach(Node node);
  bool take_key(Node node);
  bool report_duplicates(const std::vector<Member>& members);

  Limits limits_;
  std::size_t nodes_ = 0;
  std::vector<Open> open_;
  Parsed parsed_;
};

}  // namespace rulemap::yaml
