// Text, cells and deep values as C++ sees them: views over the ABI's structs, nothing owned.
// Next: model.h has the typed entries that are built from these.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "rulemap/abi/doc.h"

namespace rulemap {

inline std::string_view view(rulemap_text text) {
  return text.size == 0 ? std::string_view{} : std::string_view{text.data, text.size};
}
inline rulemap_text text(std::string_view view) { return {view.data(), view.size()}; }

// Milliseconds since 1970 UTC, as a type of its own so that it is never taken for a number.
struct Time {
  std::int64_t ms = 0;
  friend bool operator==(Time, Time) = default;
};

// A cell to be written. Implicit on purpose: row.set("whois.age", 12).
class Value {
 public:
  Value() = default;
  Value(bool value) : cell_{RULEMAP_BOOL, 0, {.integer = value}} {}
  Value(int value) : Value(static_cast<std::int64_t>(value)) {}
  Value(std::int64_t value) : cell_{RULEMAP_INT, 0, {.integer = value}} {}
  Value(double value) : cell_{RULEMAP_FLOAT, 0, {.number = value}} {}
  Value(Time value) : cell_{RULEMAP_TIME, 0, {.integer = value.ms}} {}
  Value(std::string_view value) : cell_{RULEMAP_TEXT, 0, {.text = rulemap::text(value)}} {}
  Value(const std::string& value) : Value(std::string_view(value)) {}
  Value(const char* value) : Value(std::string_view(value)) {}
  Value(const rulemap_value& cell) : cell_(cell) {}

  const rulemap_value& cell() const { return cell_; }

 private:
  rulemap_value cell_{};
};

// A node of a deep value, safe to walk: what is missing or of another type is an empty Doc.
//
//   Doc stats = answer["data"]["attributes"]["last_analysis_stats"];
//   if (auto malicious = stats.integer("malicious")) ...
//
// Borrowed: good as long as the cell, or the answer, that it came from.
class Doc {
 public:
  Doc() = default;
  Doc(const rulemap_doc_service* service, const rulemap_doc* node)
      : service_(service), node_(node) {}

  bool is_null() const { return kind() == RULEMAP_DOC_NULL; }
  bool is_list() const { return kind() == RULEMAP_DOC_LIST; }
  bool is_object() const { return kind() == RULEMAP_DOC_OBJECT; }
  explicit operator bool() const { return !is_null(); }
  const rulemap_doc* node() const { return node_; }

  Doc operator[](std::string_view key) const {
    return is_object() ? Doc(service_, service_->get(node_, rulemap::text(key))) : Doc();
  }
  std::size_t size() const { return node_ ? service_->length(node_) : 0; }
  Doc at(std::size_t index) const {
    return is_list() ? Doc(service_, service_->at(node_, index)) : Doc();
  }
  // The members of an object by position.
  Doc member(std::size_t index, std::string_view& key) const {
    rulemap_text name{};
    if (!is_object()) return Doc();
    Doc found(service_, service_->member(node_, index, &name));
    key = view(name);
    return found;
  }

  rulemap_value value() const { return node_ ? service_->value(node_) : rulemap_value{}; }
  std::optional<std::string_view> text() const {
    const rulemap_value cell = value();
    if (cell.kind != RULEMAP_TEXT) return std::nullopt;
    return view(cell.as.text);
  }
  std::optional<std::int64_t> integer() const {
    const rulemap_value cell = value();
    if (cell.kind != RULEMAP_INT) return std::nullopt;
    return cell.as.integer;
  }
  std::optional<double> number() const {
    const rulemap_value cell = value();
    if (cell.kind == RULEMAP_INT) return static_cast<double>(cell.as.integer);
    if (cell.kind != RULEMAP_FLOAT) return std::nullopt;
    return cell.as.number;
  }
  std::optional<bool> boolean() const {
    const rulemap_value cell = value();
    if (cell.kind != RULEMAP_BOOL) return std::nullopt;
    return cell.as.integer != 0;
  }
  std::optional<std::string_view> text(std::string_view key) const { return (*this)[key].text(); }
  std::optional<std::int64_t> integer(std::string_view key) const { return (*this)[key].integer(); }

  // for (Doc item : list), for (auto [key, value] : object.members())
  class Iterator;
  Iterator begin() const;
  Iterator end() const;
  class Members;
  Members members() const;

  // The node as JSON text.
  std::string json() const {
    std::string out;
    if (!node_) return "null";
    service_->write(node_, &out, [](void* to, rulemap_text piece) noexcept {
      static_cast<std::string*>(to)->append(piece.data, piece.size);
    });
    return out;
  }

 private:
  std::uint32_t kind() const {
    return node_ ? service_->kind(node_) : static_cast<std::uint32_t>(RULEMAP_DOC_NULL);
  }

  const rulemap_doc_service* service_ = nullptr;
  const rulemap_doc* node_ = nullptr;
};

class Doc::Iterator {
 public:
  Iterator(Doc list, std::size_t index) : list_(list), index_(index) {}
  Doc operator*() const { return list_.at(index_); }
  Iterator& operator++() { return (++index_, *this); }
  bool operator!=(const Iterator& other) const { return index_ != other.index_; }

 private:
  Doc list_;
  std::size_t index_;
};
inline Doc::Iterator Doc::begin() const { return {*this, 0}; }
inline Doc::Iterator Doc::end() const { return {*this, is_list() ? size() : 0}; }

class Doc::Members {
 public:
  struct Member {
    std::string_view key;
    Doc value;
  };
  class Iterator {
   public:
    Iterator(Doc object, std::size_t index) : object_(object), index_(index) {}
    Member operator*() const {
      Member member;
      member.value = object_.member(index_, member.key);
      return member;
    }
    Iterator& operator++() { return (++index_, *this); }
    bool operator!=(const Iterator& other) const { return index_ != other.index_; }

   private:
    Doc object_;
    std::size_t index_;
  };
  explicit Members(Doc object) : object_(object) {}
  Iterator begin() const { return {object_, 0}; }
  Iterator end() const { return {object_, object_.is_object() ? object_.size() : 0}; }

 private:
  Doc object_;
};
inline Doc::Members Doc::members() const { return Members(*this); }

}  // namespace rulemap
