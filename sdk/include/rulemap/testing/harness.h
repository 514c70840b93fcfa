// Unit tests for plugins, without an engine: push records, script HTTP, turn the clock, read what
// came out.
//
//   StepHarness whois(rulemap_plugin, "acme.whois", R"({"server": "whois.example"})");
//   whois.world().http().on("GET *evil.example").reply(200, "{}");
//   auto row = whois.push(R"({"ioc.type": "domain", "ioc.value": "evil.example"})");
//   EXPECT_EQ(row.text("whois.registrar"), "Example Registrar");
//
// Records and configurations are JSON; a record has the flat names of fields. What cannot be set
// up (an unknown step, a wrong option) throws std::runtime_error, which fails the test.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "rulemap/abi/entry.h"
#include "rulemap/host/sink_instance.h"
#include "rulemap/host/source_instance.h"
#include "rulemap/host/step_instance.h"
#include "rulemap/testing/fake_world.h"

namespace rulemap::testing {

// A record that came out, and what the step said of it.
struct Outgoing {
  host::Verdict verdict = {};
  std::string json = {};
  rapidjson::Document record = {};

  // Empty where the field is missing or no text.
  std::string text(const char* field) const {
    const auto found = record.FindMember(field);
    return found != record.MemberEnd() && found->value.IsString()
               ? std::string(host::view_of(found->value))
               : std::string();
  }
  // Throws where the field is missing or no whole number: the test fails and says so.
  std::int64_t integer(const char* field) const {
    const host::Json& found = (*this)[field];
    if (!found.IsInt64()) complain(field, "is no whole number");
    return found.GetInt64();
  }
  bool has(const char* field) const { return record.HasMember(field); }
  // Throws where the field is missing.
  const host::Json& operator[](const char* field) const {
    const auto found = record.FindMember(field);
    if (found == record.MemberEnd()) complain(field, "is missing");
    return found->value;
  }

