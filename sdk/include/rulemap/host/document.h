// JSON values over RapidJSON as rulemap.doc/1 offers them. One implementation for every host: the
// engine and the test harness.
#pragma once

#include <rapidjson/document.h>
#include <rapidjson/error/en.h>
#include <rapidjson/writer.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "rulemap/abi/doc.h"
#include "rulemap/host/prune.h"
#include "rulemap/sdk/result.h"
#include "rulemap/sdk/value.h"

namespace rulemap::host {

using Json = rapidjson::Value;
using Pool = rapidjson::MemoryPoolAllocator<>;

inline constexpr std::uint32_t kMaxDepth = 64;

// A node handle is the address of its value; nothing is copied.
inline const rulemap_doc* node_of(const Json& json) {
  return reinterpret_cast<const rulemap_doc*>(&json);
}
inline const Json& json_of(const rulemap_doc* node) { return *reinterpret_cast<const Json*>(node); }
inline std::string_view view_of(const Json& text) {
  return {text.GetString(), text.GetStringLength()};
}
inline Json copy_text(std::string_view text, Pool& pool) {
  return Json(text.data() ? text.data() : "", static_cast<rapidjson::SizeType>(text.size()), pool);
}

// 32 or 8 where so many bytes of ASCII begin, else 0.
inline std::size_t ascii_run(const unsigned char* at, const unsigned char* end) {
  constexpr std::uint64_t kHigh = 0x8080808080808080u;
  std::uint64_t words[4];
  if (end - at < 8) return 0;
  if (end - at >= 32) {
    std::memcpy(words, at, 32);
    if (((words[0] | words[1] | words[2] | words[3]) & kHigh) == 0) return 32;
  }
  std::memcpy(words, at, 8);
  return (words[0] & kHigh) == 0 ? 8 : 0;
}

// True where `text` is well-formed UTF-8.
inline bool is_utf8(std::string_view text) {
  const auto* at = reinterpret_cast<const unsigned char*>(text.data());
  const auto* end = at + text.size();
  while (at < end) {
    if (const std::size_t run = ascii_run(at, end)) {
      at += run;
      continue;
    }
    const unsigned char lead = *at++;
    if (lead < 0x80) continue;
    const int more = lead >= 0xf0 ? 3 : lead >= 0xe0 ? 2 : 1;
    if (lead < 0xc2 || lead > 0xf4 || end - at < more) return false;
    if (lead == 0xe0 && at[0] < 0xa0) return false;
    if (lead == 0xed && at[0] > 0x9f) return false;  // surrogates
    if (lead == 0xf0 && at[0] < 0x90) return false;
    if (lead == 0xf4 && at[0] > 0x8f) return false;
    for (int i = 0; i < more; ++i) {
      if ((*at++ & 0xc0) != 0x80) return false;
    }
  }
  return true;
}

// The cell of a JSON value: scalars by value, texts, lists and objects borrowed from it.
inline rulemap_value cell_of(const Json& json) {
  rulemap_value cell{};
  if (json.IsString()) {
    cell.kind = RULEMAP_TEXT;
    cell.as.text = {json.GetString(), json.GetStringLength()};
  } else if (json.IsBool()) {
    cell.kind = RULEMAP_BOOL;
    cell.as.integer = json.GetBool();
  } else if (json.IsInt64()) {
    cell.kind = RULEMAP_INT;
    cell.as.integer = json.GetInt64();
  } else if (json.IsNumber()) {
    cell.kind = RULEMAP_FLOAT;
    cell.as.number = json.GetDouble();
  } else if (json.IsObject() || json.IsArray()) {
    cell.kind = RULEMAP_DOC;
    cell.as.doc = node_of(json);
  }
  return cell;
}

// A JSON value that owns everything of the cell through `pool`. What JSON cannot hold (a number
// that is not finite, text that is not UTF-8) becomes null or loses its bad bytes' meaning: '?'.
inline Json copy_cell(const rulemap_value& cell, Pool& pool) {
  switch (cell.kind) {
    case RULEMAP_BOOL:
      return Json(cell.as.integer != 0);
    case RULEMAP_INT:
    case RULEMAP_TIME:
    case RULEMAP_DURATION:
      return Json(cell.as.integer);
    case RULEMAP_FLOAT:
      return std::isfinite(cell.as.number) ? Json(cell.as.number) : Json();
    case RULEMAP_TEXT: {
      const std::string_view text = view(cell.as.text);
      if (is_utf8(text)) return copy_text(text, pool);
      std::string ascii(text);
      std::replace_if(
          ascii.begin(), ascii.end(), [](char c) { return c & 0x80; }, '?');
      return copy_text(ascii, pool);
    }
    case RULEMAP_DOC:
      return cell.as.doc ? Json(json_of(cell.as.doc), pool) : Json();
    default:
      return Json();
  }
}

// Stops RapidJSON's recursion before a hostile text can use up the stack.
class BoundedHandler {
 public:
  BoundedHandler(rapidjson::Document& to, std::uint32_t max_depth)
      : to_(to), max_depth_(max_depth) {}

