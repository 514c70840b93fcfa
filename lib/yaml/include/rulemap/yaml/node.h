// The located tree: what a YAML file says, with the place of every key and value. Scalars stay
// text: `no`, `010` and `1e3` mean what the field that reads them says. Filled by parse.h.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace rulemap::yaml {

// 1-based line and column; columns count characters (code points), not bytes. 0 means nowhere.
struct Place {
  std::uint32_t line = 0;
  std::uint32_t column = 0;

  friend bool operator==(const Place&, const Place&) = default;
  friend auto operator<=>(const Place&, const Place&) = default;
};

struct Member;

// One value. A plain aggregate: whoever holds a Node may rewrite it, as interpolation does.
struct Node {
  // null: nothing was written, or one of the plain words ~ null Null NULL.
  enum class Kind : std::uint8_t { null, scalar, list, map };

  Kind kind = Kind::null;
  // The scalar was written in quotes or as a block (`|`, `>`), so it is text whatever it says.
  bool quoted = false;
  // Start of the value, quote or bracket included. A value that is not written takes the place of
  // its key, in a list that of the list, alone in a document 1:1.
  Place place;
  std::string text;             // scalar
  std::vector<Node> items;      // list
  std::vector<Member> members;  // map, in the order of the file; no key occurs twice

  bool is_null() const { return kind == Kind::null; }
  bool is_scalar() const { return kind == Kind::scalar; }
  bool is_list() const { return kind == Kind::list; }
  bool is_map() const { return kind == Kind::map; }

  // The value of `key`, or nullptr where this is no map or has no such key. Linear; the pointer
  // lives as long as this node and its members stay unchanged.
  const Node* find(std::string_view key) const;
};

// One entry of a map. `place` is where the key starts.
struct Member {
  std::string key;
  Place place;
  Node value;
};

// Equal in kinds, texts, quoting, keys, order and places.
bool same(const Node& a, const Node& b);

// "null", "scalar", "list" or "map": the word for messages.
std::string_view kind_name(Node::Kind kind);

}  // namespace rulemap::yaml