 private:
  // An assertion of RapidJSON would end all tests without a word.
  [[noreturn]] void complain(const char* field, const char* what) const {
    throw std::runtime_error("the field `" + std::string(field) + "` " + what + " in " + json);
  }
};

namespace detail {

[[noreturn]] inline void fail(const Error& error) { throw std::runtime_error(error.text()); }

inline rapidjson::Document parse_object(std::string_view json) {
  rapidjson::Document document;
  const auto parsed = host::parse_json(json, host::kMaxDepth, document);
  if (!parsed.ok()) fail(parsed.error());
  if (!document.IsObject()) fail({"a JSON object is wanted", std::string(json.substr(0, 40))});
  return document;
}

inline std::string scalar_text(const host::Json& json) {
  return json.IsString() ? std::string(host::view_of(json)) : host::to_text(json);
}

inline void set_option(host::ConfigValues& values, const rulemap_descriptor& about,
                       FakeWorld& world, const std::string& key, const host::Json& json) {
  std::uint32_t rest = about.option_count;
  for (std::uint32_t i = 0; i < about.option_count; ++i) {
    if (about.options[i]->flags & RULEMAP_OPTION_REST) rest = i;
    if (key != about.options[i]->name || i == rest) continue;
    if (about.options[i]->type == RULEMAP_OPTION_SECRET) {
      return values.set_secret(i, world.add_secret(scalar_text(json)));
    }
    std::vector<std::string> items;
    if (json.IsArray()) {
      for (const auto& item : json.GetArray()) items.push_back(scalar_text(item));
    }
    const auto set = json.IsArray() ? values.set_list(i, items) : values.set(i, scalar_text(json));
    if (!set.ok()) fail(set.error());
    return;
  }
  if (rest == about.option_count) fail({"no such option", key});
  if (json.IsArray()) {
    std::vector<std::string> items;
    for (const auto& item : json.GetArray()) items.push_back(scalar_text(item));
    return values.set_rest_list(rest, key, items);
  }
  values.set_rest(rest, key, scalar_text(json), json.IsString());
}

inline std::unique_ptr<host::ConfigValues> configure(const rulemap_descriptor& about,
                                                     FakeWorld& world, std::string_view json) {
  auto values = std::make_unique<host::ConfigValues>(about, "");
  const rapidjson::Document document = parse_object(json);
  for (const auto& member : document.GetObject()) {
    set_option(*values, about, world, std::string(host::view_of(member.name)), member.value);
  }
  const auto missing = values->complete();
  if (!missing.empty()) fail({"a required option is missing", missing[0]});
  return values;
}

template <class Abi>
const Abi& find(const Abi* const* all, std::uint32_t count, std::string_view id) {
  for (std::uint32_t i = 0; i < count; ++i) {
    if (id == all[i]->about->id) return *all[i];
  }
  fail({"the plugin has no such part", std::string(id)});
}

inline host::Record record_of(host::FieldTable& fields, std::string_view json) {
  const rapidjson::Document document = parse_object(json);
  for (const auto& member : document.GetObject()) fields.intern(host::view_of(member.name));
  host::Record record;
  host::fill(record, fields, document);
  return record;
}

inline Outgoing outgoing(host::Verdict verdict, const host::Record& record,
                         const host::FieldTable& fields) {
  Outgoing out;
  out.verdict = std::move(verdict);
  host::Pool pool;
  out.json = host::to_text(host::object_of(record, fields, pool));
  out.record.Parse(out.json.c_str(), out.json.size());
  return out;
}

template <class InstanceType>
void begin(InstanceType& instance, host::FieldTable& fields) {
  auto done = instance.create(fields);
  if (done.ok()) done = instance.start();
  if (!done.ok()) fail(done.error());
}

inline host::CaseText some_case() {
  return {"harness",        "A case", "green", "", "9c2f6e0e-8f2b-4d52-9a0f-0c4f1f2a7b11",
          1'767'225'600'000};
}

}  // namespace detail

class StepHarness {
 public:
  StepHarness(const rulemap_entry& plugin, std::string_view id, std::string_view config = "{}")
      : StepHarness(detail::find(plugin.steps, plugin.step_count, id), config) {}
  StepHarness(const rulemap_step& abi, std::string_view config)
      : step_(abi, detail::configure(*abi.about, world_, config), world_.lend(), fields_) {
    detail::begin(step_, fields_);
  }

  FakeWorld& world() { return world_; }
  // One row through the step.
  Outgoing push(std::string_view record) { return std::move(push_all({record}).at(0)); }
  // Rows in one call: first each row, then what was emitted.
  std::vector<Outgoing> push_all(const std::vector<std::string_view>& rows) {
    std::vector<host::Record> records;
    std::vector<host::Record*> pointers;
    std::vector<std::uint64_t> ids;
    for (std::string_view row : rows) records.push_back(detail::record_of(fields_, row));
    for (host::Record& record : records) {
      pointers.push_back(&record);
      ids.push_back(++next_id_);
    }
    host::StepCall call = step_.process(pointers, ids);
    last_ = call.end;
    last_merges_ = std::move(call.merges);
    std::vector<Outgoing> out;
    for (std::size_t i = 0; i < records.size(); ++i) {
      out.push_back(detail::outgoing(call.verdicts[i], records[i], fields_));
    }
    for (const host::Emitted& each : call.emitted) {
      out.push_back(detail::outgoing({}, each.record, fields_));
    }
    return out;
  }
  // For case steps: closes the case, gives the merges that it ordered.
  std::vector<host::MergeOrder> close_case() {
    std::vector<host::MergeOrder> merges;
    last_ = step_.case_close(detail::some_case(), merges);
    return merges;
  }
  // What it finds out of its server, for `rulemap check --live`: "problem key: ...".
  std::vector<std::string> look() {
    std::vector<std::string> out;
    if (!step_.can_look()) return out;
    rulemap_live_report report{
        sizeof report, &out,
        [](rulemap_live_report* abi, std::uint32_t state, rulemap_text what,
           rulemap_text line) noexcept {
          constexpr const char* kStates[] = {"note", "warning", "problem"};
          const std::string of = state < 3 ? kStates[state] : std::to_string(state);
          static_cast<std::vector<std::string>*>(abi->host)->push_back(
              of + " " + std::string(view(what)) + ": " + std::string(view(line)));
        }};
    const auto looked = step_.look(report);
    if (!looked.ok()) out.push_back("failed: " + looked.error().text());
    return out;
  }
  // How the last call ended as a whole: status, error, fault.
  const host::CallEnd& last_call() const { return last_; }
  // The merges that the last push ordered.
  const std::vector<host::MergeOrder>& last_merges() const { return last_merges_; }

