// How calls and services read as bytes: numbers of eight bytes, texts behind their length, deep
// values node by node, so that a number comes out as it went in. Both ends are one machine.
#pragma once

#include <cstring>
#include <deque>
#include <string>
#include <string_view>

#include "rulemap/host/document.h"

namespace rulemap::isolate {

using host::Json;
using host::Pool;

// clang-format off
// The first number of a message. A call is answered by `answer`, a service by `reply`.
enum class Word : std::uint64_t {
  // To the child: calls, and the reply of a service.
  validate, fields, create, start, stop, destroy,
  process, case_open, case_close, write, poll, done, reply,
  // To the parent: the end of a call, and what services are asked.
  answer, log, clock, http, secret, state_get, state_put, state_folder, state_kept_folder,
  cancelled, metric_add, metric_set, pool_width, allowance
};

// What a plugin said during a call, in its order; the parent says it again to its own host.
enum class Said : std::uint64_t {
  end,
  reads, writes, one_of,                            // fields
  set, append, amend, emit, merge, drop, retry, reject,  // writers
  row, refuse, checkpoint,                          // emitters
  written, refused_value, note,                     // receipts
  key, value, open_object, open_list, close         // builders
};
// clang-format on

class Out {
 public:
  Out& number(std::uint64_t n) { return raw(&n, sizeof n); }
  template <class Enum>
  Out& word(Enum w) {
    return number(static_cast<std::uint64_t>(w));
  }
  Out& text(std::string_view t) {
    number(t.size());
    return raw(t.data(), t.size());
  }
  Out& text(rulemap_text t) { return text(view(t)); }
  Out& value(const rulemap_value& cell) {
    number(cell.kind);
    if (cell.kind == RULEMAP_TEXT) return text(cell.as.text);
    if (cell.kind == RULEMAP_DOC) return json(host::json_of(cell.as.doc));
    return raw(&cell.as.integer, sizeof cell.as.integer);  // of a float its bits
  }
  Out& json(const Json& node) {
    number(node.GetType());
    if (node.IsString()) return text(host::view_of(node));
    if (node.IsNumber()) return scalar(node);
    if (node.IsArray()) {
      number(node.Size());
      for (const Json& each : node.GetArray()) json(each);
    } else if (node.IsObject()) {
      number(node.MemberCount());
      for (const auto& each : node.GetObject()) text(host::view_of(each.name)).json(each.value);
    }
    return *this;
  }
  std::string& bytes() { return bytes_; }

 private:
  Out& scalar(const Json& node) {
    const double as_double = node.IsDouble() ? node.GetDouble() : 0;
    number(node.IsDouble() ? 2 : node.IsInt64() ? 1 : 0);
    if (node.IsDouble()) return raw(&as_double, sizeof as_double);
    return number(node.IsInt64() ? static_cast<std::uint64_t>(node.GetInt64()) : node.GetUint64());
  }
  Out& raw(const void* data, std::size_t size) {
    if (size > 0) bytes_.append(static_cast<const char*>(data), size);
    return *this;
  }
  std::string bytes_;
};

// Reads what Out wrote. What does not fit gives zeros and empty texts, and ok() turns false.
class In {
 public:
  explicit In(std::string_view bytes) : rest_(bytes) {}

  bool ok() const { return ok_; }
  std::uint64_t number() {
    std::uint64_t n = 0;
    if (!raw(&n, sizeof n)) return 0;
    return n;
  }
  // At most as many as there are bytes: a count never asks for more memory than the message has.
  std::uint64_t count() {
    const std::uint64_t n = number();
    return n <= rest_.size() ? n : (ok_ = false, 0);
  }
  std::uint32_t index() { return static_cast<std::uint32_t>(number()); }
  template <class Enum>
  Enum word() {
    return static_cast<Enum>(number());
  }
  // Borrowed from the message.
  std::string_view text() {
    const std::uint64_t size = count();
    const std::string_view out = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return out;
  }
  rulemap_text abi_text() { return rulemap::text(text()); }
  // Deep values live in `pool` and `kept`.
  rulemap_value value(Pool& pool, std::deque<Json>& kept) {
    rulemap_value cell{};
    cell.kind = index();
    if (cell.kind == RULEMAP_TEXT) {
      cell.as.text = abi_text();
    } else if (cell.kind == RULEMAP_DOC) {
      kept.push_back(json(pool, 0));
      cell.as.doc = host::node_of(kept.back());
    } else {
      raw(&cell.as.integer, sizeof cell.as.integer);
    }
    return cell;
  }

 private:
  static constexpr int kDeepest = 256;

  bool raw(void* to, std::size_t size) {
    if (rest_.size() < size) return ok_ = false;
    std::memcpy(to, rest_.data(), size);
    rest_.remove_prefix(size);
    return true;
  }
  Json scalar() {
    const std::uint64_t form = number();
    double as_double = 0;
    if (form == 2) return (raw(&as_double, sizeof as_double), Json(as_double));
    const std::uint64_t bits = number();
    return form == 1 ? Json(static_cast<std::int64_t>(bits)) : Json(bits);
  }
  Json json(Pool& pool, int depth) {
    const auto type = static_cast<rapidjson::Type>(number());
    if (depth > kDeepest) ok_ = false;
    if (!ok_) return Json();
    if (type == rapidjson::kStringType) return host::copy_text(text(), pool);
    if (type == rapidjson::kNumberType) return scalar();
    if (type == rapidjson::kFalseType || type == rapidjson::kTrueType) return Json(type);
    Json out(type == rapidjson::kArrayType || type == rapidjson::kObjectType
                 ? type
                 : rapidjson::kNullType);
    if (out.IsNull()) return out;
    for (std::uint64_t n = count(); n > 0 && ok_; --n) {
      if (type == rapidjson::kArrayType) {
        out.PushBack(json(pool, depth + 1), pool);
        continue;
      }
      Json name = host::copy_text(text(), pool);
      out.AddMember(name, json(pool, depth + 1), pool);
    }
    return out;
  }

  std::string_view rest_;
  bool ok_ = true;
};

}  // namespace rulemap::isolate