  using Size = rapidjson::SizeType;
  bool Null() { return to_.Null(); }
  bool Bool(bool b) { return to_.Bool(b); }
  bool Int(int i) { return to_.Int(i); }
  bool Uint(unsigned u) { return to_.Uint(u); }
  bool Int64(std::int64_t i) { return to_.Int64(i); }
  bool Uint64(std::uint64_t u) { return to_.Uint64(u); }
  bool Double(double d) { return to_.Double(d); }
  bool RawNumber(const char* s, Size n, bool copy) { return to_.RawNumber(s, n, copy); }
  // Always copied: a value of a record may not point into the text that was parsed.
  bool String(const char* s, Size n, bool) { return to_.String(s, n, true); }
  bool StartObject() { return ++depth_ <= max_depth_ && to_.StartObject(); }
  bool Key(const char* s, Size n, bool) { return to_.Key(s, n, true); }
  bool EndObject(Size n) { return (--depth_, to_.EndObject(n)); }
  bool StartArray() { return ++depth_ <= max_depth_ && to_.StartArray(); }
  bool EndArray(Size n) { return (--depth_, to_.EndArray(n)); }

 private:
  rapidjson::Document& to_;
  std::uint32_t max_depth_;
  std::uint32_t depth_ = 0;
};

// `line:column` of a byte, both from 1.
inline std::string place_of(std::string_view text, std::size_t offset) {
  offset = std::min(offset, text.size());
  const std::string_view before = text.substr(0, offset);
  const auto line = std::count(before.begin(), before.end(), '\n') + 1;
  const std::size_t start = before.rfind('\n') + 1;  // npos + 1 is 0
  return std::to_string(line) + ":" + std::to_string(offset - start + 1);
}

// Parses a text that ends with a NUL, which takes it apart: a fifth faster than a stream that knows
// its size.
inline rapidjson::ParseResult parse_in_place(std::string& text, std::uint32_t max_depth,
                                             rapidjson::Document& out) {
  rapidjson::ParseResult result;
  const auto generate = [&](rapidjson::Document& to) {
    rapidjson::InsituStringStream stream(text.data());
    BoundedHandler handler(to, max_depth);
    rapidjson::Reader reader;
    result = reader.Parse<rapidjson::kParseInsituFlag>(stream, handler);
    return !result.IsError();
  };
  out.SetNull();
  out.Populate(generate);
  return result;
}

// Parses JSON into `out`; refuses text that is no UTF-8 or nests deeper than max_depth.
inline Result<void> parse_json(std::string_view text, std::uint32_t max_depth,
                               rapidjson::Document& out) {
  if (!is_utf8(text)) return Error{"the text is not UTF-8", ""};
  const std::size_t nul = text.find('\0');
  if (nul != text.npos) return Error{"the text holds a NUL character", place_of(text, nul)};
  std::string scratch(text);
  const rapidjson::ParseResult result = parse_in_place(scratch, max_depth, out);
  if (!result.IsError()) return {};
  const std::string where = place_of(text, result.Offset());
  if (result.Code() == rapidjson::kParseErrorTermination) {
    return Error{"nested deeper than " + std::to_string(max_depth) + " levels", where};
  }
  return Error{rapidjson::GetParseError_En(result.Code()), where};
}

// The same of the members that are read; what cannot be pruned is parsed whole.
inline Result<void> parse_json_parts(std::string_view text, std::uint32_t max_depth,
                                     const rulemap_doc_part& read, rapidjson::Document& out) {
  auto parts = is_utf8(text) ? Pruner::pruned(text, read, max_depth) : std::nullopt;
  if (parts && !parse_in_place(*parts, max_depth, out).IsError()) return {};
  return parse_json(text, max_depth, out);
}

inline std::string to_text(const Json& json) {
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
  json.Accept(writer);
  return {buffer.GetString(), buffer.GetSize()};
}

// rulemap.doc/1 for one instance. Documents parsed through it live until clear().
class Documents {
 public:
  // While it lives, what its thread parses belongs to `to`, whichever instance asks: calls that run
  // at the same time do not end each other's documents.
  class Scope {
   public:
    explicit Scope(Documents& to) : before_(std::exchange(current_, &to)) {}
    ~Scope() { current_ = before_; }
    Scope(const Scope&) = delete;
    Scope& operator=(const Scope&) = delete;

   private:
    friend class Documents;
    static inline thread_local Documents* current_ = nullptr;
    Documents* before_;
  };
  Documents();
  Documents(const Documents&) = delete;
  Documents& operator=(const Documents&) = delete;
  const rulemap_doc_service* abi() const { return &abi_; }
  void clear() { parsed_.clear(); }