 private:
  FakeWorld world_;
  host::FieldTable fields_;
  host::StepInstance step_;
  host::CallEnd last_;
  std::vector<host::MergeOrder> last_merges_;
  std::uint64_t next_id_ = 0;
};

class SourceHarness {
 public:
  SourceHarness(const rulemap_entry& plugin, std::string_view id, std::string_view config = "{}")
      : abi_(detail::find(plugin.sources, plugin.source_count, id)),
        source_(abi_, detail::configure(*abi_.about, world_, config), world_.lend()) {
    detail::begin(source_, fields_);
  }

  FakeWorld& world() { return world_; }
  // Polls to the end.
  std::vector<Outgoing> pull_all() {
    std::vector<Outgoing> out;
    do {
      host::Poll poll = source_.poll();
      last_ = poll.end;
      for (const host::Record& each : poll.records) {
        out.push_back(detail::outgoing({}, each, fields_));
      }
      for (host::RefusedToken& each : poll.refused) refused_.push_back(std::move(each));
    } while (last_.status == RULEMAP_OK);
    return out;
  }
  const std::vector<host::RefusedToken>& refused() const { return refused_; }
  const host::CallEnd& last_call() const { return last_; }

 private:
  FakeWorld world_;
  host::FieldTable fields_;
  const rulemap_source& abi_;
  host::SourceInstance source_;
  std::vector<host::RefusedToken> refused_;
  host::CallEnd last_;
};

class SinkHarness {
 public:
  SinkHarness(const rulemap_entry& plugin, std::string_view id, std::string_view config = "{}")
      : abi_(detail::find(plugin.sinks, plugin.sink_count, id)),
        sink_(abi_, detail::configure(*abi_.about, world_, config), world_.lend(), fields_) {
    detail::begin(sink_, fields_);
  }

  FakeWorld& world() { return world_; }
  host::CaseText& the_case() { return case_; }
  // Opens a case, writes the rows (ids 1, 2, ...), closes it.
  host::SinkCall write_case(const std::vector<std::string>& rows) {
    host::SinkCall all = sink_.case_open(case_);
    std::uint64_t id = 0;
    for (const std::string& row : rows) {
      host::Record record = detail::record_of(fields_, row);
      host::Record* pointer = &record;
      ++id;
      gather(all, sink_.write(case_, {&pointer, 1}, {&id, 1}));
    }
    gather(all, sink_.case_close(case_));
    return all;
  }

 private:
  static void gather(host::SinkCall& all, host::SinkCall more) {
    if (all.end.ok()) all.end = more.end;
    for (auto& each : more.receipts) all.receipts.push_back(std::move(each));
    for (auto& each : more.refused_values) all.refused_values.push_back(std::move(each));
    for (auto& each : more.notes) all.notes.push_back(std::move(each));
  }

  FakeWorld world_;
  host::FieldTable fields_;
  const rulemap_sink& abi_;
  host::SinkInstance sink_;
  host::CaseText case_ = detail::some_case();
};

}  // namespace rulemap::testing
