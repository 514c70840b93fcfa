#include "event_spool.h"

#include <algorithm>
#include <cstring>
#include <filesystem>

namespace rulemap::misp {
namespace {

// A pointer on disk: the relationship's number, then the uuid of the thing.
constexpr std::size_t kNumberBytes = sizeof(std::int32_t);
constexpr std::size_t kPointerBytes = kNumberBytes + sizeof(Uuid::Bytes);

void append(std::string& out, const Pointer& pointer) {
  out.append(reinterpret_cast<const char*>(&pointer.relationship), kNumberBytes);
  const Uuid::Bytes& bytes = pointer.thing.bytes();
  out.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
}

Pointer pointer_at(const char* bytes) {
  Pointer out;
  std::memcpy(&out.relationship, bytes, kNumberBytes);
  Uuid::Bytes thing;
  std::memcpy(thing.data(), bytes + kNumberBytes, thing.size());
  out.thing = Uuid(thing);
  return out;
}

}  // namespace

Result<EventSpool> EventSpool::open(std::string path) {
  EventSpool out(std::move(path));
  out.file_.open(out.path_, std::ios::in | std::ios::out | std::ios::binary | std::ios::trunc);
  if (!out.file_) return out.failed("the case's spool cannot be opened for writing");
  return out;
}

EventSpool::~EventSpool() {
  if (!file_.is_open()) return;
  file_.close();
  std::error_code ignored;
  std::filesystem::remove(path_, ignored);
}

Result<void> EventSpool::add(Element element, std::string_view json,
                             const std::vector<Pointer>& pointers) {
  std::string tail;
  for (const Pointer& each : pointers) append(tail, each);
  file_.clear();
  file_.seekp(static_cast<std::streamoff>(end_));
  file_.write(json.data(), static_cast<std::streamsize>(json.size()));
  file_.write(tail.data(), static_cast<std::streamsize>(tail.size()));
  if (!file_.flush()) return failed("the case's spool cannot be written: is the disk full?");
  element.offset = end_;
  element.json_bytes = static_cast<std::uint32_t>(json.size());
  element.pointers = static_cast<std::uint32_t>(pointers.size());
  end_ += json.size() + tail.size();
  elements_.push_back(element);
  return {};
}

Result<SpooledElement> EventSpool::read(const Element& element) {
  SpooledElement out;
  out.json.resize(element.json_bytes);
  std::string tail(element.pointers * kPointerBytes, '\0');
  file_.clear();
  file_.seekg(static_cast<std::streamoff>(element.offset));
  file_.read(out.json.data(), static_cast<std::streamsize>(out.json.size()));
  file_.read(tail.data(), static_cast<std::streamsize>(tail.size()));
  if (!file_) return failed("the case's spool cannot be read");
  for (std::size_t i = 0; i < element.pointers; ++i) {
    out.pointers.push_back(pointer_at(tail.data() + i * kPointerBytes));
  }
  return out;
}

}  // namespace rulemap::misp
