// Answers of VirusTotal by kind: those of the examples, and real ones where ../shared is there.
#pragma once

#include <string>
#include <vector>

namespace rulemap::bench {

// A question of virustotal.report, and the bodies that answer it.
struct Kind {
  std::string name;
  std::string type;      // ioc.type
  std::string value;     // ioc.value; empty: the MD5 that the body names
  std::string config;    // of the step
  bool follows = false;  // a report comes before it
  std::vector<std::string> bodies = {};

  std::size_t bytes() const;
};

std::vector<Kind> load_kinds();

}  // namespace rulemap::bench
