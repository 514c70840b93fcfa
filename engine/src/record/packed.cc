#include "record/packed.h"

#include <cstring>
#include <type_traits>

namespace rulemap::engine {
namespace {

using host::Json;
using Size = rapidjson::SizeType;

enum class Tag : char { null, no, yes, integer, large, number, text, list, object };

template <class Number>
void put(std::string& out, Number number) {
  static_assert(std::is_trivially_copyable_v<Number>);
  out.append(reinterpret_cast<const char*>(&number), sizeof number);
}

void put_text(std::string& out, const Json& text) {
  put(out, text.GetStringLength());
  out.append(text.GetString(), text.GetStringLength());
}

void put_value(std::string& out, const Json& json) {
  if (json.IsString()) {
    put(out, Tag::text);
    put_text(out, json);
  } else if (json.IsObject()) {
    put(out, Tag::object);
    put(out, json.MemberCount());
    for (const auto& [key, value] : json.GetObject()) {
      put_text(out, key);
      put_value(out, value);
    }
  } else if (json.IsArray()) {
    put(out, Tag::list);
    put(out, json.Size());
    for (const Json& each : json.GetArray()) put_value(out, each);
  } else if (json.IsBool()) {
    put(out, json.GetBool() ? Tag::yes : Tag::no);
  } else if (json.IsInt64()) {
    put(out, Tag::integer);
    put(out, json.GetInt64());
  } else if (json.IsUint64()) {
    put(out, Tag::large);
    put(out, json.GetUint64());
  } else if (json.IsNumber()) {
    put(out, Tag::number);
    put(out, json.GetDouble());
  } else {
    put(out, Tag::null);
  }
}

class Unpacker {
 public:
  Unpacker(std::string_view bytes, host::Pool& pool) : bytes_(bytes), pool_(pool) {}

  bool at_end() const { return bytes_.empty(); }
  bool failed() const { return failed_; }

  template <class Number>
  Number take() {
    Number out{};
    const std::string_view bytes = take_bytes(sizeof out);
    if (!failed_) std::memcpy(&out, bytes.data(), sizeof out);
    return out;
  }
  Json take_value() {
    switch (take<Tag>()) {
      case Tag::no:
        return Json(false);
      case Tag::yes:
        return Json(true);
      case Tag::integer:
        return Json(take<std::int64_t>());
      case Tag::large:
        return Json(take<std::uint64_t>());
      case Tag::number:
        return Json(take<double>());
      case Tag::text:
        return take_text();
      case Tag::list:
        return take_list();
      case Tag::object:
        return take_object();
      case Tag::null:
        return Json();
    }
    failed_ = true;
    return Json();
  }

 private:
  std::string_view take_bytes(std::size_t count) {
    failed_ = failed_ || bytes_.size() < count;
    if (failed_) return {};
    const std::string_view out = bytes_.substr(0, count);
    bytes_.remove_prefix(count);
    return out;
  }
  Json take_text() { return host::copy_text(take_bytes(take<Size>()), pool_); }
  Json take_list() {
    Json out(rapidjson::kArrayType);
    for (Size left = take<Size>(); left > 0 && !failed_; --left) {
      out.PushBack(take_value(), pool_);
    }
    return out;
  }
  Json take_object() {
    Json out(rapidjson::kObjectType);
    for (Size left = take<Size>(); left > 0 && !failed_; --left) {
      Json key = take_text();
      out.AddMember(key, take_value(), pool_);
    }
    return out;
  }

  std::string_view bytes_;
  host::Pool& pool_;
  bool failed_ = false;
};

}  // namespace

void pack(const host::Record& record, std::string& out) {
  for (std::uint32_t slot = 0; slot < record.slots(); ++slot) {
    const Json* value = record.get(slot);
    if (!value) continue;
    put(out, slot);
    put_value(out, *value);
  }
}

bool unpack(std::string_view bytes, host::Record& out) {
  Unpacker from(bytes, out.pool());
  while (!from.at_end() && !from.failed()) {
    const auto slot = from.take<std::uint32_t>();
    Json value = from.take_value();
    if (!from.failed()) out.adopt(slot, std::move(value));
  }
  return !from.failed();
}

}  // namespace rulemap::engine
