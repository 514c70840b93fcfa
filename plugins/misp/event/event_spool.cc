#include "event/event_spool.h"

#include <cstring>
#include <utility>

namespace rulemap::misp {
namespace {

static_assert(std::is_trivially_copyable_v<Element>);

// A pointer on disk: the relationship's number, then the uuid of the thing.
constexpr std::size_t kNumberBytes = sizeof(std::int32_t);
constexpr std::size_t kPointerBytes = kNumberBytes + sizeof(Uuid::Bytes);

constexpr std::uint32_t kMostAttributes = (1U << 30) - 1;

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

Result<std::deque<Entry>> EventSpool::entries() const {
  std::deque<Entry> out;
  for (std::uint32_t i = 0; i < count_; ++i) {
    const auto each = element(i);
    if (!each.ok()) return each.error();
    out.push_back({each->uuid, each->line, i, each->attributes & kMostAttributes, each->is_object,
                   each->is_own});
  }
  return out;
}

Result<Element> EventSpool::element(std::uint32_t number) const {
  const auto bytes = index_.read(number * sizeof(Element), sizeof(Element));
  if (!bytes.ok()) return bytes.error();
  Element out;
  std::memcpy(&out, bytes->data(), sizeof out);
  return out;
}

Result<SpooledElement> EventSpool::read(std::uint32_t number) const {
  const auto about = element(number);
  if (!about.ok()) return about.error();
  auto bytes = file_.read(about->offset, about->json_bytes + about->pointers * kPointerBytes);
  if (!bytes.ok()) return bytes.error();
  SpooledElement out{*about, std::move(bytes).value(), {}};
  for (std::size_t i = 0; i < about->pointers; ++i) {
    out.pointers.push_back(pointer_at(out.json.data() + about->json_bytes + i * kPointerBytes));
  }
  out.json.resize(about->json_bytes);
  return out;
}

}  // namespace rulemap::misp
