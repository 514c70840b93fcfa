// Streams of hits and correlations as short texts, for tests.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "rulemap/sigma/correlate.h"
#include "rulemap/sigma/load.h"

namespace rulemap::sigma::testing {

struct StreamEvent {
  std::int64_t time_ms = 0;
  std::vector<std::uint32_t> rules;
  std::map<std::string, std::string> fields;

  ReadField reader() const;
};
using Stream = std::vector<StreamEvent>;

// The rules a, b, c (0, 1, 2), and a correlation of the name and body of each line "name: body".
RuleSet correlations(std::string_view lines);

// "1a 2b,c 5a:User=x,V=3": seconds, rules that hold, fields.
Stream stream(std::string_view text);

std::vector<Fired> run(const RuleSet& rules, const Stream& stream,
                       const CorrelateLimits& limits = {}, CorrelateLosses* losses = nullptr);

// "name@5[0,1,2]{User=x}" of each, a blank between: seconds, events, group.
std::string shown(const RuleSet& rules, const std::vector<Fired>& fired);

// What fires of this stream.
std::string fired(std::string_view lines, std::string_view text,
                  const CorrelateLimits& limits = {});

// The slow, obvious engine that keeps everything and looks at every window anew.
std::vector<Fired> oracle(const RuleSet& rules, const Stream& stream);

}  // namespace rulemap::sigma::testing
