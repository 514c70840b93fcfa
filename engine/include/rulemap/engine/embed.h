// Indicators out of memory, records into a function: both ends of a pipeline inside a program.
//
//   Embedded ends;
//   ends.next = each_of({"8.8.8.8", "hxxps://evil[.]example/a"});
//   ends.take = [](const Doc& record) { std::cout << record.json() << "\n"; };
//   attach(ends, registry, settings);   // then load_pipeline_text(kPipeline, ...)
//
//   sources: [ { id: given, use: embed.indicators, case: { title: Alert 4711, tlp: green } } ]
//   sinks:   [ { id: taken, use: embed.records } ]
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "rulemap/engine/pipeline.h"
#include "rulemap/sdk/value.h"

namespace rulemap::engine {

struct Indicator {
  std::string token;            // as people write it; its type is found out
  std::string from = "memory";  // where it was seen: becomes `ioc.file`
};

// The program's functions. Each is called one call at a time, on threads of the run.
struct Embedded {
  // The next indicator, or nothing: there are no more. May wait, but then an interrupted run waits
  // with it. Tokens that are no indicator stand in RunReport::refused_inputs.
  std::function<std::optional<Indicator>()> next = {};
  // One record under the flat names of its fields: record.text("ioc.value"), record["techniques"].
  // Borrowed for the call. Where it throws, the record comes again as `on_error` says.
  std::function<void(const Doc& record)> take = {};
};

// A `next` that gives one token after the other.
std::function<std::optional<Indicator>()> each_of(std::vector<std::string> tokens);

// From now on pipelines that are loaded with both may use embed.indicators and embed.records.
// `ends` has to outlive them. Fails where a plugin of that name is in the registry.
Result<void> attach(const Embedded& ends, Registry& registry, LoadSettings& settings);

}  // namespace rulemap::engine
