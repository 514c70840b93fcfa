// The same rows through a part of a plugin here and in another process; what came out, as one text.
#pragma once

#include <dlfcn.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "remote_parts.h"
#include "rulemap/testing/harness.h"

namespace rulemap::isolate {

using Rows = std::vector<std::string>;

inline const rulemap_entry& plugin(const std::string& path) {
  void* library = ::dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  const void* entry = library ? ::dlsym(library, "rulemap_plugin") : nullptr;
  if (!entry) throw std::runtime_error("no plugin: " + path);
  return *static_cast<const rulemap_entry*>(entry);
}

inline std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// A part, and where it lives: here, or in a room.
template <class Abi>
class Part {
 public:
  Part(const Abi& own, RoomSettings settings, const char* kind, bool in_room)
      : abi_(in_room ? remote(own) : own),
        room_(std::move(settings), kind, own.about->id),
        host_{sizeof host_, &room_, [](const rulemap_host* host, const char* id) noexcept {
                return std::string_view(id) == kRoomId ? static_cast<const void*>(host->host)
                                                       : nullptr;
              }} {}

  const Abi& abi() const { return abi_; }
  Room& room() { return room_; }
  host::Lent lend(testing::FakeWorld& world) const {
    host::Lent out = world.lend();
    out.program = &host_;
    return out;
  }

 private:
  Abi abi_;
  Room room_;
  rulemap_host host_;
};

inline std::string text_of(const host::CallEnd& end) {
  return "= " + std::to_string(end.status) + " " + end.error.text() + " " + end.fault + "\n";
}

inline std::string run(Part<rulemap_step>& part, testing::FakeWorld& world,
                       const std::string& config, const Rows& rows) {
  host::FieldTable fields;
  std::vector<host::Record> records;
  std::vector<host::Record*> pointers;
  std::vector<std::uint64_t> ids;
  for (const std::string& each : rows) records.push_back(testing::detail::record_of(fields, each));
  for (host::Record& each : records) {
    pointers.push_back(&each);
    ids.push_back(ids.size() + 7);
  }
  host::StepInstance step(part.abi(), testing::detail::configure(*part.abi().about, world, config),
                          part.lend(world), fields);
  testing::detail::begin(step, fields);
  host::StepCall call = step.process(pointers, ids);
  std::string out = text_of(call.end);
  host::Pool pool;
  for (std::size_t i = 0; i < records.size(); ++i) {
    const host::Verdict& verdict = call.verdicts[i];
    out += std::to_string(static_cast<int>(verdict.kind)) + " " + std::to_string(verdict.after_ms) +
           verdict.why + " " + host::to_text(host::object_of(records[i], fields, pool)) + "\n";
  }
  for (const host::Emitted& each : call.emitted) {
    out += "+ " + host::to_text(host::object_of(each.record, fields, pool)) + "\n";
  }
  std::vector<host::MergeOrder> merges = std::move(call.merges);
  if (step.is_case_step()) out += text_of(step.case_close(testing::detail::some_case(), merges));
  for (const host::MergeOrder& each : merges) {
    out += std::to_string(each.from) + " into " + std::to_string(each.into) + "\n";
  }
  return out;
}

inline std::string run(Part<rulemap_source>& part, testing::FakeWorld& world,
                       const std::string& config) {
  host::FieldTable fields;
  host::SourceInstance source(
      part.abi(), testing::detail::configure(*part.abi().about, world, config), part.lend(world));
  testing::detail::begin(source, fields);
  std::string out;
  host::Pool pool;
  for (rulemap_status status = RULEMAP_OK; status == RULEMAP_OK;) {
    host::Poll poll = source.poll();
    status = poll.end.status;
    out += text_of(poll.end) + poll.checkpoint + "\n";
    for (const host::Record& each : poll.records) {
      out += host::to_text(host::object_of(each, fields, pool)) + "\n";
    }
    for (const host::RefusedToken& each : poll.refused) {
      out += each.file + ":" + std::to_string(each.line) + each.original + each.why + "\n";
    }
  }
  return out + text_of(source.done("all"));
}

inline std::string run(Part<rulemap_sink>& part, testing::FakeWorld& world,
                       const std::string& config, const Rows& rows) {
  host::FieldTable fields;
  host::SinkInstance sink(part.abi(), testing::detail::configure(*part.abi().about, world, config),
                          part.lend(world), fields);
  testing::detail::begin(sink, fields);
  const host::CaseText of = testing::detail::some_case();
  std::vector<host::SinkCall> calls;
  calls.push_back(sink.case_open(of));
  for (const std::string& each : rows) {
    host::Record record = testing::detail::record_of(fields, each);
    host::Record* pointer = &record;
    const std::uint64_t id = calls.size();
    calls.push_back(sink.write(of, {&pointer, 1}, {&id, 1}));
  }
  calls.push_back(sink.case_close(of));
  EXPECT_TRUE(sink.stop().ok());
  std::string out;
  for (const host::SinkCall& call : calls) {
    out += text_of(call.end);
    for (const auto& each : call.receipts) {
      out += std::to_string(each.id) + " " + std::to_string(static_cast<int>(each.kind)) + " " +
             each.text + "\n";
    }
    for (const auto& each : call.refused_values) {
      out += each.what + " " + each.value + " " + each.why + "\n";
    }
    for (const auto& [what, value] : call.notes) out += what + ": " + value + "\n";
  }
  return out;
}

}  // namespace rulemap::isolate
