// The pipeline file as it is written: every known key in its place, nothing looked up yet.
// Made by read_pipeline.h; ../plan/ turns it into a checked graph.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "rulemap/yaml/node.h"

namespace rulemap::engine {

// A scalar and where it stands.
struct Written {
  std::string text = {};
  yaml::Place place = {};
  bool quoted = false;

  bool empty() const { return text.empty(); }
};

struct VarFile {
  std::string name;
  yaml::Place place;
  Written env, type, standard;
  bool has_standard = false;
};

struct SecretFile {
  std::string name;
  yaml::Place place;
  Written env, file;
};

struct RateFile {
  std::int64_t count = 0;
  std::int64_t per_ms = 0;
};

struct LimitsFile {
  std::vector<RateFile> rates;
  std::optional<std::int64_t> timeout_ms;
  std::optional<std::int64_t> in_flight;  // calls at the same time
  std::optional<std::int64_t> batch;      // rows a call
  std::optional<std::int64_t> memory;     // bytes of rows that wait
  std::optional<std::int64_t> fresh_ms;   // how old a cached answer may be
  std::optional<std::int64_t> wait_ms;    // how long a run waits for an allowance
  yaml::Place in_flight_place = {};
};

// Unset members inherit from `defaults`, then from the built-in defaults.
struct OnErrorFile {
  std::optional<std::int64_t> attempts;
  std::optional<std::int64_t> backoff_from_ms, backoff_to_ms;
  std::optional<std::int64_t> deadline_ms;
  std::optional<std::string> then;  // dead_letter drop skip stop
};

struct CaseFile {
  Written by, title, tlp, pap;
};

// What may leave for a record. An entry of the lists that begins with `@` names a file of entries.
struct GateFile {
  Written max_tlp, max_pap;
  std::vector<Written> never_send, send_only;
  bool sends_only = false;  // `send_only` stands there
};

// What sources, steps and sinks have in common.
struct BlockFile {
  Written id, use, when;
  yaml::Place place;
  yaml::Node with;  // a map or null
  LimitsFile limits;
  OnErrorFile on_error;
};

struct SourceFile : BlockFile {
  CaseFile of;
};

struct BranchFile;
struct StepFile : BlockFile {
  GateFile gate;
  std::vector<BranchFile> branches;  // only core.route
  Written otherwise;                 // else: pass or drop
};
struct BranchFile {
  Written id, when;
  yaml::Place place;
  std::vector<StepFile> steps;
};

struct SinkFile : BlockFile {};

struct HttpFile {
  Written replay, record, proxy, ca_file;
  std::optional<std::int64_t> cache_bytes;
};

struct PipelineFile {
  Written name, version, about;
  HttpFile http;
  std::vector<Written> plugins;
  std::vector<VarFile> vars;
  std::vector<SecretFile> secrets;
  LimitsFile limits;     // defaults
  OnErrorFile on_error;  // defaults
  GateFile gate;         // defaults
  std::vector<SourceFile> sources;
  std::vector<StepFile> steps;
  std::vector<SinkFile> sinks;
  std::optional<SinkFile> dead_letter;
};

}  // namespace rulemap::engine
