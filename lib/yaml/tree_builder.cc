#include "tree_builder.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "rulemap/utf8/decode.h"

namespace rulemap::yaml {
namespace {

constexpr std::size_t kMaxProblems = 100;

bool is_null_word(std::string_view text) {
  return text.empty() || text == "~" || text == "null" || text == "Null" || text == "NULL";
}

std::string key_refusal(const Node& key) {
  if (key.is_null()) return "a key is missing here; to use the word null as a key, quote it";
  if (key.text == "<<" && !key.quoted) return "merge keys are not supported; write the keys out";
  return {};
}

}  // namespace

bool TreeBuilder::scalar(Place place, std::string text, bool quoted) {
  if (!count(place)) return false;
  Node node;
  node.place = place;
  if (quoted || !is_null_word(text)) {
    node.kind = Node::Kind::scalar;
    node.quoted = quoted;
    node.text = std::move(text);
  }
  return attach(std::move(node));
}

bool TreeBuilder::absent(Place near) {
  if (!count(near)) return false;
  Node node;
  if (wants_key()) {
    node.place = near;
  } else if (open_.empty()) {
    node.place = {1, 1};
  } else {
    const Open& top = open_.back();
    node.place = top.has_key ? top.pending.place : top.node.place;
  }
  return attach(std::move(node));
}

bool TreeBuilder::alias(Place place) {
  if (!report(place, "aliases (`*name`) are not supported; write the value out")) return false;
  return scalar(place, "*", true);
}

bool TreeBuilder::open(Node::Kind kind, Place place) {
  if (!count(place)) return false;
  if (open_.size() >= limits_.depth) {
    report(place, "lists and maps are nested deeper than " + std::to_string(limits_.depth) +
                      " levels, the most that is read");
    return false;
  }
  Open next;
  next.node.kind = kind;
  next.node.place = place;
  next.is_key = wants_key();
  // Once is enough for all that stands inside a key.
  const bool go_on = !next.is_key || inside_key() ||
                     report(place, "a key is text, not a " + std::string(kind_name(kind)) +
                                       "; quote a value that begins with a bracket");
  open_.push_back(std::move(next));
  return go_on;
}

bool TreeBuilder::close() {
  Open closed = std::move(open_.back());
  open_.pop_back();
  if (closed.node.is_map() && !report_duplicates(closed.node.members)) return false;
  if (!closed.is_key) return attach(std::move(closed.node));
  open_.back().has_key = true;
  open_.back().discard = true;
  open_.back().pending.place = closed.node.place;
  return true;
}

bool TreeBuilder::report_anchor(Place place) {
  return report(place, "anchors (`&name`) are not supported; write the value out where it is used");
}

bool TreeBuilder::report_tag(Place place) {
  return report(place, "tags (`!name`) are not supported; to make a value text, quote it");
}

bool TreeBuilder::report(Place place, std::string message, std::size_t length) {
  if (parsed_.problems.size() >= kMaxProblems) return false;
  parsed_.problems.push_back({place, std::move(message), std::max<std::size_t>(length, 1)});
  return parsed_.problems.size() < kMaxProblems;
}

Parsed TreeBuilder::take() {
  std::stable_sort(parsed_.problems.begin(), parsed_.problems.end(),
                   [](const Problem& a, const Problem& b) { return a.place < b.place; });
  open_.clear();
  nodes_ = 0;
  return std::exchange(parsed_, {});
}

bool TreeBuilder::wants_key() const {
  return !open_.empty() && open_.back().node.is_map() && !open_.back().has_key;
}

bool TreeBuilder::inside_key() const {
  return std::any_of(open_.begin(), open_.end(), [](const Open& each) { return each.is_key; });
}

bool TreeBuilder::count(Place place) {
  if (++nodes_ <= limits_.nodes) return true;
  report(place, "the text has more than " + std::to_string(limits_.nodes) +
                    " keys and values, the most that is read");
  return false;
}

bool TreeBuilder::attach(Node node) {
  if (open_.empty()) {
    parsed_.documents.push_back(std::move(node));
    return true;
  }
  if (wants_key()) return take_key(std::move(node));
  Open& top = open_.back();
  if (top.node.is_list()) {
    top.node.items.push_back(std::move(node));
    return true;
  }
  if (!top.discard) {
    top.pending.value = std::move(node);
    top.node.members.push_back(std::move(top.pending));
  }
  top.pending = {};
  top.has_key = false;
  top.discard = false;
  return true;
}

bool TreeBuilder::take_key(Node node) {
  Open& top = open_.back();
  std::string why = key_refusal(node);
  top.has_key = true;
  top.discard = !why.empty();
  top.pending.place = node.place;
  const std::size_t length = utf8::count_characters(node.text);
  top.pending.key = std::move(node.text);
  return why.empty() || report(node.place, std::move(why), length);
}

// Sorting keeps a map of 50,000 keys from costing its square.
bool TreeBuilder::report_duplicates(const std::vector<Member>& members) {
  std::vector<std::uint32_t> order(members.size());
  std::iota(order.begin(), order.end(), 0U);
  std::stable_sort(order.begin(), order.end(), [&members](std::uint32_t a, std::uint32_t b) {
    return members[a].key < members[b].key;
  });
  const Member* first = nullptr;
  for (const std::uint32_t index : order) {
    const Member& member = members[index];
    if (first == nullptr || first->key != member.key) {
      first = &member;
      continue;
    }
    if (!report(member.place,
                "the key " + utf8::shown(member.key) + " is written twice: first in line " +
                    std::to_string(first->place.line) + ", again in line " +
                    std::to_string(member.place.line),
                utf8::count_characters(member.key))) {
      return false;
    }
  }
  return true;
}

}  // namespace rulemap::yaml
