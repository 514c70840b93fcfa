#include "event_spool.h"

#include <cstring>
#include <utility>

namespace rulemap::misp {
namespace {

static_assert(std::is_trivially_copyable_v<Element>);

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

Result<EventSpool> EventSpool::open(const std::string& path) {
  auto file = Spool::make(path);
  if (!file.ok()) return file.error();
  auto index = Spool::make(path + ".index");
  if (!index.ok()) return index.error();
  return EventSpool(std::move(file).value(), std::move(index).value());
}

Result<void> EventSpool::add(Element element, std::string_view json,
                             const std::vector<Pointer>& pointers) {
  std::string bytes(json);
  for (const Pointer& each : pointers) append(bytes, each);
  const auto offset = file_.append(bytes);
  if (!offset.ok()) return offset.error();
  element.offset = *offset;
  element.json_bytes = static_cast<std::uint32_t>(json.size());
  element.pointers = static_cast<std::uint32_t>(pointers.size());
  const auto indexed = index_.append({reinterpret_cast<const char*>(&element), sizeof element});
  if (!indexed.ok()) return indexed.error();
  ++count_;
  return {};
}

Result<std::vector<Element>> EventSpool::elements() const {
  std::vector<Element> out;
  out.reserve(count_);
  for (std::size_t i = 0; i < count_; ++i) {
    const auto bytes = index_.read(i * sizeof(Element), sizeof(Element));
    if (!bytes.ok()) return bytes.error();
    std::memcpy(&out.emplace_back(), bytes->data(), sizeof(Element));
  }
  return out;
}

Result<SpooledElement> EventSpool::read(const Element& element) const {
  auto bytes = file_.read(element.offset, element.json_bytes + element.pointers * kPointerBytes);
  if (!bytes.ok()) return bytes.error();
  SpooledElement out{std::move(bytes).value(), {}};
  for (std::size_t i = 0; i < element.pointers; ++i) {
    out.pointers.push_back(pointer_at(out.json.data() + element.json_bytes + i * kPointerBytes));
  }
  out.json.resize(element.json_bytes);
  return out;
}

}  // namespace rulemap::misp