 private:
  static Documents& of(const rulemap_doc_service* service) {
    return Scope::current_ ? *Scope::current_ : *static_cast<Documents*>(service->host);
  }
  template <class Parse>
  rulemap_status keep(Parse parse, const rulemap_doc** out, rulemap_error* error) {
    auto document = std::make_unique<Parsed>();
    const Result<void> parsed = parse(document->root);
    if (!parsed.ok()) {
      error->set(error, rulemap::text(parsed.error().message), rulemap::text(parsed.error().where));
      return RULEMAP_FAILED;
    }
    *out = node_of(document->root);
    parsed_.push_back(std::move(document));
    return RULEMAP_OK;
  }

  // Mostly the last one.
  void let_go(const rulemap_doc* root) {
    const auto is_it = [&](const auto& each) { return node_of(each->root) == root; };
    const auto found = std::find_if(parsed_.rbegin(), parsed_.rend(), is_it);
    if (found != parsed_.rend()) parsed_.erase(std::next(found).base());
  }

  // RapidJSON's own chunks are so large that malloc tidies its whole heap after each.
  struct Parsed {
    Pool pool{8192};
    rapidjson::Document root{&pool};
  };

  rulemap_doc_service abi_;
  std::vector<std::unique_ptr<Parsed>> parsed_;
};

namespace doc {

inline std::uint32_t kind(const rulemap_doc* node) noexcept {
  if (!node || json_of(node).IsNull()) return RULEMAP_DOC_NULL;
  if (json_of(node).IsObject()) return RULEMAP_DOC_OBJECT;
  return json_of(node).IsArray() ? RULEMAP_DOC_LIST : RULEMAP_DOC_SCALAR;
}
inline rulemap_value value(const rulemap_doc* node) noexcept {
  return node ? cell_of(json_of(node)) : rulemap_value{};
}
inline std::size_t length(const rulemap_doc* node) noexcept {
  if (!node) return 0;
  const Json& json = json_of(node);
  return json.IsArray() ? json.Size() : json.IsObject() ? json.MemberCount() : 0;
}
inline const rulemap_doc* at(const rulemap_doc* node, std::size_t index) noexcept {
  if (kind(node) != RULEMAP_DOC_LIST || index >= length(node)) return nullptr;
  return node_of(json_of(node)[static_cast<rapidjson::SizeType>(index)]);
}
inline const rulemap_doc* get(const rulemap_doc* node, rulemap_text key) noexcept {
  if (kind(node) != RULEMAP_DOC_OBJECT) return nullptr;
  const Json& json = json_of(node);
  const Json name(
      rapidjson::StringRef(key.data ? key.data : "", static_cast<rapidjson::SizeType>(key.size)));
  const auto found = json.FindMember(name);
  return found == json.MemberEnd() ? nullptr : node_of(found->value);
}
inline const rulemap_doc* member(const rulemap_doc* node, std::size_t index,
                                 rulemap_text* key) noexcept {
  if (kind(node) != RULEMAP_DOC_OBJECT || index >= length(node)) return nullptr;
  const auto found = json_of(node).MemberBegin() + static_cast<std::ptrdiff_t>(index);
  *key = {found->name.GetString(), found->name.GetStringLength()};
  return node_of(found->value);
}
inline void write(const rulemap_doc* node, void* context,
                  void (*piece)(void*, rulemap_text) noexcept) noexcept {
  const std::string json = node ? to_text(json_of(node)) : "null";
  piece(context, rulemap::text(json));
}

}  // namespace doc

inline Documents::Documents()
    : abi_{
          sizeof abi_,
          this,
          [](const rulemap_doc_service* service, rulemap_text json, std::uint32_t max_depth,
             const rulemap_doc** out, rulemap_error* error) noexcept {
            const auto parse = [&](rapidjson::Document& to) {
              return parse_json(view(json), max_depth ? max_depth : kMaxDepth, to);
            };
            return of(service).keep(parse, out, error);
          },
          doc::kind,
          doc::value,
          doc::length,
          doc::at,
          doc::get,
          doc::member,
          doc::write,
          [](const rulemap_doc_service* service, rulemap_text json, std::uint32_t max_depth,
             const rulemap_doc_part* read, const rulemap_doc** out, rulemap_error* error) noexcept {
            const auto parse = [&](rapidjson::Document& to) {
              return parse_json_parts(view(json), max_depth ? max_depth : kMaxDepth, *read, to);
            };
            return of(service).keep(parse, out, error);
          },
          [](const rulemap_doc_service* service, const rulemap_doc* root) noexcept {
            of(service).let_go(root);
          }} {}

}  // namespace rulemap::host
