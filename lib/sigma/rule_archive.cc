#include "rule_archive.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <type_traits>
#include <utility>
#include <variant>

#include "archive_fields.h"
#include "circles.h"

namespace rulemap::sigma {
namespace {

template <class T>
concept Plain = std::is_arithmetic_v<T>;

// Parts are only read; fields() names them for both.
class Writer {
 public:
  std::string take() { return std::move(out_); }

  template <class... Parts>
  void operator()(Parts&... parts) {
    (write(parts), ...);
  }
  template <class Enum>
  void choice(Enum& value, Enum) {
    out_ += static_cast<char>(value);
  }
  void at_most(unsigned& value, unsigned) { write(value); }

 private:
  template <Plain T>
  void write(T value) {
    char bytes[sizeof value];
    std::memcpy(bytes, &value, sizeof value);
    out_.append(bytes, sizeof value);
  }
  void write_count(std::size_t count) { write(static_cast<std::uint32_t>(count)); }
  void write(std::string& text) {
    write_count(text.size());
    out_ += text;
  }
  template <class T>
  void write(std::vector<T>& list) {
    write_count(list.size());
    for (T& each : list) write(each);
  }
  template <class T>
  void write(std::optional<T>& it) {
    write(it.has_value());
    if (it) write(*it);
  }
  template <class A, class B>
  void write(std::pair<A, B>& it) {
    write(it.first);
    write(it.second);
  }
  void write(Test::Ask& ask) {
    out_ += static_cast<char>(ask.index());
    std::visit([this](auto& it) { fields(*this, it); }, ask);
  }
  template <class T>
  requires(!Plain<T>) void write(T& it) { fields(*this, it); }

  std::string out_;
};

class Reader {
 public:
  explicit Reader(std::string_view bytes) : left_(bytes) {}

  bool is_whole() const { return is_good_ && left_.empty(); }

  template <class... Parts>
  void operator()(Parts&... parts) {
    (read(parts), ...);
  }
  template <class Enum>
  void choice(Enum& value, Enum last) {
    std::uint8_t byte = 0;
    read(byte);
    is_good_ = is_good_ && byte <= static_cast<std::uint8_t>(last);
    if (is_good_) value = static_cast<Enum>(byte);
  }
  void at_most(unsigned& value, unsigned most) {
    read(value);
    is_good_ = is_good_ && value <= most;
  }

 private:
  std::string_view taken(std::size_t count) {
    is_good_ = is_good_ && count <= left_.size();
    if (!is_good_) return {};
    const std::string_view out = left_.substr(0, count);
    left_.remove_prefix(count);
    return out;
  }
  template <Plain T>
  void read(T& value) {
    const std::string_view bytes = taken(sizeof value);
    if (!is_good_) return;
    std::memcpy(&value, bytes.data(), sizeof value);
    if constexpr (std::is_floating_point_v<T>) is_good_ = std::isfinite(value);
  }
  void read(bool& value) {
    std::uint8_t byte = 0;
    read(byte);
    is_good_ = is_good_ && byte <= 1;
    value = byte == 1;
  }
  // Every element takes a byte at least.
  std::size_t count() {
    std::uint32_t count = 0;
    read(count);
    is_good_ = is_good_ && count <= left_.size();
    return is_good_ ? count : 0;
  }
  void read(std::string& text) { text = taken(count()); }
  template <class T>
  void read(std::vector<T>& list) {
    const std::size_t size = count();
    // What a hostile count would take is bounded by the bytes there are.
    list.reserve(std::min(size, left_.size() / sizeof(T) + 1));
    for (std::size_t i = 0; i < size && is_good_; ++i) read(list.emplace_back());
  }
  template <class T>
  void read(std::optional<T>& it) {
    bool is_there = false;
    read(is_there);
    if (is_there) read(it.emplace());
  }
  template <class A, class B>
  void read(std::pair<A, B>& it) {
    read(it.first);
    read(it.second);
  }
  template <std::size_t kIndex = 0>
  void read_ask(Test::Ask& ask, std::size_t index) {
    if constexpr (kIndex == std::variant_size_v<Test::Ask>) {
      is_good_ = false;
    } else if (index == kIndex) {
      fields(*this, ask.emplace<kIndex>());
    } else {
      read_ask<kIndex + 1>(ask, index);
    }
  }
  void read(Test::Ask& ask) {
    std::uint8_t index = 0;
    read(index);
    if (is_good_) read_ask(ask, index);
  }
  void read(Expression& it) {
    is_good_ = is_good_ && depth_ < Expression::kMostDepth + 2;
    if (!is_good_) return;
    ++depth_;
    fields(*this, it);
    --depth_;
    is_good_ = is_good_ && (it.kind != Expression::Kind::negation || it.parts.size() == 1);
  }
  template <class T>
  requires(!Plain<T>) void read(T& it) { fields(*this, it); }

  std::string_view left_;
  unsigned depth_ = 0;
  bool is_good_ = true;
};

// Its tests name members.
bool is_condition(const Expression& expression, std::size_t members) {
  if (expression.kind == Expression::Kind::test) {
    const auto member = parse_number(expression.test.field);
    return member && member->kind == Number::Kind::natural && member->natural < members;
  }
  return std::all_of(expression.parts.begin(), expression.parts.end(),
                     [&](const Expression& part) { return is_condition(part, members); });
}

// Every index is one of something, and no correlation counts itself.
bool are_references_good(const RuleSet& rules) {
  Edges edges;
  for (const Correlation& correlation : rules.correlations) {
    auto& edge = edges.emplace_back();
    for (const Correlation::Member& member : correlation.members) {
      const auto count = member.is_correlation ? rules.correlations.size() : rules.rules.size();
      if (member.index >= count) return false;
      if (member.is_correlation) edge.push_back(member.index);
    }
    const std::size_t members = correlation.members.size();
    if (correlation.condition && !is_condition(*correlation.condition, members)) return false;
    for (const Correlation::Alias& alias : correlation.aliases) {
      for (const auto& [member, field] : alias.fields) {
        if (member >= members) return false;
      }
    }
  }
  return circles_in(edges).empty();
}

}  // namespace

std::string archived(const RuleSet& rules) {
  Writer writer;
  // Only read; a second list of all parts for constants would be one to forget a part in.
  fields(writer, const_cast<RuleSet&>(rules));
  return writer.take();
}

std::optional<RuleSet> unarchived(std::string_view bytes) {
  Reader reader(bytes);
  RuleSet out;
  fields(reader, out);
  if (!reader.is_whole() || !are_references_good(out)) return std::nullopt;
  return out;
}

}  // namespace rulemap::sigma
