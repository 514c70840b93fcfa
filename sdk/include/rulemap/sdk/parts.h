// Which members of a document a plugin reads, so that the host need not keep the others.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "rulemap/abi/doc.h"
#include "rulemap/sdk/value.h"

namespace rulemap {

// Made of paths, each with all that stands below it; lists are passed through; `*` is any member
// that no path before it names:
//
//   const Parts parts({"data.id", "data.attributes.names", "data.*.tactics.id"});
//
// What is read and stands in no path may be missing, silently: keep the paths beside the reading.
class Parts {
 public:
  explicit Parts(const std::vector<std::string>& paths) {
    for (const std::string& each : paths) add(root_, each);
    seal(root_);
  }
  Parts(const Parts&) = delete;
  Parts& operator=(const Parts&) = delete;

  const rulemap_doc_part* abi() const { return &root_.abi; }

 private:
  struct Node {
    std::string key;
    bool whole = false;
    std::vector<Node> nodes = {};
    std::vector<rulemap_doc_part> parts = {};
    rulemap_doc_part abi = {};
  };

  static void add(Node& to, std::string_view path) {
    const std::size_t dot = std::min(path.find('.'), path.size());
    const std::string_view key = path.substr(0, dot);
    auto found = std::find_if(to.nodes.begin(), to.nodes.end(),
                              [&](const Node& each) { return each.key == key; });
    if (found == to.nodes.end()) found = to.nodes.insert(found, {.key = std::string(key)});
    if (dot == path.size())
      found->whole = true;
    else
      add(*found, path.substr(dot + 1));
  }
  // Once nothing moves any more.
  static void seal(Node& node) {
    if (node.whole) node.nodes.clear();
    for (Node& each : node.nodes) {
      seal(each);
      node.parts.push_back(each.abi);
    }
    node.abi = {text(node.key), node.parts.data(), node.parts.size()};
  }

  Node root_;
};

}  // namespace rulemap
